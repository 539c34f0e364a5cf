import { Readable } from 'node:stream'
import { sha256 } from '../base/hashes.ts'
import { readCertificate } from './certificate.ts'
import { bad, GOOD, type SignatureFinding } from './finding.ts'
import { readPem } from './pem.ts'
import { checkValue, readSignature } from './signer.ts'

/**
 * Checks an answer of a gateway offline (`sluice verify`): the FS signs these bytes with exactly this certificate. Whether the
 * certificate is still valid does not matter: an answer stays one after a rollover (case O4).
 */
export async function verifyAnswer(
  document: Uint8Array,
  signature: Uint8Array,
  certificatePem: string,
): Promise<SignatureFinding> {
  const block = readPem(certificatePem)?.blocks.find(({ label }) => label === 'CERTIFICATE')
  const certificate = block && readCertificate(block.octets)
  if (!certificate?.ok) return bad([10, 1001], 'certificateUnreadable')
  const signed = readSignature(signature)
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
  if (isIt) return { ...GOOD, ...traces }
  return {
    ...bad([0, 0], 'notRegistered', finding.value.serialText, certificate.value.serialText),
    code: 153,
    ...traces,
  }
}
