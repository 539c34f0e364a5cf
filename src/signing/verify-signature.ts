import type { RegisteredCertificate } from '../batch/rights.ts'
import { type Certificate, isWithinValidity, readCertificate } from './certificate.ts'
import type { Content } from './digests.ts'
import { type BadSignature, bad, GOOD, type GoodSignature, type SignatureFinding } from './finding.ts'
import { checkValue, readSignature } from './signer.ts'
import { canBeAsked, signerPath } from './signer-path.ts'

/** One of the sender's certificates as the rights at seal hold it, its DER as bytes. */
export type Registered = Omit<RegisteredCertificate, 'der' | 'chain'> & {
  readonly der: Uint8Array
  /** What its sender brought along when it was registered. */
  readonly chain?: readonly Uint8Array[]
}

export type VerifyInput = {
  readonly signatureFile: Uint8Array
  readonly content: Content
  readonly registered: readonly Registered[]
  /** CA certificates (`loadIssuers`). */
  readonly issuers: readonly Certificate[]
  readonly allowSelfSigned: boolean
  readonly sealedAt: Date
}

type Own = {
  readonly certificate: Certificate
  readonly state: Registered['state']
  readonly chain: readonly Certificate[]
}

/**
 * Judges one FS against the bytes it is about (reception §8.2, decisions 16 and 17): is the value good, is the certificate the
 * sender's, did it count when the set was sealed. What strangers wrote never throws; the content's stream may.
 */
export async function verifySignature(input: VerifyInput): Promise<SignatureFinding> {
  const signed = readSignature(input.signatureFile)
  if (!signed.ok) return signed.problem
  const registered = input.registered.flatMap(ownSignatureCertificate)
  const known = registered.map(({ certificate }) => certificate)
  const { finding, traces } = await checkValue(signed.value, known, input.content)
  if (!finding.ok) return { ...finding.problem, ...traces }
  const own = registered.find(({ certificate }) => certificate.der.equals(finding.value.der))
  return { ...(own ? standing(own, signed.value.certificates, input) : notRegistered(finding.value, known)), ...traces }
}

function ownSignatureCertificate({ usages, der, state, chain = [] }: Registered): readonly Own[] {
  const certificate = usages.includes('signature') ? readCertificate(der) : null
  return certificate?.ok ? [{ certificate: certificate.value, state, chain: chain.flatMap(readable) }] : []
}

function readable(der: Uint8Array): readonly Certificate[] {
  const read = readCertificate(der)
  return read.ok ? [read.value] : []
}

function notRegistered(signer: Certificate, registered: readonly Certificate[]): BadSignature {
  const serials = registered.map(({ serialText }) => serialText).join(' ')
  return { ...bad([0, 0], 'notRegistered', signer.serialText, serials), code: 153 }
}

/** Decision 17: the certificate must have counted at the moment of sealing (cases C7 and C24). */
function standing(
  { certificate, state, chain }: Own,
  carried: readonly Certificate[],
  { issuers, allowSelfSigned, sealedAt }: VerifyInput,
): BadSignature | GoodSignature {
  const { serialText, notBefore, notAfter } = certificate
  if (!isWithinValidity(certificate, sealedAt)) {
    const validity = `${notBefore.toISOString()} – ${notAfter.toISOString()}`
    return bad([10, 1207], sealedAt < notBefore ? 'notYetValid' : 'expired', sealedAt.toISOString(), validity)
  }
  if (state === 'revoked') return bad([10, 1104], 'revoked', serialText)
  const path = signerPath(certificate, { issuers, brought: [...chain, ...carried], allowSelfSigned, at: sealedAt })
  if (path.ok)
    return canBeAsked(path.value) ? { ...GOOD, authorities: path.value.slice(1).map(({ der }) => der) } : GOOD
  return bad([10, path.problem === 'forged' ? 1103 : 1104], 'issuerNotAccepted', certificate.issuerText)
}
