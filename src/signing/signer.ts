import { timingSafeEqual } from 'node:crypto'
import { no, ok, type Result } from '../base/result.ts'
import type { AnnexPair } from '../batch/annex-25.ts'
import type { Certificate } from './certificate.ts'
import { type Content, contentDigest } from './digests.ts'
import { explainMismatch } from './explain-mismatch.ts'
import { type BadSignature, bad, certificateTrace, type Traces } from './finding.ts'
import { type KeyFault, type PublicKey, readPublicKey } from './public-key.ts'
import { readSignatureFile } from './signature-file.ts'
import { keyFits, signedDigest, valueSigns, valueSignsDigest, valuesSignStream } from './signature-value.ts'
import { parseSignedContent, type SignedContent, type Unsigned } from './signed-content.ts'

/** What the value is held against: the content's digest, and its first byte where that matters. */
type Received = { readonly content: Content; readonly digest: Buffer; readonly firstByte: number | null }
type Candidate = { readonly certificate: Certificate; readonly key: PublicKey }

/** A content that could be read as signed attributes, and a signature over them replayed as one over it (case C12). */
const SET_TAG = 0x31

/** From the bytes of an FS to a signature within the profile. */
export function readSignature(file: Uint8Array, unsigned?: Unsigned): Result<SignedContent, BadSignature> {
  const octets = readSignatureFile(file)
  return octets.ok ? parseSignedContent(octets.value, unsigned) : octets
}

/**
 * Finds the certificate whose key made the value over this content: among those that the signature brings along, else among
 * `known`. Whether that certificate is anybody's is not asked here. Throws only what the content's stream throws.
 */
export async function checkValue(
  signed: SignedContent,
  known: readonly Certificate[],
  content: Content,
): Promise<{ readonly finding: Result<Certificate, BadSignature>; readonly traces: Traces }> {
  const received = { content, ...(await contentDigest(content, signed.digest, signed.attributes === null)) }
  const named = namedCertificates(signed, known)
  const candidates = candidatesAmong(signed, named)
  const finding = candidates.ok ? await findSigner(signed, candidates.value, received) : candidates
  const shown = finding.ok ? finding.value : named[0]
  const signingTime = signed.attributes?.signingTime?.toISOString()
  const traces = {
    digest: { algorithm: signed.digest, hex: received.digest.toString('hex') },
    ...(shown ? { certificate: certificateTrace(shown) } : {}),
    ...(signingTime ? { signingTime } : {}),
  }
  return { finding, traces }
}

/** Issuer and serial number only select; several certificates may claim the same (case C5), the key then decides. */
function namedCertificates(
  { issuer, serial, certificates }: SignedContent,
  known: readonly Certificate[],
): readonly Certificate[] {
  const isNamed = (one: Certificate): boolean => one.issuer.equals(issuer) && one.serial.equals(serial)
  const brought = certificates.filter(isNamed)
  return brought.length > 0 ? brought : known.filter(isNamed)
}

function candidatesAmong(
  { scheme, serial }: SignedContent,
  named: readonly Certificate[],
): Result<readonly Candidate[], BadSignature> {
  if (named.length === 0) {
    return no(bad([5, 16], 'certificateMissing', serial.toString('hex').toUpperCase().slice(0, 40)))
  }
  const keys = named.map((certificate) => ({ certificate, key: readPublicKey(certificate.spki) }))
  const sound = keys.flatMap(({ certificate, key }) => (key.ok ? [{ certificate, key: key.value }] : []))
  const fitting = sound.filter(({ key }) => keyFits({ scheme, key }))
  if (fitting.length > 0) return ok(fitting)
  const [fault] = keys.flatMap(({ key }) => (key.ok ? [] : [key.problem]))
  return no(fault ? keyFinding(fault) : bad([11, 1202], 'outsideProfile', scheme.kind))
}

function keyFinding({ fault, seen }: KeyFault): BadSignature {
  return fault === 'unknown' ? bad([10, 1101], 'forbiddenAlgorithm', seen) : bad([3, 3005], 'weakKey', seen)
}

async function findSigner(
  signed: SignedContent,
  candidates: readonly Candidate[],
  received: Received,
): Promise<Result<Certificate, BadSignature>> {
  const { attributes, scheme, value } = signed
  if (!attributes) return await findSignerOfContent(signed, candidates, received)
  if (!timingSafeEqual(attributes.messageDigest, received.digest)) {
    return no(await mismatch([11, 1205], signed, attributes.messageDigest, received))
  }
  const signer = candidates.find(({ key }) => valueSigns({ scheme, key, value }, attributes.toBeSigned))
  return signer ? ok(signer.certificate) : no(bad([11, 1203], 'wrongValue'))
}

/** Without attributes the value is over the content: RSA PKCS#1 needs its digest only, the others the bytes once more. */
async function findSignerOfContent(
  signed: SignedContent,
  candidates: readonly Candidate[],
  received: Received,
): Promise<Result<Certificate, BadSignature>> {
  const { scheme, value } = signed
  if (received.firstByte === SET_TAG) return no(bad([11, 1204], 'attributes', 'content that begins with 0x31'))
  const claims = candidates.map(({ key }) => ({ scheme, key, value }))
  const outcomes =
    scheme.kind === 'pkcs1'
      ? claims.map((claim) => valueSignsDigest(claim, received.digest))
      : await valuesSignStream(claims, received.content.stream())
  const signer = candidates.find((_, index) => outcomes[index])
  if (signer) return ok(signer.certificate)
  const meant = claims.map(signedDigest).find((digest) => digest !== null)
  return no(meant ? await mismatch([11, 1203], signed, meant, received) : bad([11, 1203], 'wrongValue'))
}

async function mismatch(
  annex25: AnnexPair,
  { digest: algorithm }: SignedContent,
  expected: Buffer,
  { content, digest }: Received,
): Promise<BadSignature> {
  const detail = (await explainMismatch(expected, algorithm, content)) ?? 'otherDocument'
  return bad(annex25, detail, `${algorithm} ${digest.toString('hex')}`, `${algorithm} ${expected.toString('hex')}`)
}
