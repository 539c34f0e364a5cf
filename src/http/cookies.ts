/** The cookies of people's browsers; `cookie`'s only home. `__Host-` binds them to this host, TLS and the whole path (case W4). */
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Language } from '../batch/languages.ts'

export type Cookies = {
  /** An opaque token; whether it opens anything is the sessions' affair. */
  readonly session?: string
  /** Who has no session has this, so that a form can be bound to the browser all the same. */
  readonly visitor?: string
  readonly language?: string
  /** Of a sign-in that was begun in this browser and is not finished. */
  readonly attempt?: string
}

const SESSION = '__Host-session'
const VISITOR = '__Host-visitor'
const ATTEMPT = '__Host-attempt'
const LANGUAGE = '__Host-language'

const TOKEN = /^[A-Za-z0-9_-]{16,128}$/
const ONE_YEAR_SECONDS = 31_536_000

/** What does not look like a value of ours is not there. */
export function cookiesOf(header: string | undefined): Cookies {
  const all = parseCookie(header ?? '')
  const { [SESSION]: session, [VISITOR]: visitor, [LANGUAGE]: language, [ATTEMPT]: attempt } = all
  return {
    ...(session && TOKEN.test(session) && { session }),
    ...(visitor && TOKEN.test(visitor) && { visitor }),
    ...(attempt && TOKEN.test(attempt) && { attempt }),
    ...(language && { language }),
  }
}

/** Values of `Set-Cookie`. The session ends with the browser, or earlier by the sessions' own rules. */
export function sessionCookie(token: string): string {
  return written(SESSION, token)
}

export function endedSessionCookie(): string {
  return written(SESSION, '', 0)
}

export function visitorCookie(token: string): string {
  return written(VISITOR, token)
}

export function attemptCookie(token: string, seconds: number): string {
  return written(ATTEMPT, token, seconds)
}

export function endedAttemptCookie(): string {
  return written(ATTEMPT, '', 0)
}

export function languageCookie(language: Language): string {
  return written(LANGUAGE, language, ONE_YEAR_SECONDS)
}

/** After the person's own record was changed, the record counts again. */
export function forgottenLanguageCookie(): string {
  return written(LANGUAGE, '', 0)
}

function written(name: string, value: string, maxAge?: number): string {
  return stringifySetCookie({
    ...{ name, value, path: '/', secure: true, httpOnly: true, sameSite: 'lax' },
    ...(maxAge !== undefined && { maxAge }),
  })
}
