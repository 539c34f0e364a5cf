/** The bytes of canonical base64 (RFC 4648 §3.5), white space aside; null for anything else. */
export function readBase64(text: string): Buffer | null {
  const compact = /[ \t\r\n]/.test(text) ? text.replaceAll(/[ \t\r\n]+/g, '') : text
  const bytes = Buffer.from(compact, 'base64')
  return bytes.toString('base64') === compact ? bytes : null
}
