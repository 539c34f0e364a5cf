/**
 * rule 29.10: how clients learn the key that comes next (OpenSSH's `hostkeys-00@openssh.com`, PROTOCOL §2.5): after log-in we name all our
 * keys, and prove those that a client asks about, bound to its session.
 */
import ssh2, { type ParsedKey } from 'ssh2'
import { Packet, readPacketTexts } from './host-key-packets.ts'
import type { HostKeys } from './host-keys.ts'
import { type Ssh2Connection, sendSoon, signatureFor } from './ssh2-internals.ts'

export type HostKeyProofs = {
  /** To be called when the client is logged in. */
  announce(): void
}

export type AnnouncedKey = { readonly key: ParsedKey; readonly blob: Buffer }

const GLOBAL_REQUEST = 80
const REQUEST_SUCCESS = 81
const REQUEST_FAILURE = 82
const ANNOUNCE = 'hostkeys-00@openssh.com'
const PROVE = 'hostkeys-prove-00@openssh.com'
/** A client asks once; signing costs us more than asking costs it. */
const PROOFS_MAX = 3

/** The keys as this file needs them, read once for all connections. */
export function announcedKeys(keys: HostKeys): readonly AnnouncedKey[] {
  return keys.flatMap(({ privateKey }) => {
    const parsed = ssh2.utils.parseKey(privateKey)
    return parsed instanceof Error ? [] : [{ key: parsed, blob: parsed.getPublicSSH() }]
  })
}

/** Must be called before the key exchange ends, and before `guardPhases`, which is to hear messages first. */
export function hostKeyProofs(connection: Ssh2Connection, keys: readonly AnnouncedKey[]): HostKeyProofs {
  const protocol = connection._protocol
  const inner = protocol._onPayload
  let proofsLeft = PROOFS_MAX
  protocol._onPayload = (payload) => {
    const asked = proofsAsked(payload)
    if (!asked) return inner(payload)
    const proofs = proofsLeft-- > 0 ? proofsOf(asked, keys, connection) : null
    return sendSoon(protocol, proofs ? new Packet(REQUEST_SUCCESS).texts(...proofs).bytes : Buffer.of(REQUEST_FAILURE))
  }
  return {
    announce() {
      const blobs = keys.map(({ blob }) => blob)
      sendSoon(
        protocol,
        new Packet(GLOBAL_REQUEST)
          .texts(Buffer.from(ANNOUNCE))
          .flag(false)
          .texts(...blobs).bytes,
      )
    },
  }
}

/** The keys that a client wants proven; null for any other message. */
function proofsAsked(payload: Buffer): readonly Buffer[] | null {
  const start = new Packet(GLOBAL_REQUEST).texts(Buffer.from(PROVE)).flag(true).bytes
  return payload.subarray(0, start.length).equals(start) ? readPacketTexts(payload.subarray(start.length)) : null
}

/** One signature for each, in their order; null when one is not ours, or too many are asked about. */
function proofsOf(
  asked: readonly Buffer[],
  keys: readonly AnnouncedKey[],
  connection: Ssh2Connection,
): Buffer[] | null {
  if (asked.length === 0 || asked.length > keys.length) return null
  const proofs = asked.flatMap((blob) => {
    const known = keys.find((one) => one.blob.equals(blob))
    const signed = known && signatureFor(connection._protocol, known.key, (sessionId) => claim(sessionId, blob))
    return signed ? [new Packet().texts(Buffer.from(signed.algorithm), signed.value).bytes] : []
  })
  return proofs.length === asked.length ? proofs : null
}

const claim = (sessionId: Buffer, blob: Buffer): Buffer => new Packet().texts(Buffer.from(PROVE), sessionId, blob).bytes
