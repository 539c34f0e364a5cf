/** Who has signed a request: the door of the SOAP interface, with the locks of the other doors (decisions 30 and 31). */
import { sha256 } from '../../../base/hashes.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import { clearFailures, countFailure, secondsToWait } from '../../../registry/login-throttle.ts'
import type { LoginFault } from '../../../registry/logins.ts'
import { findSignedLogin } from '../../../registry/signed-logins.ts'
import { useSignature } from '../../../registry/used-signatures.ts'
import { type Caller, type RequestOrigin, SCOPES } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import type { SoapFault } from './faults/soap-fault.ts'
import { notNow, systemFault } from './faults/system-faults.ts'
import type { Message } from './read-message.ts'
import { type Unverified, verify } from './signature/verify.ts'
import type { Element } from './xml/element.ts'

/** A caller, and the body that it has signed: nothing else of the message is to be read any more. */
export type Admitted = { readonly caller: Caller; readonly body: Element }

/** Throttled by origin alone as long as nobody's key was proved: no account can be made to wait by somebody else. */
const NOBODY = ''

/** rule 18.8: one fault whatever the cause, which is for the log and the audit. */
export async function admit(
  message: Message,
  ground: WebGround,
  { address, certificate }: RequestOrigin,
  session: string,
): Promise<Result<Admitted, SoapFault>> {
  const closed = await closedTo(address, ground)
  if (closed) return no(closed)
  const { queries } = ground.database
  const verified = await verify(message, {
    now: ground.now,
    useSignature: (request) => useSignature(queries, request),
    findLogin: (certificateSha256) => findSignedLogin(queries, certificateSha256),
    shownSha256: certificate && sha256(certificate),
  })
  if (!verified.ok) return no(await refused(verified.problem, ground, address))
  const { sender, clientId: principal, enterpriseNumber, qualityCode } = verified.value.login
  await clearFailures(queries, principal, ground.originOf(address))
  const visitor = { sender, channel: 'web' as const, principal, address, session }
  const isMutualTls = certificate !== null
  const caller = { visitor, scopes: new Set(SCOPES), enterpriseNumber, qualityCode, isMutualTls }
  return ok({ caller, body: verified.value.body })
}

/** Why nobody at this address may ask now; null when somebody may. */
export async function closedTo(address: string, ground: WebGround): Promise<SoapFault | null> {
  if (!ground.mayUseWeb(address)) return systemFault('SOA-01002')
  const waitSeconds = await secondsToWait(ground.database.queries, NOBODY, ground.originOf(address))
  return waitSeconds > 0 ? notNow(waitSeconds) : null
}

/** Logs and counts the cause, and gives the one answer for all of them. */
export async function refused(
  { fault, clientId }: Unverified,
  { database, settings, log, originOf }: WebGround,
  address: string,
): Promise<SoapFault> {
  const origin = originOf(address)
  log.info('soap.notAuthenticated', { cause: fault, clientId, address })
  const failure = { account: clientId ?? NOBODY, origin, fault: loginFaultOf(fault) }
  await database.transaction((tx) => countFailure(tx, failure, settings.limits.loginFailures))
  return systemFault('SOA-01001')
}

function loginFaultOf(fault: Unverified['fault']): LoginFault {
  return fault === 'unknownCertificate' || fault === 'channelSuspended' || fault === 'closed' ? fault : 'badSignature'
}
