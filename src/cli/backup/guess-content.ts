/** What a content without a row probably is, told by its first bytes alone; for a person who looks for what was lost. */
import { readAcknowledgement } from '../../batch/read-acknowledgement.ts'

export type Guess =
  /** Our own answer: it names the set that it answers. */
  | { readonly kind: 'acknowledgement'; readonly about: string; readonly ticket: string; readonly accepted: boolean }
  /** An XML document: its root, and the schema that it names. */
  | { readonly kind: 'document'; readonly root: string; readonly schema: string | null }
  | { readonly kind: 'signature' | 'empty' | 'unknown' }

/** Of a document, the schema stands in its first tag. */
export const LOOKED_AT_BYTES = 64 * 1024

const ROOT =
  /^(?:<\?[^>]{0,1000}\?>|<!--(?:[^-]|-[^-]){0,4000}-->|\s)*<([A-Za-z_][\w.-]{0,100}(?::[A-Za-z_][\w.-]{0,100})?)([^>]{0,4000})/
const SCHEMA = /(?:noNamespaceSchemaLocation|schemaLocation)\s*=\s*["']([^"']{1,500})["']/
/** DER of a ContentInfo with the object identifier of signed data, in base64: SEQUENCE, length, OID 1.2.840.113549.1.7.2 */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex')

/** `whole`: the bytes are all there are. Never throws. */
export function guessContent(bytes: Buffer, whole: boolean): Guess {
  if (bytes.length === 0) return { kind: 'empty' }
  const answer = whole ? readAcknowledgement(bytes) : null
  if (answer?.ok) {
    const { fileName, ticket, accepted } = answer.value
    return { kind: 'acknowledgement', about: fileName, ticket, accepted }
  }
  const [, root, tag = ''] = ROOT.exec(bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')) ?? []
  if (root !== undefined)
    return {
      kind: 'document',
      root,
      schema:
        SCHEMA.exec(tag)?.[1]
          ?.split(/[\s/]+/)
          .at(-1) ?? null,
    }
  return { kind: isSignature(bytes) ? 'signature' : 'unknown' }
}

function isSignature(bytes: Buffer): boolean {
  const start = bytes
    .subarray(0, 200)
    .toString('latin1')
    .replace(/-----[^-]*-----|\s/g, '')
  const decoded = /^[A-Za-z0-9+/=]+$/.test(start) ? Buffer.from(start.slice(0, 100), 'base64') : bytes
  return decoded[0] === 0x30 && decoded.subarray(0, 32).includes(SIGNED_DATA)
}
