/** One row of the table that the API for online services serves, and from which its OpenAPI document is made. */
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Result } from '../../base/result.ts'
import type { HttpRequest } from '../../http/listener.ts'
import type { Problem } from '../../http/problem.ts'
import type { ServicesGround } from './ground.ts'

export type ServiceAnswer = {
  readonly status: number
  readonly body?: unknown
  readonly bytes?: { readonly content: Buffer | Readable; readonly mediaType: string; readonly length: number }
  readonly headers?: Readonly<Record<string, string>>
}

export type ServiceAsk<Query extends z.ZodType, Body extends z.ZodType> = {
  /** `service` has been proved where the path names one. */
  readonly params: Readonly<Record<string, string>>
  readonly query: z.output<Query>
  readonly body: z.output<Body>
  readonly request: HttpRequest
  readonly ground: ServicesGround
}

export type ServiceRoute<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType> = {
  readonly method: 'GET' | 'POST'
  /** Below `/REST/onlineServices/v1`; a path that begins with `/:service` is for that service alone. */
  readonly path: string
  /** One line of the documentation. */
  readonly summary: string
  readonly query?: Query
  /** JSON: a strict object. Without it there is none. */
  readonly body?: Body
  /** In place of `body`: bytes of these media types, which the handler reads. */
  readonly reads?: readonly string[]
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>
  /** Beside those of every route. */
  readonly problems?: readonly number[]
  handle(ask: ServiceAsk<Query, Body>): Promise<Result<ServiceAnswer, Problem>>
}

type None = z.ZodUndefined

export function serviceRoute<Query extends z.ZodType = None, Body extends z.ZodType = None>(
  route: ServiceRoute<Query, Body>,
): ServiceRoute {
  return route as unknown as ServiceRoute
}
