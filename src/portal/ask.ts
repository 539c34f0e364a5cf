/** What a page or an API route is handed: who asks, in which language, and what for. */
import type { Language } from '../batch/languages.ts'
import type { Cookies } from '../http/cookies.ts'
import type { Formats } from '../http/formats.ts'
import type { PersonBehind } from '../registry/person-behind.ts'
import type { Actor } from '../registry/policy/authorise.ts'
import type { HeldRole } from '../registry/policy/decide.ts'
import type { PortalGround } from './ground.ts'
import type { Session } from './session.ts'
import type { Say } from './texts.ts'

/** Of everybody's routes: perhaps nobody is signed in. */
export type Visit<Params = unknown> = {
  readonly member: Member | null
  readonly language: Language
  readonly t: Say
  readonly formats: Formats
  /** Typed after the names in the path. */
  readonly params: Params
  /** Of the address. A page ignores what it does not know. */
  readonly query: URLSearchParams
  /** The address without its query, and with it. */
  readonly path: string
  readonly address: string
  /** Goes into every form. */
  readonly csrf: string
  readonly cookies: Cookies
  /** For throttles and for the list of sessions. */
  readonly client: { readonly address: string; readonly userAgent: string }
  readonly traceId: string
  readonly now: Date
  readonly ground: PortalGround
}

/** Who is signed in. */
export type Member = {
  readonly session: Session
  readonly person: PersonBehind
  /** For `authorise`. */
  readonly actor: Actor
  /** All that is held anywhere at this moment; decides what is shown, never what is done. */
  readonly roles: readonly HeldRole[]
}

/** Of all other routes. */
export type Ask<Params = unknown> = Visit<Params> & Member & { readonly member: Member }

export type AskOf<Row, Params> = Row extends 'anybody' ? Visit<Params> : Ask<Params>
