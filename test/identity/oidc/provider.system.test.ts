import { generateKeyPairSync } from 'node:crypto'
import type { ClientMetadata } from 'oidc-provider'
import { expect, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { publicKeys } from '../../../src/identity/oidc/keys.ts'
import { createProvider } from '../../../src/identity/oidc/provider.ts'
import type { ProviderSettings } from '../../../src/identity/oidc/settings.ts'
import { outcome, REDIRECT_URI, SSIN, settingsFor } from './hostile-provider.ts'
import { ACR, NUMBER_CLAIM, signInThere, startRealProvider } from './real-provider.ts'

const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const keys = { keyPem: newKey(), encryptionKeyPem: newKey() }

const client: ClientMetadata = {
  ...{ client_id: 'sluice', redirect_uris: [REDIRECT_URI], response_types: ['code'] },
  grant_types: ['authorization_code'],
}
const encrypted: Partial<ClientMetadata> = {
  id_token_encrypted_response_alg: 'RSA-OAEP-256',
  id_token_encrypted_response_enc: 'A128CBC-HS256',
}

/** Who is seen after a whole sign-in with a provider that knows us as `metadata` says. */
async function signedIn(
  settings: Partial<ProviderSettings>,
  metadata: Partial<ClientMetadata>,
  claims: Record<string, unknown>,
): Promise<unknown> {
  const own = settingsFor('http://127.0.0.1', settings)
  const jwks = (await publicKeys(own)) as NonNullable<ClientMetadata['jwks']>
  const there = await startRealProvider(async () => ({ ...client, ...metadata, jwks }), claims)
  try {
    const rules = { redirectUri: REDIRECT_URI, fetch, now: () => new Date(), log: silentLog }
    const provider = createProvider({ ...own, issuer: there.issuer }, rules)
    const started = await provider.begin({ fresh: true })
    if (!started.ok) return outcome(started)
    const callback = await signInThere(started.value.url, REDIRECT_URI)
    const first = await provider.finish(callback, started.value.attempt)
    const again = await provider.finish(callback, started.value.attempt)
    return [outcome(first), outcome(again)].map((seen) => withoutIssuer(seen, there.issuer))
  } finally {
    await there.close()
  }
}

function withoutIssuer(seen: unknown, issuer: string): unknown {
  return typeof seen === 'object' ? JSON.parse(JSON.stringify(seen).replace(issuer, 'ISSUER')) : seen
}

const itsme = { issuer: 'ISSUER', subject: 'person-1', ssin: SSIN, method: 'itsme', assurance: 450 }

test('itsme: proved by our key, encrypted to our key, with the number in the signed user information', async () => {
  const seen = await signedIn(
    { ...keys, clientSecret: null, acrValues: ACR },
    { token_endpoint_auth_method: 'private_key_jwt', userinfo_signed_response_alg: 'RS256', ...encrypted },
    { [NUMBER_CLAIM]: SSIN },
  )
  expect(seen).toEqual([itsme, 'providerExpired'])
})

test('the federal service: proved by a secret, with the number as egovNRN', async () => {
  const seen = await signedIn(
    { name: 'fas', scope: 'openid profile egovnrn', nationalNumberClaim: 'egovNRN', assurance: 500 },
    { client_secret: 'a secret of ours' },
    { egovNRN: SSIN },
  )
  expect(seen).toEqual([{ ...itsme, method: 'fas', assurance: 500 }, 'providerExpired'])
})

test('a provider that knows another key of ours does not believe us', async () => {
  const other = (await publicKeys(settingsFor('x', { keyPem: newKey() }))) as NonNullable<ClientMetadata['jwks']>
  const there = await startRealProvider(
    async () => ({ ...client, token_endpoint_auth_method: 'private_key_jwt', jwks: other }),
    { [NUMBER_CLAIM]: SSIN },
  )
  const rules = { redirectUri: REDIRECT_URI, fetch, now: () => new Date(), log: silentLog }
  const provider = createProvider(settingsFor(there.issuer, { ...keys, clientSecret: null }), rules)
  const started = await provider.begin()
  if (!started.ok) throw new Error(started.problem.cause)
  const callback = await signInThere(started.value.url, REDIRECT_URI)
  expect(outcome(await provider.finish(callback, started.value.attempt))).toBe('providerRefuses')
  await there.close()
})
