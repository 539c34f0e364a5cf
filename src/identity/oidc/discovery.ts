/** What a provider says of itself, asked for when it is first needed and kept for an hour; the portal starts without it. */
import * as client from 'openid-client'
import { type Fetch, fetchCapped } from '../../base/capped-fetch.ts'
import type { Now } from '../../base/clock.ts'
import { Unavailable } from '../../base/errors.ts'
import { readDescription } from './description.ts'
import { ownKey } from './keys.ts'
import type { ProviderLink } from './settings.ts'

export type DiscoveryRules = { readonly fetch: Fetch; readonly now: Now }

const KEPT_MS = 3_600_000
const OUTDATED_MS = 24 * KEPT_MS
const PAUSE_MS = 2000
/** A set of 10,000 keys is larger (case R12). */
const CAPS = { bytesMax: 65_536, seconds: 10 } as const
const OK = 200
const TOLERANCE_SECONDS = 30
const CONTENT_ENCRYPTION = ['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512', 'A128GCM', 'A256GCM']

/**
 * The provider, as the library wants it. Who asks while it is being fetched waits for the same answer; after a failure the former answer
 * serves for a day, and nobody asks again for two seconds. Throws `Unavailable`.
 */
export function createDiscovery(settings: ProviderLink, rules: DiscoveryRules): () => Promise<client.Configuration> {
  let known: { readonly configuration: client.Configuration; readonly at: number } | null = null
  let asking: Promise<client.Configuration> | null = null
  let failed: { readonly error: Unavailable; readonly at: number } | null = null
  const refresh = async (): Promise<client.Configuration> => {
    try {
      known = { configuration: await discovered(settings, rules), at: rules.now().getTime() }
      return known.configuration
    } catch (error) {
      if (error instanceof Unavailable) failed = { error, at: rules.now().getTime() }
      throw error
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

async function discovered(settings: ProviderLink, rules: DiscoveryRules): Promise<client.Configuration> {
  const server = await description(settings.issuer, rules)
  const ahead = Math.round((rules.now().getTime() - Date.now()) / 1000)
  const metadata = { [client.clockSkew]: ahead, [client.clockTolerance]: TOLERANCE_SECONDS }
  const configuration = new client.Configuration(server, settings.clientId, metadata, await proof(settings, server))
  configuration[client.customFetch] = (url, { body, ...init }) =>
    fetchCapped(rules.fetch, url, { ...init, ...(body !== undefined && { body }) } as RequestInit, CAPS)
  configuration.timeout = CAPS.seconds
  if (new URL(settings.issuer).protocol === 'http:') client.allowInsecureRequests(configuration)
  client.enableNonRepudiationChecks(configuration)
  if (settings.encryptionKeyPem) {
    const { key, kid } = await ownKey(settings.encryptionKeyPem, 'decrypt', settings.name)
    client.enableDecryptingResponses(configuration, CONTENT_ENCRYPTION, { key, kid })
  }
  return configuration
}

/** `.well-known` goes behind the path of the issuer (OpenID Connect Discovery §4). */
async function description(issuer: string, { fetch }: DiscoveryRules): Promise<client.ServerMetadata> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetchCapped(fetch, url, { headers: { accept: 'application/json' } }, CAPS)
  const read = readDescription(await response.text(), issuer)
  if (response.status !== OK || !read.ok)
    throw new Unavailable(read.ok ? `the answer ${response.status}` : read.problem)
  return read.value
}

/** Assertions are for the token endpoint, as itsme asks (spec access.md §8.3); it is the issuer's own word where that is. */
async function proof(settings: ProviderLink, server: client.ServerMetadata): Promise<client.ClientAuth> {
  if (settings.clientSecret !== null) {
    const basic = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') ?? true
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
