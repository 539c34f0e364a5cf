import type { Refusal } from '../base/refusal.ts'
import type { Crumb } from '../http/components/shell.tsx'
import type { Children } from '../http/elements.ts'
import type { FormOf, FormShape } from '../http/form.ts'
import type { FormLimits } from '../http/form-body.ts'
import type { AskOf } from './ask.ts'
import type { ParamsOf } from './params.ts'
import type { RouteRow } from './route-row.ts'

/** What is shown. */
export type Page = {
  /** Of the document; the body has its own heading. */
  readonly title: string
  readonly body: Children
  readonly crumbs?: readonly Crumb[]
  /** 200; 400 for a form that comes back with errors. */
  readonly status?: number
  /** With status 429. */
  readonly retryAfterSeconds?: number
  /** Names of scripts in `http/assets`; the page works without them. */
  readonly scripts?: readonly string[]
  /** Origins other than ours to which a form of it may lead. */
  readonly formTargets?: readonly string[]
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[]
}

/** After a change, so that going back or loading again does not repeat it; `done` is told on the page reached: `done.<key>` of the texts. */
export type Redirect = { readonly to: string; readonly done?: string; readonly cookies?: readonly string[] }

/** Bytes to be kept, such as recovery codes, whole or as they come; always as an attachment (case W5). */
export type Download = {
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Buffer | AsyncIterable<Buffer>
}

export type PageAnswer = Page | Redirect | Download | Refusal

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
