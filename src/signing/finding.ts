import type { Sha256 } from '../base/hashes.ts'
import type { AnnexPair, SignatureDetail } from '../batch/annex-25.ts'
import type { SignatureEvidence } from '../batch/facts.ts'
import type { DigestAlgorithm } from './algorithms.ts'
import type { Certificate } from './certificate.ts'

/** What a signature file was found to be, with what can be shown of it. */
export type SignatureFinding = (GoodSignature | BadSignature) & Traces

export type GoodSignature = {
  readonly outcome: 'good'
  readonly annex25: AnnexPair
  /** Where somebody tells whether the signer's path still holds: the certificates above the signer's on it, nearest first, as DER. */
  readonly authorities?: readonly Uint8Array[]
}

export type BadSignature = {
  readonly outcome: 'bad'
  /** 125: not a valid signature of these bytes; 153: valid, but the certificate is not the sender's (decision 17). */
  readonly code: 125 | 153
  readonly annex25: AnnexPair
  readonly detail: SignatureDetail
  /** Language-free fragments for the reason's text. */
  readonly seen?: string
  readonly expected?: string
}

/** Whatever was readable, also of a bad signature. */
export type Traces = {
  readonly certificate?: { readonly sha256: Sha256; readonly subject: string; readonly serial: string }
  /** The digest of the content as it was received. */
  readonly digest?: { readonly algorithm: DigestAlgorithm; readonly hex: string }
  /** As the signer claims it: shown, never relied on (case C16). */
  readonly signingTime?: string
  /** rule 28.4: what was known of the signer's certificate when the set was judged. */
  readonly revocation?: SignatureEvidence['revocation']
}

export const GOOD: GoodSignature = { outcome: 'good', annex25: [0, 0] }

export function bad(annex25: AnnexPair, detail: SignatureDetail, seen?: string, expected?: string): BadSignature {
  const fragments = { ...(seen === undefined ? {} : { seen }), ...(expected === undefined ? {} : { expected }) }
  return { outcome: 'bad', code: 125, annex25, detail, ...fragments }
}

export function certificateTrace({ sha256, subjectText, serialText }: Certificate): Required<Traces>['certificate'] {
  return { sha256, subject: subjectText, serial: serialText }
}

/** The finding as the verdict keeps it. */
export function evidenceOf(file: string, finding: SignatureFinding): SignatureEvidence {
  const { outcome, annex25, certificate, digest, signingTime, revocation } = finding
  return {
    file,
    outcome,
    annex25,
    ...(certificate ? { certificate } : {}),
    ...(digest ? { digest } : {}),
    ...(signingTime ? { signingTime } : {}),
    ...(revocation ? { revocation } : {}),
  }
}
