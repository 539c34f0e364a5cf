/** „Übersicht der Konfigurationsdaten“: may my enterprise send, and how (spec access.md §5 row 19). */
import { ButtonLink } from '../../../http/components/buttons.tsx'
import { Empty } from '../../../http/components/empty.tsx'
import { Columns, Head } from '../../../http/components/section.tsx'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import { linkedUser, reportsActivity, reportsStanding, seeReports } from '../../operations/reports-view.ts'
import { pageRoute } from '../../page-route.ts'
import { AnswerPart } from './overview-answer.tsx'
import { AttentionPart } from './overview-attention.tsx'
import { ChannelParts } from './overview-channels.tsx'
import { CertificatesPart, ServicesPart } from './overview-tables.tsx'
import { NamePart, StopPart, TechnicalUserPart } from './overview-technical.tsx'
import { isOpen, REPORTS, type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'

const SHOW = pageRoute({
  method: 'GET',
  path: REPORTS,
  row: 'seeConfiguration',
  async handle(ask) {
    const seen = await seeReports(ask)
    if (!seen.ok) return seen.problem
    const { reports, draft } = seen.value
    const title = ask.t('caption.configurationOverview')
    const body = reports ? await overview(ask, reports) : nothingYet(ask, draft)
    return { title, crumbs: await reportsCrumbs(ask), body }
  },
})

/** The menu entry of the other name leads to the same place. */
const MESSAGES = pageRoute({
  method: 'GET',
  path: '/enterprises/:enterpriseNumber/qualities/:qualityCode/structured-messages',
  row: 'seeConfiguration',
  handle: async (ask) => ({ to: reportsPath(ask) }),
})

export const OVERVIEW_PAGES = [SHOW, MESSAGES]

async function overview(ask: ReportsPage, reports: ShownReports) {
  const { t, ground } = ask
  const activity = await reportsActivity(ask, reports.senderNumber)
  const standing = await reportsStanding(ask, reports.senderNumber)
  const facts = await ground.reports.sendingFacts()
  const linked = await linkedUser(ask, reports)
  const shown = { ask, reports, activity, facts, linked }
  return (
    <>
      <Head
        title={t('caption.configurationOverview')}
        lead={otherName(t)}
        actions={<ButtonLink href={reportsPath(ask, 'send')}>{t('reports.howToSend')}</ButtonLink>}
      />
      <AnswerPart {...shown} obstacles={standing} />
      <AttentionPart {...shown} />
      <CertificatesPart {...shown} />
      <ServicesPart {...shown} />
      <ChannelParts {...shown} />
      <Columns>
        <TechnicalUserPart {...shown} />
        <NamePart {...shown} />
      </Columns>
      <StopPart {...shown} />
    </>
  )
}

/** Nothing is set up: what that means, and how to begin or go on. */
function nothingYet(ask: ReportsPage, draft: SetupDraft | null) {
  const { t, formats } = ask
  const may = isOpen(ask, 'setUpReports')
  const action = may && (
    <ButtonLink kind="main" href={reportsPath(ask, 'setup')}>
      {draft ? t('reports.setup.goOn') : t('caption.saveConfiguration')}
    </ButtonLink>
  )
  return (
    <>
      <Head title={t('caption.configurationOverview')} lead={otherName(t)} />
      <Empty action={action}>
        {draft ? t('reports.begun', { until: formats.dateTime(draft.expiresAt) }) : t('reports.nothingYet')}
        {!may && <> {t('reports.askManager')}</>}
      </Empty>
    </>
  )
}

/** For people who look for the other official term; where both are one word there is nothing to say. */
function otherName(t: ReportsPage['t']): string | undefined {
  const [reports, messages] = [t('term.structuredReports'), t('term.structuredMessages')]
  return reports === messages ? undefined : t('reports.alsoCalled', { reports, messages })
}
