import { child, contextTag, oidText, smallInteger, TAG } from './asn1-values.ts'
import { type Element, Malformed } from './ber.ts'

export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512'
export const DIGEST_ALGORITHMS: readonly DigestAlgorithm[] = ['sha256', 'sha384', 'sha512']
export const DIGEST_OCTETS: Readonly<Record<DigestAlgorithm, number>> = { sha256: 32, sha384: 48, sha512: 64 }

/** How a signature value comes about; the only ways that are admitted (decision 16). */
export type Scheme =
  | { readonly kind: 'pkcs1'; readonly digest: DigestAlgorithm }
  | { readonly kind: 'pss'; readonly digest: DigestAlgorithm; readonly saltOctets: number }
  | { readonly kind: 'ecdsa'; readonly digest: DigestAlgorithm }

/** An algorithm that is not admitted, by the name that people know it by. */
export type NotAdmitted = { readonly notAdmitted: string; readonly weak: boolean }

export const OID = {
  rsaEncryption: '1.2.840.113549.1.1.1',
  mgf1: '1.2.840.113549.1.1.8',
  rsassaPss: '1.2.840.113549.1.1.10',
  ecPublicKey: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  p384: '1.3.132.0.34',
  p521: '1.3.132.0.35',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  sha384WithRsa: '1.2.840.113549.1.1.12',
  sha512WithRsa: '1.2.840.113549.1.1.13',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecdsaWithSha384: '1.2.840.10045.4.3.3',
  ecdsaWithSha512: '1.2.840.10045.4.3.4',
} as const

const DIGESTS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
])

const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  [OID.sha256WithRsa, { kind: 'pkcs1', digest: 'sha256' }],
  [OID.sha384WithRsa, { kind: 'pkcs1', digest: 'sha384' }],
  [OID.sha512WithRsa, { kind: 'pkcs1', digest: 'sha512' }],
  [OID.ecdsaWithSha256, { kind: 'ecdsa', digest: 'sha256' }],
  [OID.ecdsaWithSha384, { kind: 'ecdsa', digest: 'sha384' }],
  [OID.ecdsaWithSha512, { kind: 'ecdsa', digest: 'sha512' }],
])

/** Names for what is refused, so that the sender reads `SHA-1` and not a row of numbers. */
// biome-ignore format: a table
const REFUSED: ReadonlyMap<string, NotAdmitted> = new Map([
  ['1.2.840.113549.2.2',         { notAdmitted: 'MD2', weak: true }],
  ['1.2.840.113549.2.4',         { notAdmitted: 'MD4', weak: true }],
  ['1.2.840.113549.2.5',         { notAdmitted: 'MD5', weak: true }],
  ['1.3.14.3.2.26',              { notAdmitted: 'SHA-1', weak: true }],
  ['2.16.840.1.101.3.4.2.4',     { notAdmitted: 'SHA-224', weak: true }],
  ['1.2.840.113549.1.1.2',       { notAdmitted: 'MD2 with RSA', weak: true }],
  ['1.2.840.113549.1.1.3',       { notAdmitted: 'MD4 with RSA', weak: true }],
  ['1.2.840.113549.1.1.4',       { notAdmitted: 'MD5 with RSA', weak: true }],
  ['1.2.840.113549.1.1.5',       { notAdmitted: 'SHA-1 with RSA', weak: true }],
  ['1.3.14.3.2.29',              { notAdmitted: 'SHA-1 with RSA', weak: true }],
  ['1.2.840.113549.1.1.14',      { notAdmitted: 'SHA-224 with RSA', weak: true }],
  ['1.2.840.10045.4.1',          { notAdmitted: 'ECDSA with SHA-1', weak: true }],
  ['1.2.840.10045.4.3.1',        { notAdmitted: 'ECDSA with SHA-224', weak: true }],
  ['1.2.840.10040.4.1',          { notAdmitted: 'DSA', weak: false }],
  ['1.2.840.10040.4.3',          { notAdmitted: 'DSA with SHA-1', weak: true }],
  ['2.16.840.1.101.3.4.3.2',     { notAdmitted: 'DSA with SHA-256', weak: false }],
  ['1.3.101.112',                { notAdmitted: 'Ed25519', weak: false }],
  ['1.3.101.113',                { notAdmitted: 'Ed448', weak: false }],
])

/** Reads an AlgorithmIdentifier that must be a digest. Throws `Malformed`. */
export function digestOf(identifier: Element): DigestAlgorithm | NotAdmitted {
  const { name, parameters } = algorithmOf(identifier)
  const digest = DIGESTS.get(name)
  return digest && parametersAreEmpty(parameters) ? digest : refused(name)
}

/**
 * Reads an AlgorithmIdentifier that must be a signature algorithm. `rsaEncryption` names no digest: it takes `announced`,
 * the digest that the CMS signer announces, and is not admitted where there is none (in certificates). Throws `Malformed`.
 */
export function schemeOf(identifier: Element, announced: DigestAlgorithm | null): Scheme | NotAdmitted {
  const { name, parameters } = algorithmOf(identifier)
  if (name === OID.rsassaPss)
    return pssScheme(parameters) ?? { notAdmitted: 'RSA-PSS with these parameters', weak: false }
  if (!parametersAreEmpty(parameters)) return refused(name)
  if (name === OID.rsaEncryption && announced) return { kind: 'pkcs1', digest: announced }
  return SCHEMES.get(name) ?? refused(name)
}

export function algorithmOf(identifier: Element): { readonly name: string; readonly parameters: Element | undefined } {
  if (identifier.tag !== TAG.sequence || identifier.children.length > 2) {
    throw new Malformed('syntax', 'an algorithm identifier is missing')
  }
  return { name: oidText(child(identifier, 0, TAG.oid, 'an algorithm')), parameters: identifier.children[1] }
}

/** Absent or NULL: RFC 5754 and RFC 8017 admit both readings for what we accept. */
export function parametersAreEmpty(parameters: Element | undefined): boolean {
  return parameters === undefined || (parameters.tag === TAG.null && parameters.contents.length === 0)
}

function refused(name: string): NotAdmitted {
  return REFUSED.get(name) ?? { notAdmitted: name, weak: false }
}

/** RSASSA-PSS-params (RFC 8017 A.2.3): the defaults mean SHA-1, so hash and mask must both be given and agree. */
function pssScheme(parameters: Element | undefined): Scheme | null {
  if (parameters?.tag !== TAG.sequence) return null
  const fields = new Map(parameters.children.map((field) => [field.tag, field.children[0]]))
  const known = [0, 1, 2, 3].map((number) => contextTag(number))
  const clean = parameters.children.every(
    ({ tag, children }, index, all) => known.includes(tag) && children.length === 1 && tag > (all[index - 1]?.tag ?? 0),
  )
  const [hash, mask, salt, trailer] = known.map((tag) => fields.get(tag))
  if (!clean || !hash || !mask) return null
  const digest = digestOf(hash)
  const generator = algorithmOf(mask)
  if (typeof digest !== 'string' || generator.name !== OID.mgf1 || !generator.parameters) return null
  const saltOctets = salt ? smallInteger(salt) : 20
  const trailerIsOne = !trailer || smallInteger(trailer) === 1
  if (digestOf(generator.parameters) !== digest || saltOctets === null || !trailerIsOne) return null
  return { kind: 'pss', digest, saltOctets }
}
