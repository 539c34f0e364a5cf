import { parameterised } from './media-type.ts'
import { MultipartFault } from './multipart-fault.ts'

/** What a part says of itself. */
export type PartHeaders = {
  /** Name of the field. */
  readonly name: string
  /** As it was sent, paths and all; null when it has none. */
  readonly fileName: string | null
  /** In lower case, without parameters; null when it says nothing. */
  readonly mediaType: string | null
  /** In lower case. */
  readonly charset: string | null
}

const LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/
const NOT_ENCODED: readonly string[] = ['7bit', '8bit', 'binary']

/** `block`: the header lines between CRLFs, without the empty line. Throws a `MultipartFault`. */
export function partHeaders(block: string): PartHeaders {
  const headers = linesOf(block)
  if ((headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity') throw new MultipartFault('encoded')
  const transfer = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary'
  if (!NOT_ENCODED.includes(transfer)) throw new MultipartFault('encoded')
  const disposition = parameterised(headers.get('content-disposition') ?? '')
  const name = disposition?.parameters.get('name')
  // RFC 7578 §4.2 forbids a second way to tell a file's name.
  if (disposition?.value !== 'form-data' || name === undefined || disposition.parameters.has('filename*')) {
    throw new MultipartFault('malformed')
  }
  const written = headers.get('content-type')
  const type = written === undefined ? null : parameterised(written)
  if (written !== undefined && type === null) throw new MultipartFault('malformed')
  return {
    name,
    fileName: disposition.parameters.get('filename') ?? null,
    mediaType: type?.value ?? null,
    charset: type?.parameters.get('charset')?.toLowerCase() ?? null,
  }
}

/** By name in lower case; folded lines are one (RFC 822 §3.1.1). */
function linesOf(block: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of block.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name = '', value = ''] = LINE.exec(line) ?? []
    if (name === '' || headers.has(name.toLowerCase())) throw new MultipartFault('malformed')
    headers.set(name.toLowerCase(), value.trimEnd())
  }
  return headers
}
