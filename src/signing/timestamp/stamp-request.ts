import { randomBytes } from 'node:crypto'
import { OID } from '../algorithms.ts'
import { boolean, type Der, integer, octetString, oid, sequence, unsigned } from '../der.ts'

export type StampRequest = {
  /** SHA-256 of what is to be stamped. */
  readonly imprint: Uint8Array
  /** A number that comes back: the answer is to this question. Of `stampNonce`. */
  readonly nonce: Uint8Array
  /** Dotted; empty: whichever the authority takes. */
  readonly policy: string
}

const NONCE_OCTETS = 16

/** rule 29.2: a TimeStampReq (RFC 3161 §2.4.1) that asks for the certificate of the authority too. */
export function stampRequest({ imprint, nonce, policy }: StampRequest): Der {
  return sequence(
    integer(1),
    sequence(sequence(oid(OID.sha256)), octetString(imprint)),
    ...(policy === '' ? [] : [oid(policy)]),
    unsigned(nonce),
    boolean(true),
  )
}

/** Positive and in its shortest form, so that its octets are those of the INTEGER. */
export function stampNonce(): Buffer {
  const nonce = randomBytes(NONCE_OCTETS)
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40
  return nonce
}
