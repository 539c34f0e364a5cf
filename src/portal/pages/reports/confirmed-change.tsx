/** A change that takes something away or gives it back: what it does is told before, and why it is done is asked (spec access.md §16.5). */
import type { Refusal } from '../../../base/refusal.ts'
import type { Result } from '../../../base/result.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import { TextField } from '../../../http/components/text-field.tsx'
import type { Action } from '../../../registry/policy/matrix.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import type { SetupChange } from '../../../registry/setup/preview.ts'
import { NOT_THERE } from '../../not-there.ts'
import { previewReports } from '../../operations/reports-preview.ts'
import { type AnyPageRoute, type Page, type PageAnswer, pageRoute } from '../../page-route.ts'
import type { TextKey } from '../../texts.ts'
import { configured } from './configured.ts'
import { REPORTS, type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { PreviewPart } from './preview-part.tsx'
import { missingFields, NOTHING_WRONG, type Wrong, WrongNote, wrongBy, wrongPage } from './wrong.tsx'

export const REASON_MAX = 500

export type ConfirmedChange<Subject, Made> = {
  /** Below the overview. */
  readonly path: string
  readonly row: Action
  readonly title: TextKey
  /** What it does, before it does it. */
  readonly effect: TextKey
  readonly isDangerous: boolean
  /** What the address names; undefined when it is not there. */
  find(reports: ShownReports, params: Readonly<Record<string, string>>): Subject | undefined
  /** How it is called in title and effect. */
  nameOf(ask: ReportsPage, subject: Subject): string
  /** Null where nothing can be refused by it. */
  preview(subject: Subject): SetupChange | null
  change(
    ask: ReportsPage,
    why: { readonly version: number; readonly reason: string },
    subject: Subject,
  ): Promise<Result<Made, Refusal>>
  after(ask: ReportsPage, made: Made): Promise<PageAnswer>
}

export function confirmedChange<Subject, Made>(spec: ConfirmedChange<Subject, Made>): AnyPageRoute[] {
  const path = `${REPORTS}/${spec.path}` as `${typeof REPORTS}/${string}`
  const shown = pageRoute({
    ...{ method: 'GET', path, row: spec.row },
    handle: async (ask) => answer(spec, ask as unknown as ReportsPage, null),
  })
  const taken = pageRoute({
    ...{ method: 'POST', path, row: spec.row, form: { version: 'text', reason: 'text' } },
    handle: async ({ form, ...ask }) => answer(spec, ask as unknown as ReportsPage, form),
  })
  return [shown, taken]
}

type Filled = { readonly version: string; readonly reason: string }

async function answer<Subject, Made>(
  spec: ConfirmedChange<Subject, Made>,
  ask: ReportsPage,
  form: Filled | null,
): Promise<PageAnswer> {
  const reports = await configured(ask)
  if (!reports.ok) return reports.problem
  const subject = spec.find(reports.value, ask.params as unknown as Record<string, string>)
  if (subject === undefined) return NOT_THERE
  const page = (wrong: Wrong) => confirmPage(spec, ask, reports.value, subject, { wrong, reason: form?.reason ?? '' })
  if (!form) return page(NOTHING_WRONG)
  const wrong = reasonFaults(ask, form)
  if (Object.keys(wrong.errors).length > 0) return page(wrong)
  const made = await spec.change(ask, { version: Number(form.version), reason: form.reason }, subject)
  return made.ok ? spec.after(ask, made.value) : page(wrongBy(ask, made.problem))
}

export function reasonFaults(ask: ReportsPage, form: { readonly reason: string }): Wrong {
  if ([...form.reason].length > REASON_MAX) return { errors: { reason: ask.t('reports.reasonTooLong') } }
  return missingFields(ask, form, ['reason'])
}

async function confirmPage<Subject, Made>(
  spec: ConfirmedChange<Subject, Made>,
  ask: ReportsPage,
  { senderNumber, version }: ShownReports,
  subject: Subject,
  { wrong, reason }: { readonly wrong: Wrong; readonly reason: string },
): Promise<Page> {
  const { t, csrf, path } = ask
  const name = spec.nameOf(ask, subject)
  const title = t(spec.title, { name })
  const change = spec.preview(subject)
  const preview = change && (await previewReports(ask, senderNumber, change))
  return {
    ...wrongPage(ask, title, wrong),
    crumbs: await reportsCrumbs(ask, title),
    body: (
      <>
        <Head title={title} lead={t(spec.effect, { name })} />
        {preview && <PreviewPart ask={ask} preview={preview} />}
        <WrongNote ask={ask} wrong={wrong} labels={{ reason: t('reports.reason') }} />
        <Form action={path} csrf={csrf} hidden={{ version }}>
          <ReasonField ask={ask} value={reason} error={wrong.errors.reason} />
          <Buttons>
            <Button kind={spec.isDangerous ? 'danger' : 'main'}>{title}</Button>
            <ButtonLink kind="bare" href={reportsPath(ask)}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
      </>
    ),
  }
}

type ReasonProps = { readonly ask: ReportsPage; readonly value: string; readonly error: string | undefined }

export function ReasonField({ ask: { t }, value, error }: ReasonProps) {
  return (
    <TextField
      {...{ name: 'reason', label: t('reports.reason'), hint: t('reports.reasonHint'), value, error }}
      isRequired
      lengthMax={REASON_MAX}
    />
  )
}
