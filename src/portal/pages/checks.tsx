import type { Refusal } from '../../base/refusal.ts'
import type { CheckedSet } from '../../batch/dry-run.ts'
import { safe } from '../../batch/reasons/fill.ts'
import { Button, ButtonLink, Buttons } from '../../http/components/buttons.tsx'
import { SelectField } from '../../http/components/choice-field.tsx'
import { Empty } from '../../http/components/empty.tsx'
import { FileField } from '../../http/components/file-field.tsx'
import { Form } from '../../http/components/form.tsx'
import { Head, Section } from '../../http/components/section.tsx'
import { Badge } from '../../http/components/state.tsx'
import { statusOf } from '../../http/refusal-problem.ts'
import type { Ask } from '../ask.ts'
import { CHECK_LIMITS } from '../check-limits.ts'
import { checkFiles, TOO_LARGE } from '../operations/checks.ts'
import { type QualityPlace, type SendingQuality, sendingQuality } from '../operations/submissions.ts'
import { pageRoute } from '../page-route.ts'
import { qualityPath } from '../places.ts'
import { toldRefusal } from '../texts.ts'
import { Refused } from './refused.tsx'
import { crumbsOf } from './scope.ts'
import { Files } from './submission/files.tsx'
import { Reasons } from './submission/reasons.tsx'

const PATH = '/enterprises/:enterpriseNumber/qualities/:qualityCode/test'

export const CHECKS_PAGE = pageRoute({
  method: 'GET',
  path: PATH,
  row: 'seeConfiguration',
  handle: async (ask) => {
    const { t, params, ground, actor } = ask
    const sending = await sendingQuality(ground, actor, params)
    if (!sending.ok) return sending.problem
    const body = <Choosing {...{ ask, place: params, sending: sending.value }} />
    const crumbs = await crumbsOf(ask, params, t('checks.nav'))
    return { title: t('checks.title'), crumbs, scripts: ['file-size'], body }
  },
})

/** Answers with the result itself: nothing was changed, so that sending the form again does no harm. */
export const CHECKS_FORM = pageRoute({
  method: 'POST',
  path: PATH,
  row: 'seeConfiguration',
  form: { files: 'files', channel: 'text' },
  limits: CHECK_LIMITS,
  handle: async (ask) => {
    const { t, params, ground, actor, form } = ask
    const checked = await checkFiles(ground, actor, params, form)
    const crumbs = await crumbsOf(ask, params, t('checks.nav'))
    if (checked.ok)
      return { title: t('checks.result'), crumbs, body: <Result {...{ ask, sets: checked.value.sets }} /> }
    const sending = await sendingQuality(ground, actor, params)
    if (!sending.ok) return sending.problem
    return {
      title: t('form.failed', { title: t('checks.title') }),
      status: statusOf(checked.problem),
      crumbs,
      scripts: ['file-size'],
      body: <Choosing {...{ ask, place: params, sending: sending.value, refusal: checked.problem }} />,
    }
  },
})

type ChoosingProps = {
  readonly ask: Ask
  readonly place: QualityPlace
  readonly sending: SendingQuality
  readonly refusal?: Refusal
}

function Choosing({ ask, place, sending, refusal }: ChoosingProps) {
  const { t } = ask
  return (
    <>
      <Head title={t('checks.title')} lead={t('checks.lead')} />
      {refusal && <Refused {...{ t, refusal }} />}
      {sending.senderNumber === null ? (
        <Empty
          action={<ButtonLink href={qualityPath(place, 'structured-reports')}>{t('submissions.setUp')}</ButtonLink>}
        >
          {t('submissions.noSender')}
        </Empty>
      ) : (
        <FilesForm {...{ ask, channels: sending.channels }} />
      )}
    </>
  )
}

function FilesForm({ ask, channels }: { readonly ask: Ask } & Pick<SendingQuality, 'channels'>) {
  const { t, formats, path, csrf } = ask
  const { filesMax, fileBytes, filesBytes } = CHECK_LIMITS
  const { cause, remedy } = toldRefusal(t, TOO_LARGE)
  return (
    <Form action={path} csrf={csrf} hasFiles>
      <FileField
        name="files"
        label={t('checks.files')}
        hint={t('checks.filesHint', { count: filesMax, bytes: formats.bytes(filesBytes) })}
        isMultiple
        most={{ fileBytes, files: filesMax, filesBytes, message: `${cause} ${remedy}` }}
      />
      {channels.length > 1 && (
        <SelectField
          name="channel"
          label={t('checks.channel')}
          options={channels.map((value) => ({ value, label: t(`submissions.channel.${value}`) }))}
        />
      )}
      <Buttons>
        <Button kind="main">{t('checks.button')}</Button>
      </Buttons>
    </Form>
  )
}

function Result({ ask, sets }: { readonly ask: Ask; readonly sets: readonly CheckedSet[] }) {
  const { t, path } = ask
  return (
    <>
      <Head
        title={t('checks.result')}
        lead={t(sets.every(({ outcome }) => outcome === 'accepted') ? 'checks.acceptedLead' : 'checks.rejectedLead')}
        actions={<ButtonLink href={path}>{t('checks.again')}</ButtonLink>}
      />
      {sets.map((set, index) => (
        <Checked key={set.setKey} {...{ ask, set, id: `set-${index + 1}` }} />
      ))}
    </>
  )
}

function Checked({ ask, set, id }: { readonly ask: Ask; readonly set: CheckedSet; readonly id: string }) {
  const { t, language, formats } = ask
  const { outcome, reasons, setKey, files } = set
  return (
    <Section
      id={id}
      title={<span class="id">{safe(setKey)}</span>}
      aside={<Badge tone={outcome === 'accepted' ? 'good' : 'bad'}>{t(`checks.${outcome}`)}</Badge>}
    >
      <Reasons {...{ t, language, reasons }} more={(count) => t('checks.moreReasons', { count })} />
      <h3>{t('checks.checkedFiles')}</h3>
      <Files {...{ t, formats, files, caption: t('checks.checkedFiles') }} />
    </Section>
  )
}
