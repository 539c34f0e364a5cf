/** Another channel in the place of one: first which, then what that would have refused, then, with a reason, the change (rule 12.6). */
import type { ChannelType } from '../../../batch/channel.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Note } from '../../../http/components/note.tsx'
import { Head } from '../../../http/components/section.tsx'
import type { Children } from '../../../http/elements.ts'
import { checkNetwork, INTERNET } from '../../../registry/networks.ts'
import type { DraftChannel } from '../../../registry/setup/contents.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import { NOT_THERE } from '../../not-there.ts'
import { replaceReportsChannel } from '../../operations/reports-changes.ts'
import { previewReports } from '../../operations/reports-preview.ts'
import { type Page, type PageAnswer, pageRoute } from '../../page-route.ts'
import type { TextKey } from '../../texts.ts'
import { CHANNEL_FAULTS, CHANNEL_FORM, ChannelFields, channelIn, closedTypes } from './channel-fields.tsx'
import { configured } from './configured.ts'
import { ReasonField, reasonFaults } from './confirmed-change.tsx'
import { openedPage } from './opened-page.tsx'
import { REPORTS, type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { PreviewPart } from './preview-part.tsx'
import { CHANNEL_WORDS } from './words.ts'
import { isWrong, NOTHING_WRONG, type Wrong, WrongNote, wrongBy, wrongPage } from './wrong.tsx'

const PATH = `${REPORTS}/channels/:channel/replace` as const
const FORM = { ...CHANNEL_FORM, version: 'text', reason: 'text', sure: 'flag' } as const

const SHOW = pageRoute({
  ...{ method: 'GET', path: PATH, row: 'changeChannels' },
  async handle(ask) {
    const reports = await configured(ask)
    if (!reports.ok) return reports.problem
    const from = replaceable(reports.value, ask.params.channel)
    return from ? choicePage({ ask, reports: reports.value, from }) : NOT_THERE
  },
})

const TAKE = pageRoute({
  ...{ method: 'POST', path: PATH, row: 'changeChannels', form: FORM },
  async handle({ form, ...ask }): Promise<PageAnswer> {
    const reports = await configured(ask)
    if (!reports.ok) return reports.problem
    const from = replaceable(reports.value, ask.params.channel)
    if (!from) return NOT_THERE
    const shown = { ask, reports: reports.value, from, reason: form.reason }
    const to = channelIn(form)
    if (!to || !closedTypes(reports.value).includes(to.type)) return choicePage(shown, notChosen(ask))
    const network = networkFaults(ask, to)
    if (isWrong(network)) return choicePage({ ...shown, to }, network)
    if (!form.sure) return previewPage(shown, to, NOTHING_WRONG)
    const wrong = reasonFaults(ask, form)
    if (isWrong(wrong)) return previewPage(shown, to, wrong)
    const why = { version: Number(form.version), reason: form.reason }
    const opened = await replaceReportsChannel(ask, why, { from, to })
    if (opened.ok) return openedPage(ask, opened.value, 'channelReplaced')
    return choicePage({ ...shown, to }, wrongBy(ask, opened.problem, CHANNEL_FAULTS))
  },
})

export const REPLACE_CHANNEL_PAGES = [SHOW, TAKE]

type Shown = {
  readonly ask: ReportsPage
  readonly reports: ShownReports
  readonly from: ChannelType
  readonly to?: DraftChannel
  readonly reason?: string
}

/** Undefined where there is no such channel, or nothing else that it could be replaced by. */
function replaceable(reports: ShownReports, channel: string): ChannelType | undefined {
  const present = reports.channels.find(({ type }) => type === channel)
  return closedTypes(reports).length > 0 ? present?.type : undefined
}

function notChosen({ t }: ReportsPage): Wrong {
  return { errors: { channel: t('reports.chooseChannel') } }
}

/** Known before the preview is read, and asked again when the change is made. */
function networkFaults(ask: ReportsPage, { type, network = INTERNET }: DraftChannel): Wrong {
  if (type !== 'ftp') return NOTHING_WRONG
  const choice = { name: network, channel: type, quality: ask.params.qualityCode }
  const offered = checkNetwork(choice, ask.ground.reports.offer().networks)
  return offered.ok ? NOTHING_WRONG : wrongBy(ask, offered.problem, CHANNEL_FAULTS)
}

function choicePage(shown: Shown, wrong: Wrong = NOTHING_WRONG): Promise<Page> {
  const { ask, reports, from, to } = shown
  const { t } = ask
  return page(shown, wrong, {
    lead: t('reports.replace.lead', { name: t(CHANNEL_WORDS[from]) }),
    button: <Button kind="main">{t('reports.services.preview')}</Button>,
    body: <ChannelFields ask={ask} types={closedTypes(reports)} chosen={to} wrong={wrong} />,
  })
}

/** The choice comes along unseen, and is judged again when the change is made. */
async function previewPage(shown: Shown, to: DraftChannel, wrong: Wrong): Promise<Page> {
  const { ask, reports, from, reason = '' } = shown
  const { t } = ask
  const preview = await previewReports(ask, reports.senderNumber, { kind: 'replaceChannel', from, to: to.type })
  const name = t(CHANNEL_WORDS[from])
  const lacking = lackingFor(reports, to)
  return page(shown, wrong, {
    lead: t('reports.replace.effect', { name, to: t(CHANNEL_WORDS[to.type]) }),
    button: <Button kind="danger">{t('reports.replace.title', { name })}</Button>,
    body: (
      <>
        <input type="hidden" name="channel" value={to.type} />
        <input type="hidden" name="network" value={to.network ?? ''} />
        <input type="hidden" name="sure" value="on" />
        <PreviewPart ask={ask} preview={preview} />
        {lacking && <Note tone="warn">{t(lacking)}</Note>}
        <ReasonField ask={ask} value={reason} error={wrong.errors.reason} />
      </>
    ),
  })
}

/** What must be handed over before anybody can log in by the new channel; keys go with their channel. */
function lackingFor({ certificates }: ShownReports, { type }: DraftChannel): TextKey | null {
  if (type === 'sftp') return 'reports.replace.noKey'
  const hasLogin = certificates.some(({ usages }) => usages.includes('clientAuthentication'))
  return type === 'web' && !hasLogin ? 'reports.replace.noLogin' : null
}

type Parts = { readonly lead: string; readonly button: Children; readonly body: Children }

async function page({ ask, reports, from }: Shown, wrong: Wrong, { lead, button, body }: Parts): Promise<Page> {
  const { t, csrf, path } = ask
  const title = t('reports.replace.title', { name: t(CHANNEL_WORDS[from]) })
  const labels = { channel: t('term.channel'), network: t('reports.network'), reason: t('reports.reason') }
  return {
    ...wrongPage(ask, title, wrong),
    crumbs: await reportsCrumbs(ask, title),
    body: (
      <>
        <Head title={title} lead={lead} />
        <Form action={path} csrf={csrf} isPanel hidden={{ version: reports.version }}>
          <WrongNote ask={ask} wrong={wrong} labels={labels} />
          {body}
          <Buttons>
            {button}
            <ButtonLink kind="bare" href={reportsPath(ask)}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}
