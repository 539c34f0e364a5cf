import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign as signValue } from 'node:crypto'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { OID } from './algorithms.ts'
import { contextTag } from './asn1-values.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { context, type Der, element, integer, nothing, octetString, oid, sequence, setOf, time } from './der.ts'
import { readPem, toBase64Lines } from './pem.ts'
import { readPublicKey } from './public-key.ts'
import { signingCertificateV2 } from './timestamp/signing-certificate.ts'
import { STAMP_NAME } from './timestamp/stamp-names.ts'

export type LineBreak = 'LF' | 'CRLF' | 'CR'

/** A private key and the certificate that names it. */
export type SigningPair = { readonly key: KeyObject; readonly kind: 'rsa' | 'ec'; readonly certificate: Certificate }

/** What is signed: bytes, a stream of any length, or a digest that was made before. */
export type ToSign = Uint8Array | Readable | { readonly sha256: Uint8Array }

/** What makes a signature CAdES (ETSI EN 319 122): of our answers; what senders sign stays as decision 16 wants it. */
export type Baseline = {
  /** The token that time-stamps this value, or null for none. */
  readonly stamp: (value: Buffer) => Promise<Buffer | null>
}

const CMS = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
} as const

const LINE_BREAKS: Readonly<Record<LineBreak, string>> = { LF: '\n', CRLF: '\r\n', CR: '\r' }
const signOffThread = promisify(signValue)

/** Reads a key and its certificate; refused with `SLU-KEY` or `SLU-CERTIFICATE` when they do not fit each other or decision 16. */
export function readSigningPair(keyPem: string, certificatePem: string): Result<SigningPair, Refusal> {
  const certificate = firstCertificate(certificatePem)
  if (!certificate) {
    return no(
      refusal(
        'SLU-CERTIFICATE',
        'This is not a certificate in PEM.',
        'Give the file that begins with -----BEGIN CERTIFICATE-----.',
      ),
    )
  }
  const known = readPublicKey(certificate.spki)
  if (!known.ok || known.value.kind === 'rsa-pss') {
    const seen = known.ok ? 'a key for RSA-PSS only' : known.problem.seen
    return no(
      refusal('SLU-CERTIFICATE', `The certificate holds ${seen}.`, 'Use RSA from 2048 bits, or P-256, P-384 or P-521.'),
    )
  }
  const key = privateKey(keyPem)
  if (!key) {
    return no(
      refusal(
        'SLU-KEY',
        'This is not an unencrypted private key in PEM.',
        'Give the private key that belongs to the certificate.',
      ),
    )
  }
  if (!createPublicKey(key).equals(known.value.key)) {
    return no(
      refusal(
        'SLU-KEY',
        'The private key does not belong to the certificate.',
        'Give the key that the certificate was made for.',
      ),
    )
  }
  return ok({ key, kind: known.value.kind, certificate })
}

/** An FS: detached CMS, SHA-256, signed attributes, base64 in 76 columns without armour (decision 19); throws what `stamp` throws. */
export async function signDetached(request: {
  readonly content: ToSign
  readonly pair: SigningPair
  readonly signedAt: Date
  readonly lineBreak?: LineBreak
  readonly baseline?: Baseline
}): Promise<Buffer> {
  const der = await signedDer(await sha256Of(request.content), request)
  return Buffer.from(toBase64Lines(der, LINE_BREAKS[request.lineBreak ?? 'LF']), 'latin1')
}

type Wish = { readonly pair: SigningPair; readonly signedAt: Date; readonly baseline?: Baseline }

async function signedDer(digest: Uint8Array, { pair, signedAt, baseline }: Wish): Promise<Der> {
  const { key, kind, certificate } = pair
  const attributes = [
    attribute(CMS.contentType, oid(CMS.data)),
    attribute(CMS.signingTime, time(signedAt)),
    attribute(CMS.messageDigest, octetString(digest)),
    ...(baseline ? [attribute(STAMP_NAME.signingCertificateV2, signingCertificateV2(certificate))] : []),
  ]
  const toBeSigned = setOf(...attributes)
  const value = await signOffThread('sha256', toBeSigned, key)
  const token = (await baseline?.stamp(value)) ?? null
  const signer = sequence(
    integer(1),
    sequence(certificate.issuer, element(0x02, certificate.serial)),
    sequence(oid(OID.sha256)),
    asContextZero(toBeSigned),
    kind === 'ec' ? sequence(oid(OID.ecdsaWithSha256)) : sequence(oid(OID.rsaEncryption), nothing),
    octetString(value),
    ...(token ? [context(1, attribute(STAMP_NAME.signatureTimeStamp, token))] : []),
  )
  const signedData = sequence(
    integer(1),
    setOf(sequence(oid(OID.sha256))),
    sequence(oid(CMS.data)),
    context(0, certificate.der),
    setOf(signer),
  )
  return sequence(oid(CMS.signedData), context(0, signedData))
}

const attribute = (type: string, value: Der): Der => sequence(oid(type), setOf(value))

/** The attributes are signed as a SET and sent as `[0]` (RFC 5652 §5.4). */
function asContextZero(set: Der): Der {
  const tagged = Buffer.from(set)
  tagged[0] = contextTag(0)
  return tagged
}

async function sha256Of(content: ToSign): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return createHash('sha256').update(content).digest()
  if ('sha256' in content) return content.sha256
  const hash = createHash('sha256')
  for await (const chunk of content) hash.update(chunk)
  return hash.digest()
}

function firstCertificate(pem: string): Certificate | null {
  const block = readPem(pem)?.blocks.find(({ label }) => label === 'CERTIFICATE')
  const certificate = block && readCertificate(block.octets)
  return certificate?.ok ? certificate.value : null
}

function privateKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem)
  } catch {
    return null // the words of OpenSSL may quote the key
  }
}
