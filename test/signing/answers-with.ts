import { type AnswerSignerOptions, answerPair, createSigner, type Sign } from '../../src/signing/answer-signer.ts'
import type { KeyAndCertificate } from '../../src/signing/make-certificate.ts'

/** The signer of answers with one pair and no time-stamps, in all that is not given. */
export function answersWith(
  { keyPem, certificatePem }: KeyAndCertificate,
  options: Partial<AnswerSignerOptions> = {},
): Sign {
  const pairs = { current: answerPair('acknowledgement', keyPem, certificatePem), next: null }
  return createSigner({
    ...{ pairs: () => pairs, overlapDays: () => 7, lineBreak: 'LF', now: () => new Date(), stamp: async () => null },
    ...options,
  })
}
