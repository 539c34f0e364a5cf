/** Signing in with a card by Web eID: the card signs our origin and a nonce of ours, by its certificate for authentication (spec access.md §8.2b). */
import { createHash, randomBytes } from 'node:crypto'
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import { DIGEST_OCTETS, type Scheme } from '../../signing/algorithms.ts'
import { type Certificate, readCertificate } from '../../signing/certificate.ts'
import { sequence, unsigned } from '../../signing/der.ts'
import { decodeBase64 } from '../../signing/pem.ts'
import { readPublicKey } from '../../signing/public-key.ts'
import { valueSigns } from '../../signing/signature-value.ts'
import type { VerifiedIdentity } from '../verified-identity.ts'
import { type EidRules, eidIdentity, inspectEidCertificate, revocationProblem } from './eid-certificate.ts'
import { EID_REFUSAL } from './refusals.ts'

/** The body of a sign-in attempt of the kind `webEid`: bound to one browser and used once by who keeps the attempts. */
export type WebEidChallenge = { readonly nonce: string }

export type WebEidExpected = WebEidChallenge & {
  /** The portal's own public address, from the configuration, never from a request. */
  readonly origin: string
}

type Token = { readonly certificate: Buffer; readonly algorithm: Algorithm; readonly signature: Buffer }
type Algorithm = { readonly scheme: Scheme; readonly keyBits: number | null }

const NONCE_BYTES = 32
const TEXT_MAX = 16_384
const FORMAT = /^web-eid:1(?:\.0)?$/

const rsa = (kind: 'pkcs1' | 'pss', digest: Scheme['digest']): Algorithm => ({
  scheme: kind === 'pss' ? { kind, digest, saltOctets: DIGEST_OCTETS[digest] } : { kind, digest },
  keyBits: null,
})
const ec = (digest: Scheme['digest'], keyBits: number): Algorithm => ({ scheme: { kind: 'ecdsa', digest }, keyBits })

/** RFC 7518 §3.1; each ES algorithm belongs to one curve. */
// biome-ignore format: a table
const ALGORITHMS: ReadonlyMap<unknown, Algorithm> = new Map([
  ['ES256', ec('sha256', 256)],    ['ES384', ec('sha384', 384)],    ['ES512', ec('sha512', 521)],
  ['RS256', rsa('pkcs1', 'sha256')], ['RS384', rsa('pkcs1', 'sha384')], ['RS512', rsa('pkcs1', 'sha512')],
  ['PS256', rsa('pss', 'sha256')], ['PS384', rsa('pss', 'sha384')], ['PS512', rsa('pss', 'sha512')],
])

/** 256 bits of chance, as the text that is signed. */
export function newWebEidChallenge(): WebEidChallenge {
  return { nonce: randomBytes(NONCE_BYTES).toString('base64') }
}

/**
 * The holder of the card that made `authToken` (JSON of a stranger) for this challenge. Nobody is asked about revocation before the
 * signature is right. Refuses with SLU-LOGIN or SLU-BUSY.
 */
export async function verifyWebEid(
  authToken: unknown,
  expected: WebEidExpected,
  rules: EidRules,
): Promise<Result<VerifiedIdentity, Refusal>> {
  const token = tokenOf(authToken)
  const certificate = token && readCertificate(token.certificate)
  if (!token || !certificate?.ok) return no(EID_REFUSAL.unreadable)
  if (!signs(token, certificate.value, expected)) return no(EID_REFUSAL.signature)
  const inspected = inspectEidCertificate(token.certificate, rules)
  if (!inspected.ok) return inspected
  const problem = await revocationProblem(inspected.value.path, rules)
  return problem ? no(problem) : ok(eidIdentity(inspected.value.holder, rules))
}

function tokenOf(authToken: unknown): Token | null {
  if (typeof authToken !== 'object' || authToken === null) return null
  const written: Readonly<Record<string, unknown>> = { ...authToken }
  const algorithm = ALGORITHMS.get(written.algorithm)
  const [certificate, signature] = [octets(written.unverifiedCertificate), octets(written.signature)]
  const known = typeof written.format === 'string' && FORMAT.test(written.format)
  return known && algorithm && certificate && signature ? { certificate, algorithm, signature } : null
}

function octets(text: unknown): Buffer | null {
  return typeof text === 'string' && text.length <= TEXT_MAX ? decodeBase64(text) : null
}

/** `hash(origin) || hash(nonce)`, both as text, by the hash of the algorithm. */
function signs({ algorithm, signature }: Token, { spki }: Certificate, { origin, nonce }: WebEidExpected): boolean {
  const { scheme, keyBits } = algorithm
  const key = readPublicKey(spki)
  if (!key.ok || (keyBits !== null && key.value.bits !== keyBits)) return false
  const hash = (text: string): Buffer => createHash(scheme.digest).update(text, 'utf8').digest()
  const value = scheme.kind === 'ecdsa' ? derOf(signature, key.value.bits) : signature
  const message = Buffer.concat([hash(new URL(origin).origin), hash(nonce)])
  return value !== null && valueSigns({ scheme, key: key.value, value }, message)
}

/** RFC 7518 §3.4: the two numbers side by side, each as long as the curve; OpenSSL wants them as DER. */
function derOf(pair: Buffer, bits: number): Buffer | null {
  const half = Math.ceil(bits / 8)
  return pair.length === 2 * half ? sequence(unsigned(pair.subarray(0, half)), unsigned(pair.subarray(half))) : null
}
