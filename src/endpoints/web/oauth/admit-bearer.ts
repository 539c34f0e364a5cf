/** Whether a request with an access token is let in (spec access.md §13.3, §16.1 and §16.11; RFC 6750, RFC 8705). */
import { sha256 } from '../../../base/hashes.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { HttpRequest } from '../../../http/listener.ts'
import { countFailure, secondsToWait } from '../../../registry/login-throttle.ts'
import type { WebBearer } from '../../../registry/web-clients.ts'
import type { Caller, RequestOrigin, Scope } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import { originOfRequest } from '../request-origin.ts'
import { type AccessToken, readAccessToken } from './access-token.ts'
import { bearerIn } from './bearer.ts'
import { type TokenFault, tokenFault } from './token-fault.ts'

/**
 * The caller behind the request's bearer token. `scope`: what the request needs; null when any token will do. rule 15.11: the registry is asked
 * each time, so that what was taken back ends at once. Throws `Unavailable`.
 */
export async function admitBearer(
  request: HttpRequest,
  scope: Scope | null,
  ground: WebGround,
): Promise<Result<Caller, TokenFault>> {
  const bearer = bearerIn(request)
  if (!bearer.ok) return bearer
  const from = originOfRequest(request, ground)
  const token = await readAccessToken(bearer.value, ground)
  if (!token.ok) return token.problem === 'forged' ? forged(from, ground) : no(tokenFault(token.problem))
  const { clientId, certificate } = token.value
  const shown = from.certificate && sha256(from.certificate)
  // rule 15.13
  if (token.value.boundTo !== null && token.value.boundTo !== shown) return no(tokenFault('invalidAccessToken'))
  const restsOn = shown === null ? [certificate] : [certificate, shown]
  const client = await ground.bearers.add(clientId)
  const holds = client && restsOn.every((sha256) => client.certificates.has(sha256))
  const fault = holds ? faultOf(token.value, client, scope, from, ground) : tokenFault('invalidAccessToken')
  return client && !fault ? ok(callerOf(token.value, client, from)) : no(fault ?? tokenFault('invalidAccessToken'))
}

function faultOf(
  { senderNumber, scopes }: AccessToken,
  { sender, barred }: WebBearer,
  scope: Scope | null,
  { address }: RequestOrigin,
  { mayUseWeb }: WebGround,
): TokenFault | null {
  if (sender !== senderNumber || barred === 'closed') return tokenFault('invalidAccessToken')
  if (barred) return tokenFault('missingPermission', { reason: 'channelNotActive' })
  if (!mayUseWeb(address)) return tokenFault('missingPermission', { reason: 'networkNotAllowed' })
  return scope === null || scopes.has(scope) ? null : tokenFault('missingScope', { requiredScopes: [scope] })
}

function callerOf(token: AccessToken, client: WebBearer, { address, certificate }: RequestOrigin): Caller {
  const { sender, enterpriseNumber, qualityCode } = client
  return {
    visitor: { sender, channel: 'web', principal: token.clientId, address, session: token.jti },
    ...{ scopes: token.scopes, enterpriseNumber, qualityCode, isMutualTls: certificate !== null },
  }
}

/** What is no token of ours is counted for where it comes from, and for nobody's account. */
async function forged({ address }: RequestOrigin, ground: WebGround): Promise<Result<never, TokenFault>> {
  const { database, settings, originOf } = ground
  const origin = originOf(address)
  const retryAfterSec = await secondsToWait(database.queries, '', origin)
  if (retryAfterSec > 0) return no(tokenFault('tooManyFailedRequests', { retryAfterSec }))
  const failure = { account: '', origin, fault: 'badToken' } as const
  await database.transaction((tx) => countFailure(tx, failure, settings.limits.loginFailures))
  return no(tokenFault('invalidAccessToken'))
}
