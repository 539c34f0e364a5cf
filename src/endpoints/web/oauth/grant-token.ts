/** Who asks, whether he may, and what he gets: the order of spec access.md §13.1. */
import { type Sha256, sha256 } from '../../../base/hashes.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Transaction } from '../../../database/database.ts'
import { writeAudit } from '../../../registry/audit.ts'
import type { LoginOrigin } from '../../../registry/login-origin.ts'
import { clearFailures, countFailure, secondsToWait } from '../../../registry/login-throttle.ts'
import type { LoginFault } from '../../../registry/logins.ts'
import { useAssertion } from '../../../registry/used-assertions.ts'
import { findWebClient, type WebClient } from '../../../registry/web-clients.ts'
import type { RequestOrigin, Scope } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import { writeAccessToken } from './access-token.ts'
import { PATHS } from './addresses.ts'
import { provenBy } from './algorithms.ts'
import { type Assertion, faultOfAssertion, readAssertion } from './assertion.ts'
import { keysOf } from './client-keys.ts'
import { mustWait, NOT_AUTHENTICATED, type OAuthError, oauthError } from './oauth-error.ts'
import { grantedScopes, type TokenRequest } from './token-request.ts'

export type Grant = { readonly token: string; readonly seconds: number; readonly scopes: ReadonlySet<Scope> }

/** Of a client that has proved itself. */
type Proof = {
  readonly assertion: Assertion
  readonly client: WebClient
  readonly certificate: Sha256
  readonly boundTo: Sha256 | null
}

/** Throws `Unavailable`. */
export async function grantToken(
  request: TokenRequest,
  from: RequestOrigin,
  ground: WebGround,
): Promise<Result<Grant, OAuthError>> {
  const { queries } = ground.database
  const assertion = readAssertion(request.assertion)
  const clientId = assertion?.subject ?? ''
  const origin = ground.originOf(from.address)
  const seconds = await secondsToWait(queries, clientId, origin)
  if (seconds > 0) return no(mustWait(seconds))
  const client = assertion && (await findWebClient(queries, clientId))
  const proof = assertion ? judge(assertion, client, request, from, ground) : no('malformedAssertion' as const)
  if (!proof.ok) return refuse({ clientId, origin, from, fault: proof.problem }, ground)
  const scopes = grantedScopes(request.scope)
  if (!scopes) return await refuseScope(proof.value, origin, from, ground)
  return await grant(proof.value, scopes, origin, from, ground)
}

/** rule 15.2, and the rules of the assertion. The signature is looked at whoever asks, so that the time tells nobody which clients there are. */
function judge(
  assertion: Assertion,
  client: WebClient | null,
  request: TokenRequest,
  from: RequestOrigin,
  ground: WebGround,
): Result<Proof, LoginFault> {
  const { web } = ground.settings
  const certificates = client?.certificates ?? []
  const key = provenBy(assertion, keysOf(certificates, assertion), web.algorithms)
  if (!client) return no('unknownUser')
  if (!ground.mayUseWeb(from.address)) return no('channelNotInNetwork')
  if (client.barred) return no(client.barred)
  if (!key) return no(certificates.length === 0 ? 'noCertificate' : 'badSignature')
  if (request.clientId !== null && request.clientId !== assertion.subject) return no('wrongIssuer')
  const fault = faultOfAssertion(assertion, {
    audiences: [...tokenUrls(ground), ...web.acceptedAudiences],
    nowSeconds: ground.now().getTime() / 1000,
    skewSeconds: web.clockSkewSeconds,
    maxSeconds: web.maxAssertionSeconds,
  })
  if (fault) return no(fault)
  const boundTo = from.certificate && sha256(from.certificate)
  const isTheirs = boundTo === null || certificates.some((certificate) => certificate.sha256 === boundTo)
  return isTheirs ? ok({ assertion, client, certificate: key.sha256, boundTo }) : no('unknownCertificate')
}

function tokenUrls({ publicUrl, furtherUrls }: WebGround): string[] {
  return [publicUrl(), ...furtherUrls()].map((url) => `${url}${PATHS.token}`)
}

async function grant(
  proof: Proof,
  scopes: ReadonlySet<Scope>,
  origin: LoginOrigin,
  from: RequestOrigin,
  ground: WebGround,
): Promise<Result<Grant, OAuthError>> {
  const { certificate, boundTo, assertion, client } = proof
  const clientId = assertion.subject
  const { token, jti } = await writeAccessToken({ ...client, clientId, scopes, certificate, boundTo }, ground)
  const isFirst = await ground.database.transaction(async (tx) => {
    if (!(await useOnce(tx, proof, ground))) return false
    await clearFailures(tx, clientId, origin)
    const detail = { token: jti, origin: origin.key, certificate, boundTo, scopes: [...scopes] }
    await writeAudit(tx, { actor: 'endpoint', action: 'token.issued', subject: `login:${clientId}`, detail })
    return true
  })
  if (!isFirst) return await refuse({ clientId, origin, from, fault: 'usedAssertion' }, ground)
  return ok({ token, seconds: ground.settings.web.tokenSeconds, scopes })
}

/** The assertion is used up by it, for the scopes are looked at last. */
async function refuseScope(
  proof: Proof,
  origin: LoginOrigin,
  from: RequestOrigin,
  ground: WebGround,
): Promise<Result<never, OAuthError>> {
  const clientId = proof.assertion.subject
  const isFirst = await ground.database.transaction((tx) => useOnce(tx, proof, ground))
  if (!isFirst) return await refuse({ clientId, origin, from, fault: 'usedAssertion' }, ground)
  ground.log.info('web.scopeRefused', { client: clientId, address: from.address })
  return no(oauthError('invalid_scope', 'The client has no such scope. Leave scope out to get all that it has.'))
}

/** rule 15.6: kept for as long as its time would be found good here. */
function useOnce(tx: Transaction, { assertion }: Proof, { settings, now }: WebGround): Promise<boolean> {
  const { subject: clientId, jti, expires } = assertion
  const endsAt = new Date((expires + settings.web.clockSkewSeconds) * 1000)
  return useAssertion(tx, { clientId, jti, endsAt, now: now() })
}

type Refused = {
  readonly clientId: string
  readonly origin: LoginOrigin
  readonly from: RequestOrigin
  readonly fault: LoginFault
}

async function refuse(
  { clientId, origin, from, fault }: Refused,
  { database, settings, log }: WebGround,
): Promise<Result<never, OAuthError>> {
  const failure = { account: clientId, origin, fault }
  await database.transaction((tx) => countFailure(tx, failure, settings.limits.loginFailures))
  // A client that is not known may be a secret in the wrong field.
  const client = fault === 'unknownUser' ? {} : { client: clientId.slice(0, CLIENT_CHARACTERS_MAX) }
  log.info('web.loginRefused', { ...client, address: from.address, reason: fault })
  return no(NOT_AUTHENTICATED)
}

const CLIENT_CHARACTERS_MAX = 64
