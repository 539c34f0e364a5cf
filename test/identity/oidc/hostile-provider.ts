import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { silentLog } from '../../../src/base/log.ts'
import type { Refusal } from '../../../src/base/refusal.ts'
import type { Result } from '../../../src/base/result.ts'
import {
  createProvider,
  type OidcAttempt,
  type Provider,
  type ProviderRules,
} from '../../../src/identity/oidc/provider.ts'
import type { ProviderSettings } from '../../../src/identity/oidc/settings.ts'

/** A provider whose every answer a test can make wrong; right in all that is not given. */
export type Lies = {
  metadata?: object
  jwks?: () => object
  claims?: Readonly<Record<string, unknown>>
  /** Replaces the signed ID token, from its claims. */
  idToken?: (claims: JWTPayload) => Promise<string> | string
  header?: { alg?: string; kid?: string }
  token?: (response: ServerResponse) => void
  userInfo?: (response: ServerResponse) => void
}

export const CLIENT_ID = 'sluice'
export const NUMBER_CLAIM = 'http://itsme.services/v2/claim/BENationalNumber'
export const REDIRECT_URI = 'https://portal.example/signIn/itsme/return'
export const SSIN = '85073000160'

const pair = await generateKeyPair('RS256', { extractable: true })
export const signingKey = pair.privateKey
export const publicJwk: JWK = { ...(await exportJWK(pair.publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' }

export async function startHostileProvider() {
  let lies: Lies = {}
  let nonce = ''
  const codes = new Set<string>()
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const path = new URL(request.url ?? '', 'http://x').pathname
    asked.push(path)
    if (path === '/.well-known/openid-configuration') return json(response, { ...metadata(issuer), ...lies.metadata })
    if (path === '/jwks') return json(response, lies.jwks?.() ?? { keys: [publicJwk] })
    if (path === '/userinfo' && lies.userInfo) return lies.userInfo(response)
    if (path === '/userinfo') return json(response, { sub: 's1', [NUMBER_CLAIM]: SSIN })
    if (path !== '/token') return json(response, {}, 404)
    if (lies.token) return lies.token(response)
    const code = new URLSearchParams(body).get('code') ?? ''
    if (!codes.delete(code)) return json(response, { error: 'invalid_grant' }, 400)
    json(response, { access_token: 'a', token_type: 'Bearer', id_token: await idToken() })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function idToken(): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const usual = { iss: issuer, sub: 's1', aud: CLIENT_ID, nonce, iat: now, exp: now + 300, [NUMBER_CLAIM]: SSIN }
    const claims: JWTPayload = JSON.parse(JSON.stringify({ ...usual, ...lies.claims }))
    if (lies.idToken) return await lies.idToken(claims)
    return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', ...lies.header }).sign(signingKey)
  }

  return {
    issuer,
    asked,
    lie(next: Lies): void {
      lies = next
    },
    /** What the browser brings back after a sign-in there. */
    callback(attempt: OidcAttempt, changes: Record<string, string | null> = {}): URL {
      nonce = attempt.nonce
      const url = new URL(REDIRECT_URI)
      codes.add('c1')
      for (const [key, value] of Object.entries({ code: 'c1', state: attempt.state, ...changes })) {
        if (value !== null) url.searchParams.set(key, value)
      }
      return url
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function metadata(issuer: string): object {
  return {
    ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    ...{ jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/userinfo`, response_types_supported: ['code'] },
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    authorization_response_iss_parameter_supported: false,
  }
}

export function settingsFor(issuer: string, changes: Partial<ProviderSettings> = {}): ProviderSettings {
  return {
    ...{ name: 'itsme', issuer, clientId: CLIENT_ID, clientSecret: 'a secret of ours', keyPem: null },
    ...{ encryptionKeyPem: null, scope: 'openid profile eid', acrValues: '', acrRequired: true, assurance: 450 },
    nationalNumberClaim: NUMBER_CLAIM,
    ...changes,
  }
}

export function providerAt(
  issuer: string,
  changes: Partial<ProviderSettings> = {},
  rules: Partial<ProviderRules> = {},
): Provider {
  const usual = { redirectUri: REDIRECT_URI, fetch, now: () => new Date(), log: silentLog }
  return createProvider(settingsFor(issuer, changes), { ...usual, ...rules })
}

/** What was verified, or the key of the refusal. */
export function outcome<Value>(result: Result<Value, Refusal>): unknown {
  return result.ok ? result.value : result.problem.told?.key
}
