/** What a provider says of itself, asked for when it is first needed and kept for an hour; the portal starts without it. */
import * as client from 'openid-client'
import type { Now } from '../../base/clock.ts'
import { Unavailable } from '../../base/errors.ts'
import { type Fetch, fetchCapped } from '../capped-fetch.ts'
import { ownKey } from './keys.ts'
import type { ProviderSettings } from './settings.ts'

export type DiscoveryRules = { readonly fetch: Fetch; readonly now: Now }

const KEPT_MS = 3_600_000
const OUTDATED_MS = 24 * KEPT_MS
const PAUSE_MS = 2000
/** A set of 10,000 keys is larger (case R12). */
const CAPS = { bytesMax: 65_536, seconds: 10 } as const
const TOLERANCE_SECONDS = 30
const ALGORITHMS: readonly string[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']
const CONTENT_ENCRYPTION = ['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512', 'A128GCM', 'A256GCM']

/**
 * The provider, as the library wants it. Who asks while it is being fetched waits for the same answer; after a failure the former answer
 * serves for a day, and nobody asks again for two seconds. Throws `Unavailable`.
 */
export function createDiscovery(
  settings: ProviderSettings,
  rules: DiscoveryRules,
): () => Promise<client.Configuration> {
  let known: { readonly configuration: client.Configuration; readonly at: number } | null = null
  let asking: Promise<client.Configuration> | null = null
  let failed: { readonly error: Unavailable; readonly at: number } | null = null
  const refresh = async (): Promise<client.Configuration> => {
    try {
      known = { configuration: await discovered(settings, rules), at: rules.now().getTime() }
      return known.configuration
    } catch (cause) {
      failed = { error: asUnavailable(settings, cause), at: rules.now().getTime() }
      throw failed.error
    } finally {
      asking = null
    }
  }
  return async () => {
    const now = rules.now().getTime()
    if (known && now < known.at + KEPT_MS) return known.configuration
    const former = known && now < known.at + OUTDATED_MS ? known.configuration : null
    if (failed && now < failed.at + PAUSE_MS) return former ?? Promise.reject(failed.error)
    asking ??= refresh()
    return await asking.catch((error: unknown) => former ?? Promise.reject(error))
  }
}

async function discovered(settings: ProviderSettings, rules: DiscoveryRules): Promise<client.Configuration> {
  const insecure = new URL(settings.issuer).protocol === 'http:'
  const execute = insecure ? [client.allowInsecureRequests] : []
  const capped: client.CustomFetch = (url, { body, ...init }) =>
    fetchCapped(rules.fetch, url, { ...init, ...(body !== undefined && { body }) } as RequestInit, CAPS)
  const options = { [client.customFetch]: capped, timeout: CAPS.seconds, execute }
  const found = await client.discovery(new URL(settings.issuer), settings.clientId, undefined, client.None(), options)
  const server = tightened(found.serverMetadata(), settings.issuer)
  const ahead = Math.round((rules.now().getTime() - Date.now()) / 1000)
  const metadata = { [client.clockSkew]: ahead, [client.clockTolerance]: TOLERANCE_SECONDS }
  const configuration = new client.Configuration(server, settings.clientId, metadata, await proof(settings, server))
  configuration[client.customFetch] = capped
  configuration.timeout = CAPS.seconds
  for (const extend of execute) extend(configuration)
  client.enableNonRepudiationChecks(configuration)
  if (settings.encryptionKeyPem) {
    const { key, kid } = await ownKey(settings.encryptionKeyPem, 'decrypt', settings.name)
    client.enableDecryptingResponses(configuration, CONTENT_ENCRYPTION, { key, kid })
  }
  return configuration
}

/** Only algorithms with public keys (spec access.md §16.8), and exactly the issuer that is configured. */
function tightened(server: client.ServerMetadata, issuer: string): client.ServerMetadata {
  const admitted = (offered: readonly string[]): string[] => offered.filter((name) => ALGORITHMS.includes(name))
  const forIdTokens = admitted(server.id_token_signing_alg_values_supported ?? ['RS256'])
  const complete = server.authorization_endpoint && server.token_endpoint && server.jwks_uri && forIdTokens.length > 0
  if (server.issuer !== issuer || !complete) throw new Unavailable('the provider describes itself incompletely')
  const written = server.userinfo_signing_alg_values_supported
  return {
    ...server,
    id_token_signing_alg_values_supported: forIdTokens,
    userinfo_signing_alg_values_supported: admitted(Array.isArray(written) ? written : ALGORITHMS),
  }
}

/** Assertions are for the token endpoint, as itsme asks (spec access.md §8.3); it is the issuer's own word where that is. */
async function proof(settings: ProviderSettings, server: client.ServerMetadata): Promise<client.ClientAuth> {
  if (settings.clientSecret !== null) {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const basic = methods.includes('client_secret_basic')
    return basic ? client.ClientSecretBasic(settings.clientSecret) : client.ClientSecretPost(settings.clientSecret)
  }
  if (settings.keyPem === null) return client.None()
  const toTokenEndpoint: client.ModifyAssertionFunction = (_, payload) => {
    payload.aud = server.token_endpoint
  }
  return client.PrivateKeyJwt(await ownKey(settings.keyPem, 'sign', settings.name), {
    [client.modifyAssertion]: toTokenEndpoint,
  })
}

/** Whatever a provider answers to discovery: without a description of it nobody can sign in there. */
function asUnavailable({ name }: ProviderSettings, cause: unknown): Unavailable {
  if (cause instanceof Unavailable) return cause
  if (cause instanceof client.ClientError) return new Unavailable(`${name}: ${cause.message}`, { cause })
  throw cause
}
