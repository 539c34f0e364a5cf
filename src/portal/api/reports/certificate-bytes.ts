const PEM = '-----BEGIN'
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/

/** PEM as it is, DER out of its base64; anything else as it came, for the inspection to say what it is. */
export function certificateBytes(text: string): Buffer {
  return !text.includes(PEM) && BASE64.test(text) ? Buffer.from(text, 'base64') : Buffer.from(text)
}
