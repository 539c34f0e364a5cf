import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Certificate, readCertificate } from '../../src/signing/certificate.ts'
import {
  bitString,
  boolean,
  context,
  type Der,
  element,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  setOf,
  time,
  utf8String,
} from '../../src/signing/der.ts'
import { certificateId, keyHash, OCSP_NONCE } from '../../src/signing/ocsp-request.ts'
import { extension, writeCertificate } from '../../src/signing/write-certificate.ts'

/** Authorities, cards, responders and lists, made piece by piece, so that a test can make one piece wrong. */
export type Holder = { readonly key: KeyObject; readonly certificate: Certificate }

export const NOW = new Date('2026-11-23T12:00:00Z')
export const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000)
export const days = (count: number): Date => minutes(count * 1440)

export const USAGE = {
  authority: [0x06, 1],
  certificatesOnly: [0x04, 2],
  authentication: [0x80, 7],
  nonRepudiation: [0x40, 6],
} as const
export const CLIENT = '1.3.6.1.5.5.7.3.2'
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

export const constraints = (pathLength?: number): Der =>
  extension('2.5.29.19', sequence(boolean(true), ...(pathLength === undefined ? [] : [integer(pathLength)])), true)
export const usage = ([bits, unused]: readonly [number, number]): Der =>
  extension('2.5.29.15', bitString(Buffer.of(bits), unused), true)
export const purposes = (...names: readonly string[]): Der => extension('2.5.29.37', sequence(...names.map(oid)))
const address = (url: string): Der => element(0x86, Buffer.from(url))
export const responderAt = (url: string): Der =>
  extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), address(url))))
export const listAt = (url: string): Der =>
  extension('2.5.29.31', sequence(sequence(context(0, context(0, address(url))))))

// biome-ignore format: a table
const TYPE = { CN: '2.5.4.3', SN: '2.5.4.4', serialNumber: '2.5.4.5', C: '2.5.4.6', GN: '2.5.4.42' } as const
export function nameOf(parts: Partial<Record<keyof typeof TYPE, string>>): Der {
  const levels = Object.entries(parts).map(([type, text]) =>
    setOf(sequence(oid(TYPE[type as keyof typeof TYPE]), utf8String(text))),
  )
  return sequence(...levels)
}

export type Issue = {
  readonly name: Der
  readonly by?: Holder
  readonly keyType?: 'P-256' | 'P-384' | 'P-521' | 'rsa'
  readonly key?: KeyObject
  readonly from?: Date
  readonly until?: Date
  readonly extensions: readonly Der[]
}

export function issue({ name, by, keyType = 'P-384', key = newKey(keyType), ...rest }: Issue): Holder {
  const contents = {
    subject: name,
    issuer: by?.certificate.subject ?? name,
    spki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    notBefore: rest.from ?? days(-30),
    notAfter: rest.until ?? days(300),
    extensions: rest.extensions,
  }
  return { key, certificate: read(writeCertificate(contents, by?.key ?? key)) }
}

export function authority(commonName: string, by?: Holder, more: Partial<Issue> = {}): Holder {
  const extensions = [constraints(), usage(USAGE.authority)]
  return issue({ name: nameOf({ CN: commonName }), ...(by && { by }), extensions, ...more })
}

export function read(der: Uint8Array): Certificate {
  const certificate = readCertificate(der)
  if (!certificate.ok) throw new Error(certificate.problem)
  return certificate.value
}

function newKey(keyType: NonNullable<Issue['keyType']>): KeyObject {
  return keyType === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: keyType }).privateKey
}

function algorithmOf(key: KeyObject): Der {
  return key.asymmetricKeyType === 'ec'
    ? sequence(oid('1.2.840.10045.4.3.2'))
    : sequence(oid('1.2.840.113549.1.1.11'), nothing)
}

/** GeneralizedTime, whatever the year: OCSP knows no other. */
const generalized = (instant: Date): Der =>
  element(0x18, Buffer.from(`${instant.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`))

export type Answer = {
  readonly status?: 'good' | 'revoked' | 'unknown'
  readonly certificateId?: Der
  readonly revokedAt?: Date
  /** A number of RFC 5280 §5.3.1. */
  readonly reason?: number
  readonly from?: Date
  readonly until?: Date | null
  readonly nonce?: Uint8Array
  readonly attached?: readonly Certificate[]
  readonly byKeyHash?: boolean
  readonly extensions?: readonly Der[]
}

/** What `signer` answers about `certificate`; right in all that is not given. */
export function ocspAnswer(certificate: Certificate, issuer: Certificate, signer: Holder, answer: Answer = {}): Der {
  const { status = 'good', from = minutes(-5), until = minutes(60), attached = [], nonce } = answer
  const because = answer.reason === undefined ? [] : [context(0, element(0x0a, Buffer.of(answer.reason)))]
  const since = generalized(answer.revokedAt ?? days(-2))
  const states = { good: element(0x80), revoked: context(1, since, ...because), unknown: element(0x82) }
  const statement = sequence(
    answer.certificateId ?? certificateId(certificate, issuer),
    states[status],
    generalized(from),
    ...(until ? [context(0, generalized(until))] : []),
  )
  const extensions = [...(nonce ? [extension(OCSP_NONCE, octetString(nonce))] : []), ...(answer.extensions ?? [])]
  const signed = sequence(
    answer.byKeyHash ? context(2, octetString(keyHash(signer.certificate))) : context(1, signer.certificate.subject),
    generalized(from),
    sequence(statement),
    ...(extensions.length > 0 ? [context(1, sequence(...extensions))] : []),
  )
  const basic = sequence(
    ...[signed, algorithmOf(signer.key), bitString(sign('sha256', signed, signer.key))],
    ...(attached.length > 0 ? [context(0, sequence(...attached.map(({ der }) => der)))] : []),
  )
  return sequence(element(0x0a, Buffer.of(0)), context(0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octetString(basic))))
}

export type ListPieces = {
  readonly revoked?: readonly Certificate[]
  readonly revokedAt?: Date
  readonly from?: Date
  readonly until?: Date | null
  readonly extensions?: readonly Der[]
  readonly entryExtensions?: readonly Der[]
  /** Instead of those of `revoked`, as they stand beside each other. */
  readonly entries?: Buffer
  readonly key?: KeyObject
}

/** The revocation list of `issuer`; right in all that is not given. */
export function revocationList(issuer: Holder, pieces: ListPieces = {}): Der {
  const { revoked = [], from = minutes(-5), until = days(1), extensions = [], entryExtensions = [] } = pieces
  const key = pieces.key ?? issuer.key
  const more = entryExtensions.length > 0 ? [sequence(...entryExtensions)] : []
  const listed = revoked.map(({ serial }) =>
    sequence(element(0x02, serial), time(pieces.revokedAt ?? days(-2)), ...more),
  )
  const entries = pieces.entries ?? Buffer.concat(listed)
  const signed = sequence(
    ...[integer(1), algorithmOf(key), issuer.certificate.subject, time(from)],
    ...(until ? [time(until)] : []),
    ...(entries.length > 0 ? [element(0x30, entries)] : []),
    ...(extensions.length > 0 ? [context(0, sequence(...extensions))] : []),
  )
  return sequence(signed, algorithmOf(key), bitString(sign('sha256', signed, key)))
}
