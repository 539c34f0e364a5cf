import type { Scope } from '../caller.ts'

export type TokenFaultKind =
  | 'noAccessToken'
  | 'invalidAccessToken'
  | 'expiredAccessToken'
  | 'missingScope'
  | 'missingPermission'
  | 'tooManyFailedRequests'

/** Why a request is not admitted. Status 401 for the first three, 403 for the next two, 429 for the last. */
export type TokenFault = {
  readonly kind: TokenFaultKind
  /** Of `missingPermission`: `channelNotActive`, or `networkNotAllowed`. */
  readonly reason?: string
  /** Of `missingScope`. */
  readonly requiredScopes?: readonly Scope[]
  /** Of `tooManyFailedRequests`: whole seconds, for `Retry-After` as well. */
  readonly retryAfterSec?: number
  /** What goes into `WWW-Authenticate`, whatever the status. */
  readonly challenge: string
}
