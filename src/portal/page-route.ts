import type { FormOf, FormShape } from '../http/form.ts'
import type { FormLimits } from '../http/form-body.ts'
import type { PageAnswer } from '../http/page-answer.ts'
import type { AskOf } from './ask.ts'
import type { ParamsOf } from './params.ts'
import type { RouteRow } from './route-row.ts'

export type { Download, Page, PageAnswer, Redirect } from '../http/page-answer.ts'

export type PageRoute<Path extends string, Row extends RouteRow, Shape extends FormShape> = {
  readonly method: 'GET' | 'POST'
  readonly path: Path
  readonly row: Row
  /** Of a POST: what its form may hold. A form posts to the address of its own page. */
  readonly form?: Shape
  readonly limits?: FormLimits
  /** Also while the session opens nothing but the change of a password. */
  readonly whileLimited?: true
  /** Not in production. */
  readonly onlyInTrial?: true
  handle(ask: AskOf<Row, ParamsOf<Path>> & { readonly form: FormOf<Shape> }): Promise<PageAnswer>
}

/** A row of the table, whatever its types. */
export type AnyPageRoute = PageRoute<string, RouteRow, FormShape>

/** Writes a route with the types of its path, row and form. */
export function pageRoute<
  const Path extends string,
  const Row extends RouteRow,
  const Shape extends FormShape = Readonly<Record<never, never>>,
>(route: PageRoute<Path, Row, Shape>): AnyPageRoute {
  return route as unknown as AnyPageRoute
}
