/**
 * The parts of ssh2 that are not its public interface and that we rely on, all in one place. The version is pinned and
 * `test/endpoints/ssh2-contract.test.ts` fails when one of them is gone.
 */
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import ssh2, { type Connection, type ParsedKey, type PrivateKeys, type Session } from 'ssh2'
import { USER_KEY_ALGORITHMS } from './algorithms.ts'

type PacketWriter = {
  readonly allocStart: number
  readonly allocStartKEX: number
  alloc(bytes: number, force: boolean): Buffer
  finalize(packet: Buffer, force: boolean): Buffer
}

/** What we use of ssh2's `Protocol`. */
export type Ssh2Protocol = {
  readonly _packetRW: { readonly write: PacketWriter }
  readonly _cipher: { encrypt(packet: Buffer): void }
  readonly _kex:
    | {
        remoteExtInfoEnabled: boolean
        readonly sessionID: Buffer | undefined
        readonly negotiated: { readonly serverHostKey: string } | undefined
      }
    | undefined
  channelClose(recipient: number): void
  _onPayload: (payload: Buffer) => unknown
  _onHandshakeComplete: (...negotiated: unknown[]) => void
}

/** What we use of ssh2's connection beside its public interface. */
export type Ssh2Connection = Connection & {
  readonly _protocol: Ssh2Protocol
  readonly _sock: Socket
  readonly _chanMgr: { remove(id: number): void }
  readonly authenticated: boolean
}

export type Ssh2Session = {
  readonly _chanInfo: { readonly incoming: { readonly id: number }; readonly outgoing: { readonly id: number } }
}

const DISCONNECT = 1
const EXT_INFO = 7

const RSA_SHA2 = ['rsa-sha2-512', 'rsa-sha2-256'] as const

const SERVICE_REQUEST = 5
const USERAUTH_REQUEST = 50

/**
 * Messages a client may send after the first key exchange and before it is logged in: DISCONNECT, IGNORE, UNIMPLEMENTED,
 * DEBUG, SERVICE_REQUEST, EXT_INFO, USERAUTH_REQUEST. A stranger has no reason to renew keys, which is costly for us.
 */
const BEFORE_LOGIN: ReadonlySet<number> = new Set([1, 2, 3, 4, SERVICE_REQUEST, 7, USERAUTH_REQUEST])

/** How long a client may take to go after we said good-bye. */
const GOODBYE_MILLISECONDS = 2000

/** RFC 4253 §11.1. */
export const DISCONNECT_REASON = {
  protocolError: 2,
  byApplication: 11,
  tooManyConnections: 12,
  noMoreMethods: 14,
} as const

export function internalsOf(connection: Connection): Ssh2Connection {
  return connection as Ssh2Connection
}

/**
 * Host keys as ssh2 is to offer them. It adds `ssh-rsa` (SHA-1) to every RSA key, whatever the list of algorithms says,
 * unless the key calls itself by the name of the one algorithm it is for.
 */
export function hostKeysToOffer(privateKeys: readonly string[]): PrivateKeys {
  return privateKeys.flatMap((text) => {
    const key = ssh2.utils.parseKey(text)
    const isRsa = !(key instanceof Error) && key.type === 'ssh-rsa'
    return isRsa ? RSA_SHA2.map((type) => ({ key: Object.create(key, { type: { value: type } }) })) : [{ key: text }]
  })
}

/**
 * Any message that belongs to a later phase ends the connection (case S1). ssh2 itself answers or ignores them. Must be
 * called before the key exchange ends; the types are readable because compression is off.
 */
export function guardPhases(connection: Ssh2Connection, onBreach: (messageType: number) => void): void {
  const protocol = connection._protocol
  const inner = protocol._onPayload
  let isServiceRequested = false
  protocol._onPayload = (payload) => {
    const type = payload[0]
    const isTimely = type !== USERAUTH_REQUEST || isServiceRequested
    isServiceRequested ||= type === SERVICE_REQUEST
    if (connection.authenticated || type === undefined || (BEFORE_LOGIN.has(type) && isTimely)) return inner(payload)
    return onBreach(type)
  }
}

/** ssh2 sends a `server-sig-algs` with a comma missing and algorithms we refuse: ours goes out in its place (RFC 8308). */
export function announceUserKeyAlgorithms(connection: Ssh2Connection): void {
  const protocol = connection._protocol
  const inner = protocol._onHandshakeComplete
  protocol._onHandshakeComplete = (...negotiated) => {
    const wanted = protocol._kex?.remoteExtInfoEnabled ?? false
    if (protocol._kex) protocol._kex.remoteExtInfoEnabled = false
    protocol._onHandshakeComplete = inner
    inner(...negotiated)
    if (wanted) sendPayload(protocol, extensions())
  }
}

/** ssh2 keeps a session for ever, and leaves its close unanswered, when the client closes it without a subsystem. */
export function forgetUnusedSession(connection: Ssh2Connection, session: Session): void {
  const { _chanInfo: info } = session as unknown as Ssh2Session
  connection._chanMgr.remove(info.incoming.id)
  connection._protocol.channelClose(info.outgoing.id)
}

/** Ends the connection with a sentence that OpenSSH and others show to their user. */
export function disconnect(connection: Ssh2Connection, reason: number, sentence: string): void {
  const { _sock: socket, _protocol: protocol } = connection
  if (!socket.writable) return
  sendPayload(protocol, Buffer.concat([Buffer.of(DISCONNECT), uint32(reason), text(sentence), text('')]))
  closeSoon(connection)
}

/** What is on its way may still go out, but a client that does not read is not waited for. */
export function closeSoon({ _sock: socket }: Ssh2Connection): void {
  socket.end()
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MILLISECONDS)
  socket.once('close', () => clearTimeout(timer))
}

/** True when ssh2's compiled ciphers are there; without them encryption costs about 1.7 times the processor time. */
export function nativeCiphersLoaded(): boolean {
  return (createRequire(import.meta.url)('ssh2/lib/protocol/crypto.js') as { bindingAvailable: boolean })
    .bindingAvailable
}

type Utils = {
  sendPacket(protocol: Ssh2Protocol, packet: Buffer): void
  convertSignature(signature: Buffer, keyType: string): Buffer | Error
}

const { sendPacket, convertSignature } = createRequire(import.meta.url)('ssh2/lib/protocol/utils.js') as Utils

/** Goes out at once, or when a key exchange that is under way has ended. */
export function sendSoon(protocol: Ssh2Protocol, payload: Buffer): void {
  const { write } = protocol._packetRW
  const packet = write.alloc(payload.length, false)
  packet.set(payload, write.allocStart)
  sendPacket(protocol, write.finalize(packet, false))
}

/** Signed with a host key as OpenSSH expects it: with RSA by the algorithm of the key exchange, or else by SHA-512; null before that. */
export function signatureFor(
  { _kex: exchange }: Ssh2Protocol,
  key: ParsedKey,
  claim: (sessionId: Buffer) => Buffer,
): { readonly algorithm: string; readonly value: Buffer } | null {
  const { sessionID, negotiated } = exchange ?? {}
  if (!sessionID) return null
  const isRsa = key.type === 'ssh-rsa'
  const agreed = RSA_SHA2.find((name) => name === negotiated?.serverHostKey) ?? RSA_SHA2[0]
  const digest = agreed === 'rsa-sha2-256' ? 'sha256' : 'sha512'
  const signed = isRsa ? key.sign(claim(sessionID), digest) : key.sign(claim(sessionID))
  const value = signed instanceof Error ? signed : convertSignature(signed, key.type)
  return value instanceof Error ? null : { algorithm: isRsa ? agreed : key.type, value }
}

function extensions(): Buffer {
  return Buffer.concat([Buffer.of(EXT_INFO), uint32(1), text('server-sig-algs'), text(USER_KEY_ALGORITHMS.join(','))])
}

/** Goes out at once, also during a key exchange, like ssh2's own DISCONNECT. */
function sendPayload(protocol: Ssh2Protocol, payload: Buffer): void {
  const { write } = protocol._packetRW
  const packet = write.alloc(payload.length, true)
  packet.set(payload, write.allocStartKEX)
  protocol._cipher.encrypt(write.finalize(packet, true))
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint32(bytes.length), bytes])
}
