/** A media type or disposition with its parameters (RFC 9110 §5.6.6, RFC 2183), read strictly: what is ambiguous is not read at all. */

export type Parameterised = {
  /** In lower case. */
  readonly value: string
  /** By name in lower case, without quotes and escapes. */
  readonly parameters: ReadonlyMap<string, string>
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const VALUE = new RegExp(`^\\s*(${TOKEN}(?:/${TOKEN})?)\\s*`)
const PARAMETER = new RegExp(`^;\\s*(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\[\\x20-\\x7e])*)")\\s*`)

/** Null when it is not well formed, or names a parameter twice. */
export function parameterised(header: string): Parameterised | null {
  const [whole, value] = VALUE.exec(header) ?? []
  if (whole === undefined || value === undefined) return null
  const parameters = new Map<string, string>()
  let rest = header.slice(whole.length)
  while (rest !== '' && rest !== ';') {
    const [found, name = '', token, quoted] = PARAMETER.exec(rest) ?? []
    if (found === undefined || parameters.has(name.toLowerCase())) return null
    parameters.set(name.toLowerCase(), token ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1'))
    rest = rest.slice(found.length)
  }
  return { value: value.toLowerCase(), parameters }
}

const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/

/** Of a `Content-Type` of a form; null when it is none, or has no boundary as RFC 2046 §5.1.1 allows it. */
export function boundaryOf(contentType: string | undefined): string | null {
  const type = parameterised(contentType ?? '')
  const boundary = type?.value === 'multipart/form-data' ? type.parameters.get('boundary') : undefined
  return boundary !== undefined && BOUNDARY.test(boundary) ? boundary : null
}
