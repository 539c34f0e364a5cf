/** Reads a compact JWS (RFC 7515) before anything in it is believed: as strictly as can be, for no honest library writes another form. */
import { strictObject } from './strict-object.ts'

export type Jws = {
  readonly header: ReadonlyMap<string, unknown>
  readonly claims: ReadonlyMap<string, unknown>
  /** What is signed. */
  readonly signed: Buffer
  readonly signature: Buffer
}

/** rule 15.3. Null for what is none, and for one whose header asks for what is not known here (`crit`). */
export function readJws(text: string): Jws | null {
  const [protectedHeader, payload, mac, ...more] = text.split('.')
  const parts = [protectedHeader, payload, mac].map(octetsOf)
  const [headerOctets, claimsOctets, signature] = parts
  if (more.length > 0 || !headerOctets || !claimsOctets || !signature) return null
  const [header, claims] = [strictObject(headerOctets), strictObject(claimsOctets)]
  if (!header || !claims || header.has('crit') || header.has('b64')) return null
  if (typeof header.get('alg') !== 'string' || !HINTS.every((name) => isTextOrAbsent(header.get(name)))) return null
  return { header, claims, signed: Buffer.from(`${protectedHeader}.${payload}`), signature }
}

export function textIn(members: ReadonlyMap<string, unknown>, name: string): string | null {
  const value = members.get(name)
  return typeof value === 'string' ? value : null
}

const HINTS = ['typ', 'kid', 'x5t#S256']

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

/** Node takes many spellings of base64; one only is taken here, so that no token has a twin. */
function octetsOf(segment: string | undefined): Buffer | null {
  if (!segment) return null
  const octets = Buffer.from(segment, 'base64url')
  return octets.toString('base64url') === segment ? octets : null
}
