import type { ServerMetadata } from 'openid-client'
import { no, ok, type Result } from '../../base/result.ts'

/** Only with public keys: never `none`, and no HS* (spec access.md §16.8, case R12). */
const ALGORITHMS: readonly string[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']

/**
 * Reads what a provider says of itself (OpenID Connect Discovery §3), and takes over what is used here, nothing else. `issuer` must be
 * written there exactly as it is configured; places must be of its protocol, so that none is asked in clear. The problem is for the log.
 */
export function readDescription(text: string, issuer: string): Result<ServerMetadata, string> {
  const written = recordOf(text)
  if (!written) return no('its description is no JSON object')
  if (written.issuer !== issuer) return no('its description is that of another issuer')
  const place = (name: string): string | null => placeOf(written[name], new URL(issuer).protocol)
  const [authorization, token, keys] = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].map(place)
  const userInfo = written.userinfo_endpoint === undefined ? null : place('userinfo_endpoint')
  const forIdTokens = admitted(written.id_token_signing_alg_values_supported, ['RS256'])
  if (!authorization || !token || !keys || forIdTokens.length === 0) return no('its description is incomplete')
  return ok({
    ...{ issuer, authorization_endpoint: authorization, token_endpoint: token, jwks_uri: keys },
    ...(userInfo !== null && { userinfo_endpoint: userInfo }),
    id_token_signing_alg_values_supported: forIdTokens,
    userinfo_signing_alg_values_supported: admitted(written.userinfo_signing_alg_values_supported, ALGORITHMS),
    token_endpoint_auth_methods_supported: words(written.token_endpoint_auth_methods_supported, [
      'client_secret_basic',
    ]),
    authorization_response_iss_parameter_supported: written.authorization_response_iss_parameter_supported === true,
  })
}

function recordOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function placeOf(value: unknown, protocol: string): string | null {
  const isPlace = typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === protocol
  return isPlace ? value : null
}

/** What stands in the list, or `usual` where the provider is silent. */
function words(value: unknown, usual: readonly string[]): string[] {
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : [...usual]
}

function admitted(value: unknown, usual: readonly string[]): string[] {
  return words(value, usual).filter((name) => ALGORITHMS.includes(name))
}
