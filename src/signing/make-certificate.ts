import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { isIP, isIPv6 } from 'node:net'
import { promisify } from 'node:util'
import { readCertificate } from './certificate.ts'
import { bitString, boolean, type Der, element, octetString, oid, sequence } from './der.ts'
import { readPem, toPem } from './pem.ts'
import { distinguishedName, extension, keyIdentifier, writeCertificate } from './write-certificate.ts'

/** Keys and certificates for trials, the demonstration and tests; production brings its own (contract, `mode`). */
export type KeyAndCertificate = { readonly keyPem: string; readonly certificatePem: string }

export type CertificateRequest = {
  readonly commonName: string
  readonly organization?: string
  /** Ten digits; written as access.md §11 shows it. */
  readonly enterpriseNumber?: string
  readonly keyType: 'rsa' | 'ec'
  /** From `now` on. */
  readonly days: number
  readonly now: Date
  /** Host names and addresses: makes it a server's certificate. Without any it is one for signatures. */
  readonly alternativeNames?: readonly string[]
}

const RSA_BITS = 2048
const CURVE = 'P-256'
const DAY = 86_400_000
/** Others' clocks may be behind. */
const BACKDATED = 5 * 60_000
const ENTERPRISE_UNIT = 'urn:be:fgov:kbo-bce:organization:cbe-number:'

const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1'

/** The bits of a key usage, most significant first, as the octets of its BIT STRING with the number of unused bits. */
const USAGE = {
  signature: bitString(Buffer.from([0xc0]), 6), // digitalSignature, nonRepudiation
  server: bitString(Buffer.from([0xa0]), 5), // digitalSignature, keyEncipherment
  authority: bitString(Buffer.from([0x06]), 1), // keyCertSign, cRLSign
} as const

const makeKeyPair = promisify(generateKeyPair)

/** A certificate that vouches for itself, not a CA. */
export async function makeSelfSigned(request: CertificateRequest): Promise<KeyAndCertificate> {
  const { key, spki } = await newKey(request.keyType)
  return pemOf(key, writeCertificate(leaf(request, spki, nameOf(request)), key))
}

/** A certification authority of our own, for the demonstration and tests. */
export async function makeCa(request: CertificateRequest): Promise<KeyAndCertificate> {
  const { key, spki } = await newKey(request.keyType)
  const name = nameOf(request)
  const extensions = [
    extension(EXTENSION.basicConstraints, sequence(boolean(true)), true),
    extension(EXTENSION.keyUsage, USAGE.authority, true),
    extension(EXTENSION.subjectKeyIdentifier, octetString(keyIdentifier(spki))),
  ]
  const contents = { subject: name, issuer: name, spki, ...validityOf(request), extensions }
  return pemOf(key, writeCertificate(contents, key))
}

/** A certificate issued by a CA that `makeCa` made. Throws `TypeError` for anything else: it is no reader of strangers' files. */
export async function issueCertificate(ca: KeyAndCertificate, request: CertificateRequest): Promise<KeyAndCertificate> {
  const issuer = readCertificate(readPem(ca.certificatePem)?.blocks[0]?.octets ?? Buffer.alloc(0))
  if (!issuer.ok) throw new TypeError(`no CA certificate: ${issuer.problem}`)
  const { key, spki } = await newKey(request.keyType)
  const contents = leaf(request, spki, issuer.value.subject)
  const authority = sequence(element(0x80, keyIdentifier(issuer.value.spki)))
  const extensions = [...contents.extensions, extension(EXTENSION.authorityKeyIdentifier, authority)]
  return pemOf(key, writeCertificate({ ...contents, extensions }, createPrivateKey(ca.keyPem)))
}

function leaf(request: CertificateRequest, spki: Buffer, issuer: Der): Parameters<typeof writeCertificate>[0] {
  const names = request.alternativeNames ?? []
  const forServer = [
    extension(EXTENSION.extendedKeyUsage, sequence(oid(SERVER_AUTHENTICATION))),
    extension(EXTENSION.alternativeNames, sequence(...names.map(alternativeName))),
  ]
  const extensions = [
    extension(EXTENSION.basicConstraints, sequence(), true),
    extension(EXTENSION.keyUsage, names.length > 0 ? USAGE.server : USAGE.signature, true),
    extension(EXTENSION.subjectKeyIdentifier, octetString(keyIdentifier(spki))),
    ...(names.length > 0 ? forServer : []),
  ]
  return { subject: nameOf(request), issuer, spki, ...validityOf(request), extensions }
}

async function newKey(keyType: 'rsa' | 'ec'): Promise<{ readonly key: KeyObject; readonly spki: Buffer }> {
  const { privateKey } =
    keyType === 'rsa'
      ? await makeKeyPair('rsa', { modulusLength: RSA_BITS })
      : await makeKeyPair('ec', { namedCurve: CURVE })
  return { key: privateKey, spki: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }) }
}

function nameOf({ commonName, organization, enterpriseNumber }: CertificateRequest): Der {
  return distinguishedName({
    commonName,
    ...(organization ? { organization } : {}),
    ...(enterpriseNumber ? { unit: `${ENTERPRISE_UNIT}${enterpriseNumber}` } : {}),
  })
}

function validityOf({ now, days }: CertificateRequest): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(now.getTime() - BACKDATED), notAfter: new Date(now.getTime() + days * DAY) }
}

function pemOf(key: KeyObject, certificate: Der): KeyAndCertificate {
  const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { keyPem, certificatePem: toPem('CERTIFICATE', certificate) }
}

/** A dNSName or iPAddress of RFC 5280 §4.2.1.6. */
function alternativeName(name: string): Der {
  return isIP(name) ? element(0x87, addressOctets(name)) : element(0x82, Buffer.from(name, 'latin1'))
}

function addressOctets(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number))
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [front, back] = [wordsOf(head), wordsOf(tail)]
  const all = [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back]
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]))
}

function wordsOf(text: string | undefined): readonly number[] {
  return text ? text.split(':').map((word) => Number.parseInt(word, 16)) : []
}
