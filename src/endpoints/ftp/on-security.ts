/** AUTH, PBSZ, PROT and CCC (RFC 2228, RFC 4217). */
import { randomBytes } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { leave } from './on-login.ts'
import type { FtpTls } from './options.ts'
import { type Reply, reply, replyOf } from './replies.ts'
import { tellTlsFailed } from './tell.ts'
import { sessionMemory } from './tls-sessions.ts'
import type { Security, Visit } from './visit.ts'

const MECHANISMS: ReadonlySet<string> = new Set(['TLS', 'TLS-C', 'SSL'])

/** RFC 2228 §3: what fits into 32 bits. */
const BUFFER_BYTES_MAX = 2 ** 32 - 1

/** The reply goes out in clear, then TLS begins; whoever was logged in is not any more (RFC 4217 §4). */
export async function auth(visit: Visit, mechanism: string): Promise<Reply | null> {
  const tls = visit.house.tls()
  if (!tls) return reply('notOffered')
  if (visit.control.isEncrypted) return reply('tlsAlready')
  if (!MECHANISMS.has(mechanism.toUpperCase())) return reply('parameterUnknown')
  const security = securityOf(tls) // what cannot be used is found out before the client is told to begin
  leave(visit)
  await visit.control.send(reply('tlsBegins'))
  visit.discardAhead()
  await beginTls(visit, security)
  return null
}

/** Also where TLS begins at once. False when the handshake failed: the connection is then gone. */
export async function beginTls(visit: Visit, security: Security): Promise<boolean> {
  visit.security = security
  visit.hasBufferSize = false
  visit.isDataPrivate = false
  const begun = await visit.control.startTls(security, visit.house.limits.loginSeconds)
  if (!begun.ok) tellTlsFailed(visit, begun.problem)
  return begun.ok
}

/** TLS needs no buffer, but RFC 4217 §9 wants the command. */
export function bufferSize(visit: Visit, argument: string): Reply {
  if (!visit.control.isEncrypted) return reply('outOfOrder')
  if (!/^\d{1,10}$/.test(argument) || Number(argument) > BUFFER_BYTES_MAX) return reply('argumentMalformed')
  visit.hasBufferSize = true
  return replyOf(200, 'PBSZ=0')
}

/** Clear data only where the network allows plain FTP (case F2). */
export function protection(visit: Visit, level: string): Reply {
  if (!visit.hasBufferSize) return reply('outOfOrder')
  switch (level.toUpperCase()) {
    case 'P':
      visit.isDataPrivate = true
      return reply('done')
    case 'C':
      if (!visit.network.plain) return reply('clearForbidden')
      visit.isDataPrivate = false
      return reply('done')
    case 'S':
    case 'E':
      return reply('protectionUnknown')
    default:
      return reply('parameterUnknown')
  }
}

export function clearCommands({ control }: Visit): Reply {
  return reply(control.isEncrypted ? 'tlsStays' : 'outOfOrder')
}

export function securityOf(tls: FtpTls): Security {
  const { keyPem: key, certificatePem: cert } = tls
  const sessionIdContext = randomBytes(16).toString('hex')
  const context = createSecureContext({ key, cert, minVersion: 'TLSv1.2', sessionIdContext })
  return { tls, context, sessions: sessionMemory() }
}
