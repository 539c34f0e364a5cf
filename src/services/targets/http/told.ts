/** rule 19.4: what the body of an answer says, read strictly: whatever is not plainly one of these is nothing. */
import { strictJson } from '../../../base/strict-json.ts'
import { utf8In } from '../../../base/utf8.ts'
import type { Answer } from './heard.ts'

export type Told =
  /** `{"status": "accepted", "reference": "…"}`. */
  | { readonly kind: 'receipt'; readonly reference: string }
  /** A problem document (RFC 9457). */
  | { readonly kind: 'problem'; readonly reason: string }
  /** The answers to a question: `{"status": "refused", "reason": "…"}` and `{"status": "unknown"}`. */
  | { readonly kind: 'refusal'; readonly reason: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'nothing' }

const NOTHING: Told = { kind: 'nothing' }
const REFERENCE = /^[^\p{Cc}]{1,200}$/u

/** Without a key in it a receipt is believed to be ours; with another one it is not. */
export function toldBy({ headers, body }: Pick<Answer, 'headers' | 'body'>, key: string): Told {
  const read = strictJson((body && utf8In(body)) ?? '')
  if (!read.ok || typeof read.value !== 'object' || read.value === null) return NOTHING
  const said = read.value as Readonly<Record<string, unknown>>
  if (isProblem(headers['content-type'])) return problemIn(said)
  if (said.idempotencyKey !== undefined && said.idempotencyKey !== key) return NOTHING
  if (said.status === 'accepted' && typeof said.reference === 'string' && REFERENCE.test(said.reference))
    return { kind: 'receipt', reference: said.reference }
  if (said.status === 'refused' && typeof said.reason === 'string') return { kind: 'refusal', reason: said.reason }
  return said.status === 'unknown' ? { kind: 'unknown' } : NOTHING
}

function isProblem(mediaType: string | undefined): boolean {
  return mediaType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/problem+json'
}

function problemIn({ title, detail }: Readonly<Record<string, unknown>>): Told {
  const words = [title, detail].filter((word) => typeof word === 'string' && word !== '')
  return words.length === 0 ? NOTHING : { kind: 'problem', reason: words.join(': ') }
}
