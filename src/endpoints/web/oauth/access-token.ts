/** Access tokens: JWT of RFC 9068, signed with a key of ours and read by nobody but us and who fetches our keys (spec access.md §13.1). */
import { sign } from 'node:crypto'
import { AHEAD_SECONDS_MAX } from '../../../base/clock.ts'
import { isSha256, type Sha256 } from '../../../base/hashes.ts'
import { uuidV7 } from '../../../base/ids.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { WebClient } from '../../../registry/web-clients.ts'
import { SCOPES, type Scope } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import { PATHS } from './addresses.ts'
import { provenBy } from './algorithms.ts'
import { thumbprintOf } from './client-keys.ts'
import { type Jws, readJws, textIn } from './jws.ts'
import { tokenKeysOf } from './token-keys.ts'

export type AccessToken = {
  readonly clientId: string
  readonly senderNumber: string
  readonly scopes: ReadonlySet<Scope>
  readonly jti: string
  /** Whose key proved the assertion. */
  readonly certificate: Sha256
  /** Of the client's TLS; null when it showed none. */
  readonly boundTo: Sha256 | null
}

type Issue = Pick<WebClient, 'sender' | 'enterpriseNumber' | 'qualityCode'> & Omit<AccessToken, 'senderNumber' | 'jti'>

const TYPE = 'at+jwt'

/** The token, and its id for the audit. */
export async function writeAccessToken(issue: Issue, ground: WebGround): Promise<{ token: string; jti: string }> {
  const { signing } = await tokenKeysOf(ground)
  const now = Math.floor(ground.now().getTime() / 1000)
  const jti = uuidV7()
  const claims = {
    ...{ iss: ground.publicUrl(), sub: issue.clientId, aud: audienceOf(ground), client_id: issue.clientId },
    ...{ iat: now, exp: now + ground.settings.web.tokenSeconds, jti, scope: [...issue.scopes].join(' ') },
    ...{ senderNumber: issue.sender, enterpriseNumber: issue.enterpriseNumber, qualityCode: issue.qualityCode },
    certificate: thumbprintOf(issue.certificate),
    ...(issue.boundTo && { cnf: { 'x5t#S256': thumbprintOf(issue.boundTo) } }),
  }
  const signed = `${segment({ alg: 'ES256', typ: TYPE, kid: signing.kid })}.${segment(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: signing.key, dsaEncoding: 'ieee-p1363' })
  return { token: `${signed}.${signature.toString('base64url')}`, jti }
}

/** rule 15.7: one of ours, for us, in its time, and not issued by a clock that has gone back since (rule 32.6). Nothing is said yet of whether its client still may. */
export async function readAccessToken(
  text: string,
  ground: WebGround,
): Promise<Result<AccessToken, 'forged' | 'invalidAccessToken' | 'expiredAccessToken'>> {
  const jws = readJws(text)
  if (!jws || textIn(jws.header, 'typ') !== TYPE || !(await isOurs(jws, ground))) return no('forged')
  const { claims } = jws
  const isForUs = claims.get('iss') === ground.publicUrl() && claims.get('aud') === audienceOf(ground)
  const token = tokenIn(claims)
  const [issued, expires] = [claims.get('iat'), claims.get('exp')]
  if (!isForUs || !token || typeof issued !== 'number' || typeof expires !== 'number') return no('invalidAccessToken')
  const now = ground.now().getTime() / 1000
  return issued - AHEAD_SECONDS_MAX <= now && now < expires ? ok(token) : no('expiredAccessToken')
}

/** Its `kid` names one key and no other is tried. */
async function isOurs(jws: Jws, ground: WebGround): Promise<boolean> {
  const kid = textIn(jws.header, 'kid')
  if (kid === null) return false
  const known = keysNamed(kid, await tokenKeysOf(ground))
  const keys = known.length > 0 ? known : keysNamed(kid, await tokenKeysOf(ground, true))
  return provenBy(jws, keys, ['ES256']) !== null
}

function keysNamed(kid: string, { published }: Awaited<ReturnType<typeof tokenKeysOf>>) {
  return published.filter((key) => key.kid === kid)
}

/** Null for what we never write. */
function tokenIn(claims: Jws['claims']): AccessToken | null {
  const [clientId, senderNumber, jti] = ['sub', 'senderNumber', 'jti'].map((name) => textIn(claims, name))
  const certificate = hashIn(textIn(claims, 'certificate'))
  const confirmation = claims.get('cnf') as { readonly 'x5t#S256'?: unknown } | null | undefined
  const boundTo = hashIn(confirmation?.['x5t#S256'])
  if (!clientId || !senderNumber || !jti || !certificate || (claims.has('cnf') && !boundTo)) return null
  const granted = textIn(claims, 'scope')?.split(' ') ?? []
  const scopes = new Set(SCOPES.filter((scope) => granted.includes(scope)))
  return { clientId, senderNumber, scopes, jti, certificate, boundTo }
}

function hashIn(thumbprint: unknown): Sha256 | null {
  const hash = Buffer.from(String(thumbprint ?? ''), 'base64url').toString('hex')
  return isSha256(hash) ? hash : null
}

function audienceOf(ground: WebGround): string {
  return `${ground.publicUrl()}${PATHS.rest}`
}

function segment(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
