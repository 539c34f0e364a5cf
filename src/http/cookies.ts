/** The cookies of the portal, which always speaks TLS. */
import { cookieJar } from './cookie-jar.ts'

export type { Cookies, StepCookie } from './cookie-jar.ts'

export const PORTAL_COOKIES = cookieJar({ prefix: '__Host-', isSecure: true })

export const {
  read: cookiesOf,
  session: sessionCookie,
  endedSession: endedSessionCookie,
  visitor: visitorCookie,
  language: languageCookie,
  forgottenLanguage: forgottenLanguageCookie,
  step: stepCookie,
  endedStep: endedStepCookie,
} = PORTAL_COOKIES
