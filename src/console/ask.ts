/** What a page or an API route of the console is handed: who asks, in which language, and what for. */
import type { Language } from '../batch/languages.ts'
import type { Cookies } from '../http/cookie-jar.ts'
import type { Formats } from '../http/formats.ts'
import type { SignedIn } from '../identity/operators/sessions.ts'
import type { Operator } from '../registry/operators/operator.ts'
import type { ConsoleGround } from './ground.ts'
import type { RouteRole } from './role.ts'
import type { Say } from './texts.ts'

/** Of the routes for anybody: perhaps nobody is signed in. */
export type Visit<Params = unknown> = {
  readonly signedIn: SignedIn | null
  readonly language: Language
  readonly t: Say
  readonly formats: Formats
  /** The named parts of the path, as they came: whoever reads one looks whether it can be one. */
  readonly params: Params
  /** Of the address; holds filter, order and page of a list. A page ignores what it does not know. */
  readonly query: URLSearchParams
  /** The address without its query, and with it. */
  readonly path: string
  readonly address: string
  /** Goes into every form. */
  readonly csrf: string
  readonly cookies: Cookies
  /** For throttles and for the list of sessions. */
  readonly client: { readonly address: string; readonly userAgent: string }
  /** Scheme, host and port under which this browser reached us. */
  readonly origin: string
  readonly traceId: string
  readonly now: Date
  readonly ground: ConsoleGround
}

/** Of all other routes. */
export type Ask<Params = unknown> = Visit<Params> & {
  readonly signedIn: SignedIn
  /** For operations. */
  readonly operator: Operator
}

export type AskOf<Role extends RouteRole, Params> = Role extends 'anybody' ? Visit<Params> : Ask<Params>

/** The values in `/queues/:service/:environment`. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [Key in Name]: string } & ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? { readonly [Key in Name]: string }
    : unknown
