import type { z } from 'zod'
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { ApiAnswer } from '../http/api-answer.ts'
import type { FormOf, FormShape } from '../http/form.ts'
import type { FormLimits } from '../http/form-body.ts'
import type { Told } from '../http/without-nulls.ts'
import type { AskOf, ParamsOf } from './ask.ts'
import type { RouteRole } from './role.ts'

export type { ApiAnswer } from '../http/api-answer.ts'

type Schema = z.ZodType
type None = z.ZodUndefined

export type ConsoleApi<
  Path extends string,
  Role extends RouteRole,
  Body extends Schema,
  Query extends Schema,
  Answer extends Schema,
  Shape extends FormShape,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`. */
  readonly path: Path
  /** Who may use it: this role or a higher one. */
  readonly role: Role
  /** One line of the documentation. */
  readonly summary: string
  readonly status: 200 | 201 | 204
  /** Strict objects: an unknown field is refused. Without a schema there is no body, and no query. */
  readonly body?: Body
  readonly query?: Query
  /** For files: a form instead of JSON (`multipart/form-data`), with these fields. */
  readonly form?: Shape
  readonly limits?: FormLimits
  /** What is not in it, is not sent. No member is nullable: null members are left out. Without a schema nothing is sent (204). */
  readonly answer?: Answer
  /** It is answered by a file instead. */
  readonly download?: true
  /** The version that was looked at must be told. */
  readonly ifMatch?: 'required'
  handle(
    ask: AskOf<Role, ParamsOf<Path>> & {
      readonly body: z.output<Body>
      readonly search: z.output<Query>
      readonly form: FormOf<Shape>
      /** Of `If-Match`; NaN on a route that does not require it. */
      readonly expectedVersion: number
    },
  ): Promise<Result<ApiAnswer<Told<z.input<Answer>>>, Refusal>>
}

export type AnyConsoleApi = ConsoleApi<string, RouteRole, Schema, Schema, Schema, FormShape>

/** Writes a route with the types of its path, role and schemas. */
export function consoleApi<
  const Path extends string,
  const Role extends RouteRole,
  Body extends Schema = None,
  Query extends Schema = None,
  Answer extends Schema = None,
  const Shape extends FormShape = Readonly<Record<never, never>>,
>(route: ConsoleApi<Path, Role, Body, Query, Answer, Shape>): AnyConsoleApi {
  return route as unknown as AnyConsoleApi
}
