import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { Unavailable } from '../../base/errors.ts'
import { type Refusal, type RefusalCode, refusal } from '../../base/refusal.ts'

function refused(key: string, cause: string, remedy: string, code: RefusalCode = 'SLU-LOGIN'): Refusal {
  return refusal(code, cause, remedy, { key })
}

const AGAIN = 'Sign in again.'

/** Why an identity provider does not let somebody in. */
export const OIDC_REFUSAL = {
  cancelled: refused('providerCancelled', 'The sign-in was cancelled.', 'Sign in again, or another way.'),
  notFinished: refused('providerNotFinished', 'The sign-in was not finished with the identity provider.', AGAIN),
  unavailable: refused(
    ...(['providerUnavailable', 'The identity provider cannot be reached at the moment.'] as const),
    ...(['Try again in some minutes, or sign in another way.', 'SLU-BUSY'] as const),
  ),
  refuses: refused(
    ...(['providerRefuses', 'The identity provider does not accept our request.'] as const),
    'Sign in another way, and tell the support desk.',
  ),
  expired: refused('providerExpired', 'This sign-in took too long, or was finished already.', AGAIN),
  mismatch: refused('providerMismatch', 'The answer does not belong to the sign-in that was begun here.', AGAIN),
  unbelieved: refused(
    ...(['providerUnbelieved', 'The answer of the identity provider cannot be believed.'] as const),
    'Sign in again; if it happens again, sign in another way and tell the support desk.',
  ),
  tooWeak: refused(
    ...(['providerTooWeak', 'The sign-in with the identity provider was not strong enough.'] as const),
    'Sign in again, with a stronger means.',
  ),
  noNumber: refused(
    ...(['providerNoNumber', 'The identity provider did not tell a national number.'] as const),
    'Allow it to be told, or sign in another way.',
  ),
} as const

/** The errors of OpenID Connect Core §3.1.2.6 and RFC 6749 §4.1.2.1 that a person can do something about; itsme writes one differently. */
const ON_REDIRECT: ReadonlyMap<string, Refusal> = new Map([
  ['access_denied', OIDC_REFUSAL.cancelled],
  ['login_required', OIDC_REFUSAL.notFinished],
  ['interaction_required', OIDC_REFUSAL.notFinished],
  ['consent_required', OIDC_REFUSAL.notFinished],
  ['account_selection_required', OIDC_REFUSAL.notFinished],
  ['temporarily_unavailable', OIDC_REFUSAL.unavailable],
  ['temporary_unavailable', OIDC_REFUSAL.unavailable],
  ['server_error', OIDC_REFUSAL.unavailable],
])

const TIMEOUTS: readonly unknown[] = ['OAUTH_TIMEOUT', 'OAUTH_ABORT']

/** The refusal for what the library or the network threw, and a word for the log; null for a bug, which is thrown on. */
export function refusalFor(error: unknown): { readonly refusal: Refusal; readonly reason: string } | null {
  if (error instanceof AuthorizationResponseError) {
    return { refusal: ON_REDIRECT.get(error.error) ?? OIDC_REFUSAL.refuses, reason: word(error.error) }
  }
  if (error instanceof ResponseBodyError) {
    const spent = error.error === 'invalid_grant'
    return { refusal: spent ? OIDC_REFUSAL.expired : OIDC_REFUSAL.refuses, reason: word(error.error) }
  }
  if (error instanceof WWWAuthenticateChallengeError) return { refusal: OIDC_REFUSAL.refuses, reason: 'challenge' }
  const unavailable = unavailableIn(error)
  if (unavailable) return { refusal: OIDC_REFUSAL.unavailable, reason: unavailable.message }
  if (error instanceof ClientError) {
    const isLate = TIMEOUTS.includes(error.code)
    return { refusal: isLate ? OIDC_REFUSAL.unavailable : OIDC_REFUSAL.unbelieved, reason: error.code ?? error.message }
  }
  return isArgument(error) ? { refusal: OIDC_REFUSAL.unbelieved, reason: 'malformed' } : null
}

/** The library wraps what our fetch throws. */
function unavailableIn(error: unknown): Unavailable | null {
  if (error instanceof Unavailable) return error
  return error instanceof Error && error.cause !== undefined ? unavailableIn(error.cause) : null
}

/** So the library calls values that a provider wrote wrongly, as well as its caller. */
function isArgument(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_INVALID_ARG')
}

/** What a stranger wrote goes into the log as a word, or not at all. */
function word(text: string): string {
  return /^[a-z_]{1,40}$/.test(text) ? text : 'unknown error'
}
