/** A step of the wizard as two routes: the page with what is known so far, and its form, which leads on or comes back. */
import type { Refusal } from '../../../base/refusal.ts'
import type { Result } from '../../../base/result.ts'
import type { FormFile, FormOf, FormShape } from '../../../http/form.ts'
import type { SetupStep } from '../../../registry/setup/contents.ts'
import type { SetupDraft } from '../../../registry/setup/drafts.ts'
import { reportsDraft, type SeenSetup } from '../../operations/reports-setup.ts'
import { type AnyPageRoute, type Page, pageRoute, type Redirect } from '../../page-route.ts'
import { PROOF_LIMITS } from '../../proof-limits.ts'
import { REPORTS, type ReportsPage, reportsPath } from './place.ts'
import { SEEN_FIELDS, STEPS, type Stepped, seenIn } from './wizard-frame.tsx'
import { NOTHING_WRONG, type Wrong, wrongBy } from './wrong.tsx'

export type StepForm<Shape extends FormShape> = FormOf<Shape & typeof SEEN_FIELDS>

export type WizardStep<Shape extends FormShape> = {
  readonly step: SetupStep
  readonly form: Shape
  /** By the key or code of a refusal, the field that it is about. */
  readonly fields: Readonly<Record<string, string>>
  /** What can be seen of the form alone. */
  check(ask: ReportsPage, form: StepForm<Shape>): Wrong
  save(ask: ReportsPage, seen: SeenSetup, form: StepForm<Shape>): Promise<Result<SetupDraft, Refusal>>
  /** What is still wrong with a step that was saved, or where to go. */
  after(ask: ReportsPage, draft: SetupDraft, form: StepForm<Shape>): Wrong | SetupStep
  show(stepped: Stepped & { readonly form: StepForm<Shape> | null }): Promise<Page>
}

export function wizardStep<const Shape extends FormShape>(spec: WizardStep<Shape>): AnyPageRoute[] {
  const path = `${REPORTS}/${STEPS[spec.step].path}` as const
  const shown = pageRoute({
    ...{ method: 'GET', path, row: 'setUpReports' },
    handle: async (ask) => {
      const draft = await reportsDraft(ask)
      return draft ? spec.show({ ask, draft, wrong: NOTHING_WRONG, form: null }) : toBeginning(ask)
    },
  })
  const taken = pageRoute({
    ...{ method: 'POST', path, row: 'setUpReports', limits: PROOF_LIMITS },
    form: { ...spec.form, ...SEEN_FIELDS },
    handle: async ({ form, ...ask }) => take(spec, ask, form as unknown as StepForm<Shape>),
  })
  return [shown, taken]
}

async function take<Shape extends FormShape>(spec: WizardStep<Shape>, ask: ReportsPage, form: StepForm<Shape>) {
  const again = async (wrong: Wrong): Promise<Page | Redirect | Refusal> => {
    const draft = await reportsDraft(ask)
    if (!draft) return wrong.refused ?? toBeginning(ask)
    return spec.show({ ask, draft, wrong, form })
  }
  const seen = spec.check(ask, form)
  if (Object.keys(seen.errors).length > 0) return again(seen)
  const saved = await spec.save(ask, seenIn(form as unknown as Parameters<typeof seenIn>[0]), form)
  if (!saved.ok) return again(wrongBy(ask, saved.problem, spec.fields, fileNameIn(form)))
  const next = spec.after(ask, saved.value, form)
  return typeof next === 'string' ? { to: reportsPath(ask, STEPS[next].path) } : again(next)
}

function toBeginning(ask: ReportsPage): Redirect {
  return { to: reportsPath(ask, 'setup') }
}

function fileNameIn(form: object): string | undefined {
  return (form as { readonly file?: FormFile | null }).file?.fileName
}
