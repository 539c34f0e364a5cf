import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'

export const NUMBER_CLAIM = 'http://itsme.services/v2/claim/BENationalNumber'
export const ACR = 'http://itsme.services/v2/claim/acr_advanced'

/** `oidc-provider` on loopback, for clients that are registered later, whose person signs in without a page. */
export async function startRealProvider(
  client: (issuer: string) => Promise<ClientMetadata>,
  claims: Record<string, unknown>,
) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const signing = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' }
  const provider = new Provider(issuer, {
    ...configuration(claims),
    clients: [await client(issuer)],
    jwks: { keys: [signing as { kty: 'RSA'; e: string; n: string }] },
  })
  server.on('request', async (request, response) => {
    const uid = /^\/interaction\/(.+)$/.exec(request.url ?? '')?.[1]
    if (!uid) return await provider.callback()(request, response)
    const { prompt, params } = await provider.interactionDetails(request, response)
    const login = { accountId: 'person-1', acr: ACR }
    const grantId = prompt.name === 'consent' ? await granted(provider, String(params.client_id)) : null
    await provider.interactionFinished(request, response, grantId ? { consent: { grantId } } : { login }, {
      mergeWithLastSubmission: true,
    })
  })
  return { issuer, close: () => closed(server) }
}

function configuration(claims: Record<string, unknown>): Configuration {
  return {
    claims: { openid: ['sub'], profile: ['given_name'], eid: Object.keys(claims), egovnrn: Object.keys(claims) },
    scopes: ['openid', 'profile', 'eid', 'egovnrn'],
    acrValues: [ACR],
    conformIdTokenClaims: true,
    pkce: { required: () => true },
    features: {
      ...{ devInteractions: { enabled: false }, encryption: { enabled: true }, jwtUserinfo: { enabled: true } },
    },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...claims }) }),
    cookies: { keys: ['a key of the test'] },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    enabledJWA: { idTokenEncryptionAlgValues: ['RSA-OAEP-256'] },
  }
}

async function granted(provider: Provider, clientId: string): Promise<string> {
  const grant = new provider.Grant({ accountId: 'person-1', clientId })
  grant.addOIDCScope('openid profile eid egovnrn')
  return await grant.save()
}

/** A browser without pages: follows the redirections with its cookies until one leads back to us. */
export async function signInThere(start: string, redirectUri: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  for (let step = 0; step < 20 && !url.href.startsWith(redirectUri); step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location) throw new Error(`${url.pathname}: ${response.status} ${await response.text()}`)
    url = new URL(location, url)
  }
  return url
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
