import type { Now } from '../base/clock.ts'
import { Misconfigured, Unavailable } from '../base/errors.ts'
import { type Certificate, isWithinValidity } from './certificate.ts'
import { type Baseline, type LineBreak, readSigningPair, type SigningPair, signDetached } from './sign.ts'

/** Signs an answer of ours: the bytes of the FS that goes with the document. Throws `Unavailable` when it cannot now (case C25). */
export type Sign = (bytes: Uint8Array) => Promise<Buffer>

/** The pair that signs and, where there is one, the pair that follows it. */
export type AnswerPairs = { readonly current: SigningPair; readonly next: SigningPair | null }

export type AnswerSignerOptions = {
  /** Asked for each answer, so that a renewed pair needs no restart. */
  readonly pairs: () => AnswerPairs
  readonly overlapDays: () => number
  readonly lineBreak: LineBreak
  readonly now: Now
  readonly stamp: Baseline['stamp']
}

const SETTING = 'certs.dir'
const DAY_MILLISECONDS = 86_400_000

/** The gateway's own signer for answers (decision 19, rule 29.1). */
export function createSigner({ pairs, overlapDays, lineBreak, now, stamp }: AnswerSignerOptions): Sign {
  return async (content) => {
    const signedAt = now()
    const pair = pairAt(pairs(), signedAt, overlapDays())
    if (!pair) {
      const { subjectText } = pairs().current.certificate
      throw new Unavailable(
        `No certificate that signs answers is within its validity; the one in use is ${subjectText}.`,
      )
    }
    return await signDetached({ content, pair, signedAt, lineBreak, baseline: { stamp } })
  }
}

/**
 * rule 29.6: which pair signs at an instant: the next one as soon as it holds and the present one has `overlapDays` left or less, else the
 * present one; null when neither holds, for nothing is signed with a certificate that does not.
 */
export function pairAt({ current, next }: AnswerPairs, at: Date, overlapDays: number): SigningPair | null {
  const certificates = { current: current.certificate, next: next?.certificate ?? null }
  const signing = signsAt(certificates, at, overlapDays)
  if (signing === null) return null
  return signing === current.certificate ? current : next
}

type Validity = Pick<Certificate, 'notBefore' | 'notAfter'>

/** The same of their certificates alone. */
export function signsAt<One extends Validity>(
  { current, next }: { readonly current: One; readonly next: One | null },
  at: Date,
  overlapDays: number,
): One | null {
  const isCurrentGood = isWithinValidity(current, at)
  const isNextGood = next !== null && isWithinValidity(next, at)
  const leftDays = (current.notAfter.getTime() - at.getTime()) / DAY_MILLISECONDS
  if (isNextGood && (!isCurrentGood || leftDays <= overlapDays)) return next
  return isCurrentGood ? current : null
}

/** Throws `Misconfigured` when key and certificate of `file` cannot serve. */
export function answerPair(file: string, keyPem: string, certificatePem: string): SigningPair {
  const pair = readSigningPair(keyPem, certificatePem)
  if (pair.ok) return pair.value
  throw new Misconfigured(SETTING, `${file}.key, ${file}.crt: ${pair.problem.cause}`, pair.problem.remedy)
}
