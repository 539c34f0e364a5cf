import type { z } from 'zod'
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { ApiAnswer } from '../http/api-answer.ts'
import type { FormOf, FormShape } from '../http/form.ts'
import type { FormLimits } from '../http/form-body.ts'
import type { Told } from '../http/without-nulls.ts'
import type { AskOf } from './ask.ts'
import type { ParamsOf } from './params.ts'
import type { RouteRow } from './route-row.ts'

export type { ApiAnswer } from '../http/api-answer.ts'

type Schema = z.ZodType
type None = z.ZodUndefined

export type ApiRoute<
  Path extends string,
  Row extends RouteRow,
  Body extends Schema,
  Query extends Schema,
  Answer extends Schema,
  Shape extends FormShape,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/REST/accessManagement/v1`. */
  readonly path: Path
  readonly row: Row
  /** One line of the documentation. */
  readonly summary: string
  readonly status: 200 | 201 | 204
  /** Strict objects: an unknown field is refused (case R17). Without a schema there is no body, and no query. */
  readonly body?: Body
  readonly query?: Query
  /** For files: a form instead of JSON (`multipart/form-data`), with these fields. */
  readonly form?: Shape
  readonly limits?: FormLimits
  /** What is not in it, is not sent. No member is nullable: null members are left out. Without a schema nothing is sent (204). */
  readonly answer?: Answer
  /** The version that was looked at must be told. */
  readonly ifMatch?: 'required'
  readonly whileLimited?: true
  handle(
    ask: AskOf<Row, ParamsOf<Path>> & {
      readonly body: z.output<Body>
      readonly search: z.output<Query>
      readonly form: FormOf<Shape>
      /** Of `If-Match`; NaN on a route that does not require it. */
      readonly expectedVersion: number
    },
  ): Promise<Result<ApiAnswer<Told<z.input<Answer>>>, Refusal>>
}

export type AnyApiRoute = ApiRoute<string, RouteRow, Schema, Schema, Schema, FormShape>

/** Writes a route with the types of its path, row and schemas. */
export function apiRoute<
  const Path extends string,
  const Row extends RouteRow,
  Body extends Schema = None,
  Query extends Schema = None,
  Answer extends Schema = None,
  const Shape extends FormShape = Readonly<Record<never, never>>,
>(route: ApiRoute<Path, Row, Body, Query, Answer, Shape>): AnyApiRoute {
  return route as unknown as AnyApiRoute
}
