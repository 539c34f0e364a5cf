/** A sender's certificate from an authority, and a signature with it: what a signature check needs. */
import { sha256 } from '../../src/base/hashes.ts'
import { type Certificate, readCertificate } from '../../src/signing/certificate.ts'
import { issueCertificate, makeCa } from '../../src/signing/make-certificate.ts'
import { readPem } from '../../src/signing/pem.ts'
import { readSigningPair, type SigningPair } from '../../src/signing/sign.ts'
import type { Registered, VerifyInput } from '../../src/signing/verify-signature.ts'

export type Signer = { readonly pair: SigningPair; readonly certificatePem: string; readonly authorityPem: string }

const DAYS = 365

export async function makeSigner(now: Date): Promise<Signer> {
  const authority = await makeCa({ commonName: 'Bench Authority', keyType: 'rsa', days: DAYS, now })
  const own = await issueCertificate(authority, { commonName: 'Bench Sender', keyType: 'rsa', days: DAYS, now })
  const pair = readSigningPair(own.keyPem, own.certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  return { pair: pair.value, certificatePem: own.certificatePem, authorityPem: authority.certificatePem }
}

/** What `verifySignature` is given beside signature and content: the sender's registered certificate, and who may issue it. */
export function groundOf(
  certificatePem: string,
  authorityPem: string,
): Pick<VerifyInput, 'registered' | 'issuers' | 'allowSelfSigned' | 'sealedAt'> {
  const { der } = certificateOf(certificatePem)
  const registered: Registered = { sha256: sha256(der), der, usages: ['signature'], state: 'valid' }
  const issuers = [certificateOf(authorityPem)]
  return { registered: [registered], issuers, allowSelfSigned: false, sealedAt: new Date() }
}

function certificateOf(pem: string): Certificate {
  const certificate = readCertificate(readPem(pem)?.blocks[0]?.octets ?? new Uint8Array())
  if (!certificate.ok) throw new TypeError(certificate.problem)
  return certificate.value
}
