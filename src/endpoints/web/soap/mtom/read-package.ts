/** The package of MTOM: a message, and its binary values as they are (XOP 1.0). */
import { no, ok, type Result } from '../../../../base/result.ts'
import { type ContentType, isUtf8, readContentType } from './content-type.ts'
import { type MimeFault, type MimePart, readFirstParts, readParts } from './read-parts.ts'

export type Package = { readonly message: Buffer; readonly values: ReadonlyMap<string, Buffer> }

const PLAIN_ENCODINGS = ['binary', '8bit', '7bit']

/** rule 18.11: every part is named once and comes as it is; the message is the one that `start` names, or the first. */
export function readPackage(body: Buffer, { parameters }: ContentType): Result<Package, MimeFault> {
  const parts = readParts(body, parameters.get('boundary') ?? '')
  if (!parts.ok) return parts
  const root = rootOf(parts.value, parameters.get('start'))
  if (!root || !isMessage(root)) return no({ cause: 'no message among the parts' })
  const values = new Map<string, Buffer>()
  for (const part of parts.value) {
    const encoding = part.headers.get('content-transfer-encoding') ?? 'binary'
    if (!PLAIN_ENCODINGS.includes(encoding.toLowerCase()))
      return no({ cause: 'an encoding of a part that is not taken' })
    if (part === root) continue
    const [, id] = /^<([^<>\s]{1,250})>$/.exec(part.headers.get('content-id') ?? '') ?? []
    if (id === undefined || values.has(id)) return no({ cause: 'a part without a name of its own' })
    values.set(id, part.content)
  }
  return ok({ message: root.content, values })
}

/** The message as far as the beginning of a package has it; null when it does not begin there. */
export function messageBegun(beginning: Buffer, { parameters }: ContentType): Buffer | null {
  const parts = readFirstParts(beginning, parameters.get('boundary') ?? '')
  return rootOf(parts, parameters.get('start'))?.content ?? null
}

function rootOf(parts: readonly MimePart[], start: string | undefined): MimePart | undefined {
  return start === undefined ? parts[0] : parts.find(({ headers }) => headers.get('content-id') === start)
}

function isMessage({ headers }: MimePart): boolean {
  const type = readContentType(headers.get('content-type') ?? '')
  const inner = readContentType(type?.parameters.get('type') ?? 'text/xml')
  return type?.type === 'application/xop+xml' && isUtf8(type) && inner?.type === 'text/xml'
}
