import { type AcknowledgementSettings, acknowledgementDocument } from '../batch/acknowledgement-document.ts'
import { type AnswerNames, answerNames } from '../batch/answer-names.ts'
import type { Envelope, Verdict } from '../batch/facts.ts'
import type { Blob } from '../spool/spool.ts'

export type AcknowledgeDeps = {
  readonly settings: AcknowledgementSettings & {
    /** Six digits, the gateway's own sender number (`names.gatewayNumber`). */
    readonly gatewayNumber: string
  }
  /** The bytes of the FS over these bytes. Throws `Unavailable` when the key is away: no answer leaves unsigned (case C25). */
  readonly sign: (document: Uint8Array) => Promise<Uint8Array>
  readonly store: (bytes: Uint8Array) => Promise<Blob>
}

/** An answer whose bytes are durable, ready to become visible in one commit. GO is empty and has no blob. */
export type PreparedAnswer = { readonly names: AnswerNames; readonly document: Blob; readonly signature: Blob }

/**
 * Makes the answer to a judged set and stores its bytes; the caller publishes FO, FS and GO with the fact in one transaction.
 * Done twice after a crash, the document has the same bytes; only the signature that was published counts (case K8).
 */
export async function acknowledge(
  envelope: Envelope,
  verdict: Verdict & { readonly answer: NonNullable<Verdict['answer']> },
  { settings, sign, store }: AcknowledgeDeps,
): Promise<PreparedAnswer> {
  const bytes = acknowledgementDocument(envelope, verdict, settings)
  const signed = await sign(bytes)
  const [document, signature] = await Promise.all([store(bytes), store(signed)])
  const names = answerNames(verdict.answer, envelope.environment, settings.gatewayNumber)
  return { names, document, signature }
}
