/** A change that is filled in: a form of its own page, with what is wrong told in it. */

import type { Refusal } from '../../../base/refusal.ts'
import type { Result } from '../../../base/result.ts'
import { Button, ButtonLink, Buttons } from '../../../http/components/buttons.tsx'
import { Form } from '../../../http/components/form.tsx'
import { Head } from '../../../http/components/section.tsx'
import type { Children } from '../../../http/elements.ts'
import type { FormFile, FormOf, FormShape } from '../../../http/form.ts'
import type { Action } from '../../../registry/policy/matrix.ts'
import type { ShownReports } from '../../../registry/setup/overview.ts'
import { NOT_THERE } from '../../not-there.ts'
import { type AnyPageRoute, type Page, type PageAnswer, pageRoute } from '../../page-route.ts'
import { PROOF_LIMITS } from '../../proof-limits.ts'
import type { TextKey } from '../../texts.ts'
import { configured } from './configured.ts'
import { REPORTS, type ReportsPage, reportsCrumbs, reportsPath } from './place.ts'
import { isWrong, NOTHING_WRONG, type Wrong, WrongNote, wrongBy, wrongPage } from './wrong.tsx'

export type ChangeForm<Shape extends FormShape, Subject, Made> = {
  /** Below the overview. */
  readonly path: string
  readonly row: Action
  readonly form: Shape
  readonly title: TextKey
  readonly lead?: TextKey
  readonly hasFiles?: boolean
  /** By the key or code of a refusal, the field that it is about. */
  readonly fields: Readonly<Record<string, string>>
  labels(ask: ReportsPage): Readonly<Record<string, string>>
  /** What the address names; undefined when it is not there. */
  find(reports: ShownReports, params: Readonly<Record<string, string>>): Subject | undefined
  check(ask: ReportsPage, form: FormOf<Shape>): Wrong
  change(ask: ReportsPage, version: number, form: FormOf<Shape>, subject: Subject): Promise<Result<Made, Refusal>>
  after(ask: ReportsPage, made: Made): Promise<PageAnswer>
  body(shown: Shown<Shape, Subject>): Children | Promise<Children>
  /** Below the form. */
  below?(shown: Shown<Shape, Subject>): Children | Promise<Children>
}

type Shown<Shape extends FormShape, Subject> = {
  readonly ask: ReportsPage
  readonly reports: ShownReports
  readonly subject: Subject
  readonly form: FormOf<Shape> | null
  readonly wrong: Wrong
}

export function changeForm<const Shape extends FormShape, Subject, Made>(
  spec: ChangeForm<Shape, Subject, Made>,
): AnyPageRoute[] {
  const path = `${REPORTS}/${spec.path}` as `${typeof REPORTS}/${string}`
  const shown = pageRoute({
    ...{ method: 'GET', path, row: spec.row },
    handle: async (ask) => answer(spec, ask as unknown as ReportsPage, null),
  })
  const taken = pageRoute({
    ...{ method: 'POST', path, row: spec.row, limits: PROOF_LIMITS, form: { ...spec.form, version: 'text' } },
    handle: async ({ form, ...ask }) => answer(spec, ask as unknown as ReportsPage, form as unknown as Filled<Shape>),
  })
  return [shown, taken]
}

type Filled<Shape extends FormShape> = FormOf<Shape> & { readonly version: string }

async function answer<Shape extends FormShape, Subject, Made>(
  spec: ChangeForm<Shape, Subject, Made>,
  ask: ReportsPage,
  form: Filled<Shape> | null,
): Promise<PageAnswer> {
  const reports = await configured(ask)
  if (!reports.ok) return reports.problem
  const subject = spec.find(reports.value, ask.params as unknown as Record<string, string>)
  if (subject === undefined) return NOT_THERE
  const page = (wrong: Wrong) => formPage(spec, { ask, reports: reports.value, subject, form, wrong })
  if (!form) return page(NOTHING_WRONG)
  const wrong = spec.check(ask, form)
  if (isWrong(wrong)) return page(wrong)
  const made = await spec.change(ask, Number(form.version), form, subject)
  if (made.ok) return spec.after(ask, made.value)
  const { file } = form as { readonly file?: FormFile | null }
  return page(wrongBy(ask, made.problem, spec.fields, file?.fileName))
}

async function formPage<Shape extends FormShape, Subject, Made>(
  spec: ChangeForm<Shape, Subject, Made>,
  shown: Shown<Shape, Subject>,
): Promise<Page> {
  const { ask, wrong, reports } = shown
  const { t, csrf, path } = ask
  const title = t(spec.title)
  const fields = await spec.body(shown)
  const below = await spec.below?.(shown)
  return {
    ...wrongPage(ask, title, wrong),
    crumbs: await reportsCrumbs(ask, title),
    ...(spec.hasFiles && { scripts: ['file-size'] }),
    body: (
      <>
        <Head title={title} {...(spec.lead && { lead: t(spec.lead) })} />
        <Form action={path} csrf={csrf} isPanel hasFiles={spec.hasFiles === true} hidden={{ version: reports.version }}>
          <WrongNote ask={ask} wrong={wrong} labels={spec.labels(ask)} />
          {fields}
          <Buttons>
            <Button kind="main">{t('button.save')}</Button>
            <ButtonLink kind="bare" href={reportsPath(ask)}>
              {t('button.cancel')}
            </ButtonLink>
          </Buttons>
        </Form>
        {below}
      </>
    ),
  }
}
