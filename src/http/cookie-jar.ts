/**
 * The cookies of people's browsers; `cookie`'s only home. Browsers keep them by host and not by port, so each listener has names of its
 * own. `__Host-` binds them to this host, TLS and the whole path (case W4).
 */
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Language } from '../batch/languages.ts'

export type Cookies = {
  /** An opaque token; whether it opens anything is the sessions' affair. */
  readonly session?: string
  /** Who has no session has this, so that a form can be bound to the browser all the same. */
  readonly visitor?: string
  readonly language?: string
  /** Of what was begun in several steps: a sign-in, an activation, an app. */
  readonly attempt?: string
  readonly link?: string
  readonly app?: string
}

/** `attempt`: a sign-in or an activation under way. `link`: of an activation that waits for its code. `app`: one that waits for its first code. */
export type StepCookie = 'attempt' | 'link' | 'app'

/** Its functions write values of `Set-Cookie`. */
export type CookieJar = {
  /** What does not look like a value of ours is not there. */
  read(header: string | undefined): Cookies
  /** The session ends with the browser, or earlier by the sessions' own rules. */
  session(token: string): string
  endedSession(): string
  visitor(token: string): string
  language(language: Language): string
  /** After the person's own record was changed, the record counts again. */
  forgottenLanguage(): string
  /** What the token is good for ends earlier by its own rules; after `seconds` the browser need not send it any more. */
  step(step: StepCookie, token: string, seconds: number): string
  endedStep(step: StepCookie): string
}

export type JarKind = {
  /** Before every name; with `__Host-` in it only over TLS. */
  readonly prefix: string
  readonly isSecure: boolean
}

const TOKENS = ['session', 'visitor', 'attempt', 'link', 'app'] as const
const TOKEN = /^[A-Za-z0-9_-]{16,128}$/
const ONE_YEAR_SECONDS = 31_536_000

export function cookieJar({ prefix, isSecure }: JarKind): CookieJar {
  const written = (name: string, value: string, maxAge?: number) =>
    stringifySetCookie({
      ...{ name: `${prefix}${name}`, value, path: '/', secure: isSecure, httpOnly: true, sameSite: 'lax' },
      ...(maxAge !== undefined && { maxAge }),
    })
  return {
    read: (header) => cookiesIn(parseCookie(header ?? ''), prefix),
    session: (token) => written('session', token),
    endedSession: () => written('session', '', 0),
    visitor: (token) => written('visitor', token),
    language: (language) => written('language', language, ONE_YEAR_SECONDS),
    forgottenLanguage: () => written('language', '', 0),
    step: (step, token, seconds) => written(step, token, seconds),
    endedStep: (step) => written(step, '', 0),
  }
}

function cookiesIn(all: Readonly<Record<string, string | undefined>>, prefix: string): Cookies {
  const tokens = TOKENS.flatMap((name) => {
    const token = all[`${prefix}${name}`]
    return token !== undefined && TOKEN.test(token) ? [[name, token] as const] : []
  })
  const language = all[`${prefix}language`]
  return { ...Object.fromEntries(tokens), ...(language && { language }) }
}
