/** What the form of a token request says (RFC 6749 §4.4.2, RFC 7523 §2.2). */
import { no, ok, type Result } from '../../../base/result.ts'
import type { FormEntry } from '../../../http/form.ts'
import { SCOPES, type Scope } from '../caller.ts'
import { type OAuthError, oauthError } from './oauth-error.ts'

export type TokenRequest = {
  readonly assertion: string
  /** As it was sent; null when nothing was. */
  readonly scope: string | null
  /** Need not be sent; when it is, it must be that of the assertion. */
  readonly clientId: string | null
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export function readTokenRequest(
  entries: readonly FormEntry[],
  limits: { readonly assertionBytes: number },
): Result<TokenRequest, OAuthError> {
  const fields = new Map(entries)
  const field = (name: string) => String(fields.get(name) ?? '') // one without a value counts as left out
  if (fields.size < entries.length) return no(oauthError('invalid_request', 'A parameter comes twice.'))
  if (field('grant_type') === '') return no(oauthError('invalid_request', 'grant_type is missing.'))
  if (field('grant_type') !== 'client_credentials') return no(OTHER_GRANT)
  if (fields.has('client_secret') || field('client_assertion_type') !== ASSERTION_TYPE) return no(OTHER_PROOF)
  const assertion = field('client_assertion')
  if (assertion === '') return no(oauthError('invalid_request', 'client_assertion is missing.'))
  if (assertion.length > limits.assertionBytes) {
    return no(oauthError('invalid_request', `client_assertion is longer than ${limits.assertionBytes} characters.`))
  }
  return ok({ assertion, scope: field('scope') || null, clientId: field('client_id') || null })
}

/** rule 15.8: all that the client has when it names none; null when it asks for another one. */
export function grantedScopes(asked: string | null): ReadonlySet<Scope> | null {
  if (asked === null) return new Set(SCOPES)
  const names = asked.split(' ')
  const known = SCOPES.filter((scope) => names.includes(scope))
  return names.every((name) => SCOPES.some((scope) => scope === name)) ? new Set(known) : null
}

const OTHER_GRANT = oauthError('unsupported_grant_type', 'Only client_credentials is offered here.')
const OTHER_PROOF = oauthError(
  'invalid_request',
  `Clients prove themselves by client_assertion alone, with client_assertion_type ${ASSERTION_TYPE}.`,
)
