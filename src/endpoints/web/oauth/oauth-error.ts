/** Refusals of the token endpoint (RFC 6749 §5.2). */
import type { HttpReply } from '../../../http/listener.ts'

export type OAuthError = {
  readonly status: number
  readonly error: 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type'
  /** English, for who writes the client; without quotation marks. */
  readonly description: string
  /** Whole seconds. */
  readonly retryAfterSec?: number
}

export function oauthError(error: OAuthError['error'], description: string, status = 400): OAuthError {
  return { status, error, description }
}

/** rule 15.10: whatever was wrong with the proof, the client hears this, and the audit has the cause. */
export const NOT_AUTHENTICATED = oauthError(
  'invalid_client',
  'The client could not be authenticated. Check its id, its key, and that its certificate is registered for log-in.',
  401,
)

export function mustWait(seconds: number): OAuthError {
  const description = `Too many attempts have failed. Try again after ${seconds} seconds.`
  return { status: 429, error: 'invalid_client', description, retryAfterSec: seconds }
}

export function sendOAuthError(reply: HttpReply, { status, error, description, retryAfterSec }: OAuthError): HttpReply {
  if (retryAfterSec !== undefined) reply.header('retry-after', retryAfterSec)
  return reply.code(status).header('pragma', 'no-cache').send({ error, error_description: description })
}
