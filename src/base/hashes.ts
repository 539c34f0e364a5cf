import { createHash } from 'node:crypto'

/** 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly brand: 'Sha256' }

export function sha256(bytes: Uint8Array | string): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256
}

export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text)
}

/** JSON with sorted keys and no spaces: the same value has the same bytes, so that its hash can be its id. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined)
    const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1))
    return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
