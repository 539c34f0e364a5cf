/** Null when the bytes are not UTF-8. A mark of byte order at the beginning is left out, unless it is kept. */
export function utf8In(bytes: Uint8Array, { keepsMark = false } = {}): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepsMark }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
