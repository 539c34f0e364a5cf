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

type About = Pick<TokenFault, 'reason' | 'requiredScopes' | 'retryAfterSec'> & {
  /** Sent otherwise than in one header. */
  readonly isMisplaced?: true
}

export function tokenFault(kind: TokenFaultKind, { isMisplaced, ...about }: About = {}): TokenFault {
  const challenge = isMisplaced ? MISPLACED : CHALLENGES[kind]
  const scope = about.requiredScopes ? `, scope="${about.requiredScopes.join(' ')}"` : ''
  return { kind, ...about, challenge: `${challenge}${scope}` }
}

const MISPLACED = 'Bearer error="invalid_request", error_description="Send the token in one Authorization header."'

/** RFC 6750 §3.1; who sent none is told no more than the scheme. */
const CHALLENGES: Readonly<Record<TokenFaultKind, string>> = {
  noAccessToken: 'Bearer',
  invalidAccessToken: 'Bearer error="invalid_token", error_description="Fetch another token."',
  expiredAccessToken: 'Bearer error="invalid_token", error_description="The token has expired. Fetch another one."',
  missingScope: 'Bearer error="insufficient_scope"',
  missingPermission: 'Bearer',
  tooManyFailedRequests: 'Bearer',
}
