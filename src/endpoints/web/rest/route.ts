/** One row of the table that the REST service serves, and from which its OpenAPI document is made. */
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Result } from '../../../base/result.ts'
import type { Language } from '../../../batch/languages.ts'
import type { HttpRequest } from '../../../http/listener.ts'
import type { Told } from '../../../http/without-nulls.ts'
import type { Caller, Scope } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import type { ProblemKey, RestProblem } from '../problems.ts'
import type { SenderLimits } from '../sender-limits.ts'

/** `anyToken`: a good token, whatever its scopes. `anybody`: also without one. */
export type Access = Scope | 'anyToken' | 'anybody'

/** What a status is answered with: JSON of `schema`, bytes of `mediaType`, either of them when it has both, or nothing. */
export type AnswerShape = {
  /** One line of the documentation. */
  readonly description: string
  /** What is not in it is not sent. No member is nullable: members that are null are left out. */
  readonly schema?: z.ZodType
  readonly mediaType?: string
  /** Names and meanings of headers that are always there, besides those of every answer. */
  readonly headers?: Readonly<Record<string, string>>
  readonly example?: unknown
}
export type AnswerShapes = Readonly<Record<number, AnswerShape>>

type Json<Schema extends z.ZodType> = { readonly body: Told<z.input<Schema>> }
type Bytes = { readonly bytes: Buffer | Readable; readonly length?: number }
type Content<Shape extends AnswerShape> = Shape extends { readonly schema: infer Schema extends z.ZodType }
  ? Shape extends { readonly mediaType: string }
    ? Json<Schema> | Bytes
    : Json<Schema>
  : Shape extends { readonly mediaType: string }
    ? Bytes
    : unknown

export type RestAnswer<Shapes extends AnswerShapes> = {
  [Status in keyof Shapes & number]: {
    readonly status: Status
    /** Path of what was made, below the API. */
    readonly location?: string
    readonly headers?: Readonly<Record<string, string>>
  } & Content<Shapes[Status]>
}[keyof Shapes & number]

type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [Key in Name]: string } & ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { readonly [Key in Name]: string }
    : unknown

export type RestAsk<Path extends string, For extends Access, Query extends z.ZodType, Body extends z.ZodType> = {
  readonly caller: For extends 'anybody' ? null : Caller
  /** Each of 1 to 128 letters, digits, dots, hyphens and underscores; anything else is not found (404). */
  readonly params: ParamsOf<Path>
  readonly query: z.output<Query>
  readonly body: z.output<Body>
  /** What the client wants to be spoken to in. */
  readonly language: Language
  /** Whole address of a path below the API: `urlOf('/transfers/1')`. */
  readonly urlOf: (path: string) => string
  readonly ground: WebGround
  readonly senders: SenderLimits
  /** For a route with `form`: its body, unread. */
  readonly request: HttpRequest
}

export type RestRoute<
  Path extends string,
  For extends Access,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Shapes extends AnswerShapes,
> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/REST/structuredReports/v1`, with `:name` for parameters. */
  readonly path: Path
  readonly access: For
  /** One line of the documentation. */
  readonly summary: string
  /** A strict object of strings or what is made of them; an unknown parameter is refused. Without it there are none. */
  readonly query?: Query
  /** JSON: a strict object. Without it there is no body. */
  readonly body?: Body
  /**
   * In place of `body`: the fields of a `multipart/form-data` body, for the documentation. The handler reads it from `request`, by
   * `streamedParts`; nothing of it was read before.
   */
  readonly form?: z.ZodType
  /** Asked at the door, before any byte of a body is read, where nobody has to say who he is. */
  readonly rated?: (request: HttpRequest, ground: WebGround) => Result<void, RestProblem>
  readonly answers: Shapes
  /** What the handler may refuse with; what every route refuses with is added by itself. */
  readonly problems?: readonly ProblemKey[]
  handle(ask: RestAsk<Path, For, Query, Body>): Promise<Result<RestAnswer<Shapes>, RestProblem>>
}

type None = z.ZodUndefined
export type AnyRestRoute = RestRoute<string, Access, z.ZodType, z.ZodType, AnswerShapes>

/** Writes a route with the types of its path, access, schemas and answers. */
export function restRoute<
  const Path extends string,
  const For extends Access,
  Query extends z.ZodType = None,
  Body extends z.ZodType = None,
  const Shapes extends AnswerShapes = AnswerShapes,
>(route: RestRoute<Path, For, Query, Body, Shapes>): AnyRestRoute {
  return route as unknown as AnyRestRoute
}
