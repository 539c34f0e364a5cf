import { Readable } from 'node:stream'
import { sha256 } from '../base/hashes.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { bad, GOOD, type SignatureFinding } from './finding.ts'
import { readPem } from './pem.ts'
import type { SignedContent } from './signed-content.ts'
import { checkValue, readSignature } from './signer.ts'
import { checkToken, type Stamp } from './timestamp/check-token.ts'
import type { StampFault } from './timestamp/stamp-fault.ts'

/** What is known of an answer's time-stamp. `unchecked`: it is sound, but no authorities were given that could vouch for it. */
export type StampFinding =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'bad'; readonly fault: StampFault }
  | { readonly outcome: 'good' | 'unchecked'; readonly stamp: Stamp }

export type AnswerFinding = SignatureFinding & { readonly timeStamp?: StampFinding }

/**
 * Checks an answer of a gateway offline (`sluice verify`, rule 29.5): the FS signs these bytes with exactly this certificate. Whether the
 * certificate is still valid does not matter: an answer stays one after a rollover (case O4). A time-stamp is of exactly this signature,
 * by an authority that `stampIssuers` lead to; null: that is not asked.
 */
export async function verifyAnswer(
  document: Uint8Array,
  signature: Uint8Array,
  certificatePem: string,
  stampIssuers: readonly Certificate[] | null = null,
): Promise<AnswerFinding> {
  const block = readPem(certificatePem)?.blocks.find(({ label }) => label === 'CERTIFICATE')
  const certificate = block && readCertificate(block.octets)
  if (!certificate?.ok) return bad([10, 1001], 'certificateUnreadable')
  const signed = readSignature(signature, 'timeStamp')
  if (!signed.ok) return signed.problem
  const content = {
    digests: { sha256: Buffer.from(sha256(document), 'hex') },
    bytes: document.length,
    firstByte: document[0] ?? null,
    stream: () => Readable.from([Buffer.from(document)]),
  }
  const { finding, traces } = await checkValue(signed.value, [certificate.value], content)
  if (!finding.ok) return { ...finding.problem, ...traces }
  const isIt = finding.value.der.equals(certificate.value.der)
  if (isIt) return { ...GOOD, ...traces, timeStamp: stampOf(signed.value, stampIssuers) }
  return {
    ...bad([0, 0], 'notRegistered', finding.value.serialText, certificate.value.serialText),
    code: 153,
    ...traces,
  }
}

function stampOf({ token, value }: SignedContent, issuers: readonly Certificate[] | null): StampFinding {
  if (!token) return { outcome: 'none' }
  const stamp = checkToken(token, { imprint: Buffer.from(sha256(value), 'hex'), issuers })
  if (!stamp.ok) return { outcome: 'bad', fault: stamp.problem }
  return { outcome: issuers ? 'good' : 'unchecked', stamp: stamp.value }
}
