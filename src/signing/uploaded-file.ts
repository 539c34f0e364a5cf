import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { type Element, Malformed, readElement } from './ber.ts'
import { isPem, readPem } from './pem.ts'

/** access.md §11. */
const CERTIFICATE_BYTES_MAX = 64 * 1024
const SEQUENCE = 0x30
/** Authorities that may come with a certificate: a path has no more. */
const ABOVE_MAX = 5

type Kind = keyof typeof ADVICE

/** What people upload instead of a certificate (case C19), and what to tell them. Never a byte of the file. */
// biome-ignore format: a table
const ADVICE = {
  empty:       ['The file is empty.', 'Upload the certificate in DER or PEM.'],
  tooLarge:    ['The file is larger than 64 KiB.', 'Upload the certificate alone, in DER or PEM.'],
  privateKey:  ['The file holds a private key.', 'Keep it to yourself and upload only the certificate; replace the key if others may have seen it.'],
  keyStore:    ['The file is a key store (PKCS#12 or Java), which may hold a private key.', 'Export the certificate without its key, in DER or PEM.'],
  request:     ['The file is a certificate request, not a certificate.', 'Send it to your certification authority and upload the certificate that you get.'],
  several:     ['The file holds several certificates.', 'Upload your own certificate alone, without the chain.'],
  pkcs7:       ['The file is a PKCS#7 collection.', 'Export your own certificate alone, in DER or PEM.'],
  crl:         ['The file is a revocation list.', 'Upload your certificate in DER or PEM.'],
  publicKey:   ['The file is a bare public key.', 'Upload the certificate that contains it.'],
  sshKey:      ['The file is an SSH key.', 'Register it as an SSH key; here a certificate (X.509) in DER or PEM is needed.'],
  page:        ['The file is a web page or XML document.', 'Download the certificate itself, in DER or PEM.'],
  brokenPem:   ['The PEM text is damaged.', 'Export the certificate again and upload it unchanged.'],
  other:       ['The file is not a certificate.', 'Upload an X.509 certificate in DER or PEM.'],
} as const satisfies Record<string, readonly [cause: string, remedy: string]>

/** The tags of the first members of a SEQUENCE tell what it is; the first line that fits counts. */
// biome-ignore format: a table
const SHAPES: readonly (readonly [RegExp, Kind])[] = [
  [/^02 30 04/,          'privateKey'], // PKCS#8
  [/^02 02 02 02 02 02/, 'privateKey'], // PKCS#1, DSA
  [/^02 04/,             'privateKey'], // SEC 1
  [/^30 04$/,            'privateKey'], // PKCS#8, encrypted
  [/^02 30/,             'keyStore'],   // PKCS#12
  [/^06 a0/,             'pkcs7'],
  [/^30 03$/,            'publicKey'],
  [/^02 02$/,            'publicKey'],  // PKCS#1
]

// biome-ignore format: a table
const LABELS: readonly (readonly [RegExp, Kind])[] = [
  [/PRIVATE KEY$/,                   'privateKey'],
  [/CERTIFICATE REQUEST$/,           'request'],
  [/^(?:PKCS ?#?7.*|CMS)$/,          'pkcs7'],
  [/CRL$/,                           'crl'],
  [/^SSH2? /,                        'sshKey'],
  [/PUBLIC KEY$/,                    'publicKey'],
]

// biome-ignore format: a table
const TEXTS: readonly (readonly [RegExp, Kind])[] = [
  [/PRIVATE KEY-----|PuTTY-User-Key-File/,                            'privateKey'],
  [/^\s*(?:ssh-|ecdsa-sha2-|sk-ssh-|sk-ecdsa-|---- BEGIN SSH2)/,      'sshKey'],
  [/^\s*</,                                                           'page'],
]
const JAVA_KEY_STORE = Buffer.from('feedfeed', 'hex')

/** What may be a certificate, and what may be the authorities above it. */
export type UploadedOctets = { readonly own: Buffer; readonly above: readonly Buffer[] }

/** The bytes of the first thing in the file that may be a certificate, or what to do about what is there instead. */
export function certificateOctets(file: Uint8Array): Result<UploadedOctets, Refusal> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length > CERTIFICATE_BYTES_MAX) return no(advice('tooLarge'))
  if (bytes.length === 0) return no(advice('empty'))
  if (bytes[0] === SEQUENCE) return fromDer(bytes)
  if (bytes.subarray(0, 4).equals(JAVA_KEY_STORE)) return no(advice('keyStore'))
  const text = bytes.toString('latin1')
  const kind = kindBy(TEXTS, text)
  if (kind) return no(advice(kind))
  return isPem(text) ? fromPem(text) : no(advice('other'))
}

/** `SLU-CERTIFICATE` for one kind of file. */
export function advice(kind: Kind): Refusal {
  const [cause, remedy] = ADVICE[kind]
  return refusal('SLU-CERTIFICATE', cause, remedy, { key: KEYS[kind] })
}

// biome-ignore format: a table
const KEYS: Readonly<Record<Kind, string>> = {
  empty: 'fileEmpty', tooLarge: 'certificateFileTooLarge', privateKey: 'privateKeyInFile', keyStore: 'privateKeyInFile',
  request: 'requestInFile', several: 'severalInFile', pkcs7: 'collectionInFile', crl: 'revocationListInFile',
  publicKey: 'publicKeyInFile', sshKey: 'sshKeyInFile', page: 'pageInFile', brokenPem: 'brokenPem', other: 'noCertificateInFile',
}

/** Text around the block is common (`openssl x509 -text`, `Bag Attributes`) and harmless. */
function fromPem(text: string): Result<UploadedOctets, Refusal> {
  const pem = readPem(text)
  if (!pem) return no(advice('brokenPem'))
  const foreign = pem.blocks.find(({ label }) => label !== 'CERTIFICATE')
  if (foreign) return no(advice(kindBy(LABELS, foreign.label) ?? 'other'))
  const [block, ...above] = pem.blocks
  if (!block) return no(advice('other'))
  if (above.length > ABOVE_MAX) return no(advice('several'))
  const own = fromDer(block.octets)
  return own.ok ? ok({ ...own.value, above: above.map(({ octets }) => Buffer.from(octets)) }) : own
}

function fromDer(bytes: Buffer): Result<UploadedOctets, Refusal> {
  try {
    const root = readElement(bytes, 'BER')
    const kind = kindBy(SHAPES, tagsOf(root)) ?? kindOfSigned(root)
    return kind ? no(advice(kind)) : ok({ own: bytes, above: [] })
  } catch (error) {
    if (error instanceof Malformed) return no(advice(error.problem === 'trailing' ? 'several' : 'other'))
    throw error
  }
}

/** Certificates, requests and revocation lists are all signed alike; what is signed tells them apart. */
function kindOfSigned(root: Element): Kind | null {
  const inner = root.children[0]
  if (tagsOf(root) !== '30 30 03' || !inner) return 'other'
  if (/^02 30 30 a0/.test(tagsOf(inner))) return 'request'
  return /^(?:02 )?30 30 (?:17|18)/.test(tagsOf(inner)) ? 'crl' : null
}

function tagsOf({ children }: Element): string {
  return children.map(({ tag }) => tag.toString(16).padStart(2, '0')).join(' ')
}

function kindBy(table: readonly (readonly [RegExp, Kind])[], text: string): Kind | undefined {
  return table.find(([form]) => form.test(text))?.[1]
}
