import type { FormOf, FormShape } from '../http/form.ts'
import type { FormLimits } from '../http/form-body.ts'
import type { PageAnswer } from '../http/page-answer.ts'
import type { AskOf, ParamsOf } from './ask.ts'
import type { RouteRole } from './role.ts'

export type { Download, Page, PageAnswer, Redirect } from '../http/page-answer.ts'

export type ConsolePage<Path extends string, Role extends RouteRole, Shape extends FormShape> = {
  readonly method: 'GET' | 'POST'
  readonly path: Path
  /** Who may use it: this role or a higher one. */
  readonly role: Role
  /** Of a POST: what its form may hold. A form posts to the address of its own page. */
  readonly form?: Shape
  readonly limits?: FormLimits
  handle(ask: AskOf<Role, ParamsOf<Path>> & { readonly form: FormOf<Shape> }): Promise<PageAnswer>
}

/** A row of the table, whatever its types. */
export type AnyConsolePage = ConsolePage<string, RouteRole, FormShape>

/** Writes a page with the types of its path, role and form. */
export function consolePage<
  const Path extends string,
  const Role extends RouteRole,
  const Shape extends FormShape = Readonly<Record<never, never>>,
>(page: ConsolePage<Path, Role, Shape>): AnyConsolePage {
  return page as unknown as AnyConsolePage
}
