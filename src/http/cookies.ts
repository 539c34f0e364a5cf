/** The cookies of people's browsers; `cookie`'s only home. `__Host-` binds them to this host, TLS and the whole path (case W4). */
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

const SESSION = '__Host-session'
const VISITOR = '__Host-visitor'
const LANGUAGE = '__Host-language'
const STEPS: Readonly<Record<StepCookie, string>> = {
  attempt: '__Host-attempt',
  link: '__Host-link',
  app: '__Host-app',
}

const TOKEN = /^[A-Za-z0-9_-]{16,128}$/
const ONE_YEAR_SECONDS = 31_536_000

/** What does not look like a value of ours is not there. */
export function cookiesOf(header: string | undefined): Cookies {
  const all = parseCookie(header ?? '')
  const { [SESSION]: session, [VISITOR]: visitor, [LANGUAGE]: language } = all
  return {
    ...(session && TOKEN.test(session) && { session }),
    ...(visitor && TOKEN.test(visitor) && { visitor }),
    ...(language && { language }),
    ...stepsIn(all),
  }
}

function stepsIn(all: Readonly<Record<string, string | undefined>>): Pick<Cookies, StepCookie> {
  const steps = Object.entries(STEPS).map(([step, name]) => [step, all[name]] as const)
  return Object.fromEntries(steps.filter(([, token]) => token !== undefined && TOKEN.test(token)))
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

export function languageCookie(language: Language): string {
  return written(LANGUAGE, language, ONE_YEAR_SECONDS)
}

/** After the person's own record was changed, the record counts again. */
export function forgottenLanguageCookie(): string {
  return written(LANGUAGE, '', 0)
}

/** What the token is good for ends earlier by its own rules; after `seconds` the browser need not send it any more. */
export function stepCookie(step: StepCookie, token: string, seconds: number): string {
  return written(STEPS[step], token, seconds)
}

export function endedStepCookie(step: StepCookie): string {
  return written(STEPS[step], '', 0)
}

function written(name: string, value: string, maxAge?: number): string {
  return stringifySetCookie({
    ...{ name, value, path: '/', secure: true, httpOnly: true, sameSite: 'lax' },
    ...(maxAge !== undefined && { maxAge }),
  })
}
