import { createHash, sign } from 'node:crypto'
import { type AskingRules, createAskAuthorities } from '../../../src/authorities/ask-authorities.ts'
import { silentLog } from '../../../src/base/log.ts'
import type { Result } from '../../../src/base/result.ts'
import { type EidRules, eidTrust } from '../../../src/identity/eid/eid-certificate.ts'
import type { Der } from '../../../src/signing/der.ts'
import {
  authority,
  CLIENT,
  type Holder,
  type Issue,
  issue,
  NOW,
  nameOf,
  purposes,
  USAGE,
  usage,
} from '../../signing/authorities.ts'

/** An imitation of the Belgian eID: a root, an authority for citizens, and cards. */
export const root = authority('Belgium Root CA', undefined, { keyType: 'rsa' })
export const citizens = authority('Citizen CA', root)
export const SSIN = '85073000160'
export const PERSON = { C: 'BE', CN: 'Alix Peeters (Authentication)', SN: 'Peeters', GN: 'Alix', serialNumber: SSIN }
export const AUTHENTICATION = [usage(USAGE.authentication), purposes(CLIENT)] as const

export function card(more: Partial<Issue> = {}, places: readonly Der[] = []): Holder {
  return issue({ name: nameOf(PERSON), by: citizens, extensions: [...AUTHENTICATION, ...places], ...more })
}

export function rules(changes: Partial<EidRules> = {}): EidRules {
  const trust = eidTrust([root.certificate, citizens.certificate])
  return { ...trust, revocation: null, assurance: 500, now: () => NOW, ...changes }
}

export function asking(changes: Partial<AskingRules> = {}): EidRules['revocation'] {
  return createAskAuthorities({
    fetch,
    now: () => NOW,
    log: silentLog,
    fetchSeconds: 5,
    fetchBytes: 1_000_000,
    ...changes,
  })
}

/** What was verified, or the key of the refusal. */
export function outcome<Value>(result: Result<Value, { readonly told?: { readonly key: string } }>): unknown {
  return result.ok ? result.value : result.problem.told?.key
}

export type Signing = {
  readonly algorithm?: string
  readonly digest?: string
  readonly origin?: string
  readonly format?: string
}

/** What the Web eID browser extension answers. */
export function webEidToken(
  { key, certificate }: Holder,
  nonce: string,
  signing: Signing = {},
): Record<string, string> {
  const { algorithm = 'ES384', digest = 'sha384', origin = 'https://portal.example', format = 'web-eid:1.0' } = signing
  const hash = (text: string): Buffer => createHash(digest).update(text).digest()
  const padding = algorithm.startsWith('PS') ? { padding: 6, saltLength: hash('').length } : {}
  const value = sign(digest, Buffer.concat([hash(origin), hash(nonce)]), { key, dsaEncoding: 'ieee-p1363', ...padding })
  return {
    unverifiedCertificate: certificate.der.toString('base64'),
    ...{ algorithm, signature: value.toString('base64'), format },
  }
}
