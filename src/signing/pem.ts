/** Base64 and PEM (RFC 4648, RFC 7468), strictly: what is not exactly that is refused, never guessed. */

export type PemBlock = { readonly label: string; readonly octets: Buffer }

const BEGIN = '-----BEGIN '
const END = '-----END '
const DASHES = '-----'
const LABEL_MAX = 64
const COLUMNS = 76

/** White space of any kind is ignored; padding and unused bits must be right. Null when it is not base64, or empty. */
export function decodeBase64(text: string): Buffer | null {
  const dense = text.replaceAll(/[ \t\r\n]/g, '')
  const octets = Buffer.from(dense, 'base64')
  return dense.length > 0 && octets.toString('base64') === dense ? octets : null
}

export function isPem(text: string): boolean {
  return text.includes(BEGIN)
}

/** All blocks with the text around and between them; null when an armour line or the base64 inside is not right. */
export function readPem(text: string): { readonly blocks: readonly PemBlock[]; readonly around: string } | null {
  const blocks: PemBlock[] = []
  let around = ''
  let at = 0
  for (let begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, at)) {
    around += text.slice(at, begin)
    const labelEnd = text.indexOf(DASHES, begin + BEGIN.length)
    const label = text.slice(begin + BEGIN.length, labelEnd)
    const closing = `${END}${label}${DASHES}`
    const end = text.indexOf(closing, labelEnd)
    if (labelEnd < 0 || label.length > LABEL_MAX || end < 0) return null
    const octets = decodeBase64(text.slice(labelEnd + DASHES.length, end))
    if (!octets) return null
    blocks.push({ label, octets })
    at = end + closing.length
  }
  return { blocks, around: around + text.slice(at) }
}

/** One armoured block, 64 columns. */
export function toPem(label: string, octets: Uint8Array): string {
  return `${BEGIN}${label}${DASHES}\n${columns(octets, 64, '\n')}${END}${label}${DASHES}\n`
}

/** Base64 in 76 columns, each line ended, the form of an FS (reception §8.1). */
export function toBase64Lines(octets: Uint8Array, lineBreak: string): string {
  return columns(octets, COLUMNS, lineBreak)
}

function columns(octets: Uint8Array, width: number, lineBreak: string): string {
  const text = Buffer.from(octets).toString('base64')
  let lines = ''
  for (let at = 0; at < text.length; at += width) lines += text.slice(at, at + width) + lineBreak
  return lines
}
