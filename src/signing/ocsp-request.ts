import { createHash } from 'node:crypto'
import { bitStringOctets, child, TAG } from './asn1-values.ts'
import { readElement } from './ber.ts'
import type { Certificate } from './certificate.ts'
import { context, type Der, element, nothing, octetString, oid, sequence } from './der.ts'
import { extension } from './write-certificate.ts'

export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2'
const SHA_1 = '1.3.14.3.2.26'

/**
 * A question about one certificate (RFC 6960 §4.1). The certificate is named by SHA-1, as RFC 5019 demands and all responders know: it
 * names the issuer only, nothing rests on it. `nonce`: 1 to 32 octets (RFC 8954).
 */
export function ocspRequest(certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Der {
  const asked = sequence(sequence(certificateId(certificate, issuer)))
  const nonceExtension = extension(OCSP_NONCE, octetString(nonce))
  return sequence(sequence(asked, context(2, sequence(nonceExtension))))
}

/** The CertID by which an answer is recognised, octet for octet. */
export function certificateId(certificate: Certificate, issuer: Certificate): Der {
  return sequence(
    sequence(oid(SHA_1), nothing),
    octetString(sha1(issuer.subject)),
    octetString(keyHash(issuer)),
    element(TAG.integer, certificate.serial),
  )
}

/** SHA-1 of the octets of the public key itself, without its algorithm. */
export function keyHash({ spki }: Certificate): Buffer {
  return sha1(bitStringOctets(child(readElement(spki, 'DER'), 1, TAG.bitString, 'a public key')))
}

function sha1(octets: Uint8Array): Buffer {
  return createHash('sha1').update(octets).digest()
}
