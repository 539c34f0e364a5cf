/** The two rows of an act: the page that says what it will do, and its form, which does it with a reason. */
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { FormOf, FormShape } from '../../http/form.ts'
import type { OperatorRole } from '../../registry/operators/operator.ts'
import type { Ask, ParamsOf } from '../ask.ts'
import { type AnyConsolePage, consolePage, type PageAnswer } from '../page-route.ts'

/** What a page shows once more when its act was refused. */
export type Again = { readonly refused?: Refusal; readonly reason?: string }

type ActRoutes<Path extends string, Shape extends FormShape> = {
  readonly path: Path
  readonly role: OperatorRole
  /** Of the form, beside `reason`. */
  readonly fields: Shape
  page(ask: Ask<ParamsOf<Path>>, again: Again): Promise<PageAnswer>
  act(ask: Ask<ParamsOf<Path>>, form: FormOf<Shape> & { readonly reason: string }): Promise<Result<unknown, Refusal>>
  /** Where it leads when it is done, and what is told there. */
  to(params: ParamsOf<Path>): string
  readonly done: string
}

export function actRoutes<const Path extends string, const Shape extends FormShape>(
  row: ActRoutes<Path, Shape>,
): readonly AnyConsolePage[] {
  const { path, role, fields, done } = row
  return [
    consolePage({ method: 'GET', path, role, handle: (ask) => row.page(ask, {}) }),
    consolePage({
      ...{ method: 'POST', path, role },
      form: { ...fields, reason: 'lines' },
      async handle({ form, ...ask }) {
        const typed = form as FormOf<Shape> & { readonly reason: string }
        const outcome = await row.act(ask, typed)
        if (outcome.ok) return { to: row.to(ask.params), done }
        return await row.page(ask, { refused: outcome.problem, reason: typed.reason })
      },
    }),
  ]
}
