import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { refusalLine } from '../../src/base/refusal.ts'
import { readElement } from '../../src/signing/ber.ts'
import {
  bitString,
  boolean,
  type Der,
  element,
  integer,
  nothing,
  octetString,
  oid,
  sequence,
  setOf,
  utf8String,
} from '../../src/signing/der.ts'
import { inspectCertificate, type UploadPolicy } from '../../src/signing/inspect-certificate.ts'
import { issueCertificate, makeCa, makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { toPem } from '../../src/signing/pem.ts'
import { distinguishedName, extension, writeCertificate } from '../../src/signing/write-certificate.ts'
import { certificateOf, NOW } from './crafted.ts'

const DAY = 86_400_000
const days = (count: number): Date => new Date(NOW.getTime() + count * DAY)
const request = { commonName: 'Example', keyType: 'ec', days: 365, now: NOW } as const
const ca = await makeCa({ ...request, commonName: 'Example CA', days: 1000 })
const issuer = certificateOf(ca.certificatePem)
const issued = await issueCertificate(ca, { ...request, organization: 'Example SA', enterpriseNumber: '0123456749' })
const selfSigned = await makeSelfSigned(request)
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

const STRICT: UploadPolicy = { issuers: [issuer], allowSelfSigned: false, now: NOW, usages: ['signature'] }
const TRIAL: UploadPolicy = { ...STRICT, allowSelfSigned: true }

type Changes = { subject?: Der; spki?: Der; notBefore?: Date; notAfter?: Date; extensions?: Der[]; key?: KeyObject }

/** A self-signed certificate that is right in all that is not given. */
function crafted(changes: Changes = {}): Buffer {
  const name = changes.subject ?? distinguishedName({ commonName: 'Example' })
  const contents = {
    ...{ subject: name, issuer: name, notBefore: days(-1), notAfter: days(365), extensions: [] },
    spki: createPublicKey(own).export({ type: 'spki', format: 'der' }),
    ...changes,
  }
  return writeCertificate(contents, changes.key ?? own)
}

const causeOf = (file: Buffer | string, policy: UploadPolicy = TRIAL): string | null => {
  const inspected = inspectCertificate(Buffer.from(file), policy)
  return inspected.ok ? null : inspected.problem.cause
}

test('says what is registered of a certificate, from PEM and from DER', () => {
  const { der, sha256, spki, serialText, notBefore, notAfter } = certificateOf(issued.certificatePem)
  const expected = {
    ok: true,
    value: {
      ...{ der, sha256, serial: serialText, notBefore, notAfter },
      spkiSha256: createHash('sha256').update(spki).digest('hex'),
      subject: 'CN=Example, OU=urn:be:fgov:kbo-bce:organization:cbe-number:0123456749, O=Example SA',
      issuer: 'CN=Example CA',
      selfSigned: false,
      enterpriseNumber: '0123456749',
    },
  }
  const text = `Bag Attributes\n    friendlyName: x\n${issued.certificatePem}`
  const files = [
    der,
    Buffer.from(issued.certificatePem),
    Buffer.from(text),
    Buffer.from(issued.certificatePem.replaceAll('\n', '\r\n')),
  ]
  expect(files.map((file) => inspectCertificate(file, STRICT))).toEqual([expected, expected, expected, expected])
})

test.each(['rsa', 'ec'] as const)('what is made here for trials passes: %s', async (keyType) => {
  const made = await makeSelfSigned({ ...request, keyType })
  expect(inspectCertificate(Buffer.from(made.certificatePem), TRIAL)).toMatchObject({
    ok: true,
    value: { selfSigned: true, enterpriseNumber: null, subject: 'CN=Example' },
  })
})

test('decision 18: self-signed only by the switch, or for client authentication alone (case C22)', () => {
  const file = selfSigned.certificatePem
  expect(causeOf(file, STRICT)).toBe('The certificate is self-signed, which is not accepted for signatures.')
  expect(causeOf(file, TRIAL)).toBe(null)
  expect(causeOf(file, { ...STRICT, usages: ['clientAuthentication'] })).toBe(null)
  expect(causeOf(file, { ...STRICT, usages: ['signature', 'clientAuthentication'] })).not.toBe(null)
})

test('decision 18: the issuer must be accepted and must have signed (case C22)', async () => {
  const namesake = certificateOf((await makeCa({ ...request, commonName: 'Example CA' })).certificatePem)
  expect(causeOf(issued.certificatePem, { ...TRIAL, issuers: [] })).toBe('The issuer CN=Example CA is not accepted.')
  expect(causeOf(issued.certificatePem, { ...TRIAL, issuers: [namesake] })).toBe(
    'The certificate claims an accepted issuer but is not signed by it.',
  )
  expect(causeOf(issued.certificatePem, { ...TRIAL, issuers: [namesake, issuer] })).toBe(null)
})

test('decision 18: OpenSSL’s self-signed certificates are CAs by default, and tolerated where self-signed ones are', () => {
  const authority = extension('2.5.29.19', sequence(boolean(true)), true)
  expect(causeOf(crafted({ extensions: [authority] }), TRIAL)).toBe(null)
  expect(causeOf(crafted({ extensions: [authority] }), STRICT)).toBe(
    'This is the certificate of a certification authority.',
  )
  expect(causeOf(ca.certificatePem, STRICT)).toBe('This is the certificate of a certification authority.')
})

const usage = (octet: number): Der => extension('2.5.29.15', bitString(Buffer.from([octet]), 0), true)
const purposes = (...names: string[]): Der => extension('2.5.29.37', sequence(...names.map(oid)))
const SERVER = '1.3.6.1.5.5.7.3.1'
const MAIL = '1.3.6.1.5.5.7.3.4'
const unit = (number: string): Der =>
  setOf(sequence(oid('2.5.4.11'), utf8String(`urn:be:fgov:kbo-bce:organization:cbe-number:${number}`)))
const identifier = (text: string): Der => setOf(sequence(oid('2.5.4.97'), utf8String(text)))

// biome-ignore format: a table
const PROFILE: readonly (readonly [string, Changes, string | null])[] = [
  ['C17: digitalSignature alone',             { extensions: [usage(0x80)] },                     null],
  ['C17: nonRepudiation alone',               { extensions: [usage(0x40)] },                     null],
  ['C17: keyEncipherment alone',              { extensions: [usage(0x20)] },                     'The key usage allows neither digital signatures nor non-repudiation.'],
  ['C17: no key usage',                       { extensions: [] },                                null],
  ['C17: serverAuth only',                    { extensions: [purposes(SERVER)] },                'The certificate is for servers only (serverAuth).'],
  ['C17: serverAuth and e-mail',              { extensions: [purposes(SERVER, MAIL)] },          null],
  ['C17: an empty list of purposes',          { extensions: [purposes()] },                      'An extension of the certificate is not readable.'],
  ['C17: an unknown critical extension',      { extensions: [extension('1.2.3.4', nothing, true)] }, 'The certificate has a critical extension that is not known here (1.2.3.4).'],
  ['C17: an unknown extension',               { extensions: [extension('1.2.3.4', nothing)] },   null],
  ['a critical policy',                       { extensions: [extension('2.5.29.32', sequence(), true)] }, 'The certificate has a critical extension that is not known here (2.5.29.32).'],
  ['a key usage that cannot be read',         { extensions: [extension('2.5.29.15', Buffer.from('3000', 'hex'), true)] }, 'An extension of the certificate is not readable.'],
  ['basic constraints that cannot be read',   { extensions: [extension('2.5.29.19', integer(1), true)] }, 'An extension of the certificate is not readable.'],
  ['the same extension twice',                { extensions: [usage(0x80), usage(0x80)] },        'The file is not a certificate.'],
  ['expired',                                 { notAfter: days(-0.5) },                          'The certificate expired on 2026-11-23.'],
  ['not yet valid',                           { notBefore: days(1) },                            'The certificate is valid only from 2026-11-24.'],
  ['6 days left',                             { notAfter: days(6) },                             'The certificate expires on 2026-11-29, in less than 7 days.'],
  ['7 days left',                             { notAfter: days(7) },                             null],
  ['5 years',                                 { notBefore: days(0), notAfter: days(1827) },      null],
  ['more than 5 years',                       { notBefore: days(0), notAfter: days(1828) },      'The certificate is valid for more than 5 years.'],
  ['one enterprise, twice the same',          { subject: sequence(unit('0123456749'), identifier('NTRBE-0123456749')) }, null],
  ['two enterprises',                         { subject: sequence(unit('0123456749'), identifier('NTRBE-0999999922')) }, 'The subject names several enterprises (0123456749, 0999999922).'],
]

test.each(PROFILE)('%s', (_, changes, cause) => {
  expect(causeOf(crafted(changes))).toBe(cause)
})

test('the enterprise number is read from either place', () => {
  const numberOf = (...subject: Der[]): unknown => {
    const inspected = inspectCertificate(crafted({ subject: sequence(...subject) }), TRIAL)
    return inspected.ok ? inspected.value.enterpriseNumber : inspected.problem
  }
  expect(numberOf(unit('0123456749'))).toBe('0123456749')
  expect(numberOf(identifier('NTRBE-0123456749'))).toBe('0123456749')
  expect(numberOf(identifier('NTRNL-0123456749'), unit('123456749'), identifier('VATBE-0123456749'))).toBe(null)
})

test('case C18: weak keys and signatures are refused at upload', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const weak = crafted({ spki: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }), key: privateKey })
  expect(causeOf(weak)).toBe('The certificate holds RSA with 1024 bits.')
  const sound = crafted()
  const sha256 = oid('1.2.840.10045.4.3.2')
  const sha1 = element(0x06, Buffer.from('2a8648ce3d040301', 'hex'))
  const older = Buffer.from(sound)
  for (let at = older.indexOf(sha256); at >= 0; at = older.indexOf(sha256)) sha1.copy(older, at)
  expect(causeOf(older)).toBe('The certificate is signed with ECDSA with SHA-224.')
})

test('a certificate of version 1 is refused', () => {
  const { subject, issuer: name, spki, notBefore, notAfter } = certificateOf(selfSigned.certificatePem)
  const newer = writeCertificate({ subject, issuer: name, spki, notBefore, notAfter, extensions: [] }, own)
  const [signed, algorithm, value] = partsOf(newer)
  const older = sequence(sequence(...partsOf(signed ?? nothing).slice(1, -1)), algorithm ?? nothing, value ?? nothing)
  expect(causeOf(older)).toBe('The certificate has version 1.')
})

const SECRET = createPrivateKey(issued.keyPem)
const key = (format: 'pem' | 'der', type: 'pkcs8' | 'sec1'): Buffer =>
  Buffer.from(SECRET.export({ format, type } as never))
const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const der = certificateOf(issued.certificatePem).der
const PRIVATE = 'The file holds a private key.'
const request10 = sequence(
  sequence(integer(0), sequence(), sequence(), element(0xa0)),
  sequence(oid('1.2.840.10045.4.3.2')),
  bitString(Buffer.alloc(8)),
)
const revocations = sequence(
  sequence(integer(1), sequence(), sequence(), element(0x17, Buffer.from('261123120000Z'))),
  sequence(),
  bitString(Buffer.alloc(8)),
)
const collection = sequence(oid('1.2.840.113549.1.7.2'), element(0xa0, sequence()))
const pkcs12 = sequence(integer(3), sequence(oid('1.2.840.113549.1.7.1')), sequence())

// biome-ignore format: a table
const FILES: readonly (readonly [string, Buffer | string, string])[] = [
  ['nothing',                            '',                                                           'The file is empty.'],
  ['100 KB',                             Buffer.alloc(100_000, 0x30),                                  'The file is larger than 64 KiB.'],
  ['a PKCS#8 key, PEM',                  key('pem', 'pkcs8'),                                          PRIVATE],
  ['a PKCS#8 key, DER',                  key('der', 'pkcs8'),                                          PRIVATE],
  ['a SEC 1 key, PEM',                   key('pem', 'sec1'),                                           PRIVATE],
  ['a SEC 1 key, DER',                   key('der', 'sec1'),                                           PRIVATE],
  ['a PKCS#1 key, PEM',                  rsaKey.export({ type: 'pkcs1', format: 'pem' }),              PRIVATE],
  ['a PKCS#1 key, DER',                  rsaKey.export({ type: 'pkcs1', format: 'der' }),              PRIVATE],
  ['an encrypted key, PEM',              SECRET.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }), PRIVATE],
  ['an encrypted key, DER',              SECRET.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' }), PRIVATE],
  ['a certificate and its key',          issued.certificatePem + issued.keyPem,                        PRIVATE],
  ['a damaged key',                      `${issued.keyPem.slice(0, 60)}\n-----END PRIVATE KEY-----`,   PRIVATE],
  ['an OpenSSH key',                     '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n', PRIVATE],
  ['a PuTTY key',                        'PuTTY-User-Key-File-3: ssh-ed25519\n',                       PRIVATE],
  ['PKCS#12',                            pkcs12,                                                       'The file is a key store (PKCS#12 or Java), which may hold a private key.'],
  ['a Java key store',                   Buffer.from('feedfeed00000002', 'hex'),                       'The file is a key store (PKCS#12 or Java), which may hold a private key.'],
  ['a request, DER',                     request10,                                                    'The file is a certificate request, not a certificate.'],
  ['a request, PEM',                     toPem('CERTIFICATE REQUEST', request10),                      'The file is a certificate request, not a certificate.'],
  ['a request, old PEM',                 toPem('NEW CERTIFICATE REQUEST', request10),                  'The file is a certificate request, not a certificate.'],
  ['two certificates, PEM',              issued.certificatePem + issued.certificatePem,                'The file holds several certificates.'],
  ['a long chain, PEM',                  issued.certificatePem + ca.certificatePem.repeat(6),          'The file holds several certificates.'],
  ['a chain, DER',                       Buffer.concat([der, der]),                                    'The file holds several certificates.'],
  ['PKCS#7, DER',                        collection,                                                   'The file is a PKCS#7 collection.'],
  ['PKCS#7, PEM',                        toPem('PKCS7', collection),                                   'The file is a PKCS#7 collection.'],
  ['a revocation list, DER',             revocations,                                                  'The file is a revocation list.'],
  ['a revocation list, PEM',             toPem('X509 CRL', revocations),                               'The file is a revocation list.'],
  ['a public key, PEM',                  createPublicKey(SECRET).export({ type: 'spki', format: 'pem' }), 'The file is a bare public key.'],
  ['a public key, DER',                  createPublicKey(SECRET).export({ type: 'spki', format: 'der' }), 'The file is a bare public key.'],
  ['an SSH key',                         'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@example\n',          'The file is an SSH key.'],
  ['an SSH2 key',                        '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n',                    'The file is an SSH key.'],
  ['a web page',                         '<!DOCTYPE html><html></html>',                               'The file is a web page or XML document.'],
  ['damaged PEM',                        issued.certificatePem.replace('M', '*'),                      'The PEM text is damaged.'],
  ['PEM without end',                    issued.certificatePem.slice(0, 200),                          'The PEM text is damaged.'],
  ['base64 without armour',              der.toString('base64'),                                       'The file is not a certificate.'],
  ['PEM of something else',              toPem('DH PARAMETERS', octetString(Buffer.alloc(4))),         'The file is not a certificate.'],
  ['something else in PEM',              toPem('CERTIFICATE', integer(3)),                             'The file is not a certificate.'],
  ['a key in the PEM of a certificate',  toPem('CERTIFICATE', key('der', 'pkcs8')),                    PRIVATE],
  ['a certificate that is cut off',      der.subarray(0, 200),                                         'The file is not a certificate.'],
  ['text',                               'hello',                                                      'The file is not a certificate.'],
]

test.each(FILES)('case C19: refuses %s with advice and without a word of it', (_, file, cause) => {
  const inspected = inspectCertificate(Buffer.from(file), TRIAL)
  const problem = inspected.ok ? null : inspected.problem
  expect(problem).toMatchObject({ code: 'SLU-CERTIFICATE', cause })
  expect(problem && refusalLine(problem)).not.toMatch(/[A-Za-z0-9+/]{20}/)
})

test('a subject cannot break the line it is shown in', () => {
  const name = sequence(setOf(sequence(oid('2.5.4.3'), utf8String('a\r\nb\u{202e}c, O=Bank\u{0}'))))
  const inspected = inspectCertificate(crafted({ subject: name }), TRIAL)
  expect(inspected.ok && inspected.value.subject).toBe('CN=a??b?c\\, O\\=Bank?')
})

let valid: readonly Buffer[]
beforeAll(() => {
  valid = [Buffer.from(issued.certificatePem), der, crafted({ extensions: [usage(0x80), purposes(MAIL)] })]
})

test('any bytes and any mutant of a certificate are inspected or refused', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void inspectCertificate(bytes, TRIAL)))
  fc.assert(
    fc.property(
      fc.nat(2),
      fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (which, edits) => {
        const original = valid[which] ?? der
        const mutant = Buffer.from(original)
        for (const [at, octet] of edits) mutant[at % mutant.length] = octet
        const inspected = inspectCertificate(mutant, STRICT)
        if (inspected.ok) expect(inspected.value.der.equals(der)).toBe(true) // nothing but the accepted CA's own work
      },
    ),
    { numRuns: 500 },
  )
})

function partsOf(whole: Buffer): readonly Buffer[] {
  return readElement(whole, 'DER').children.map(({ encoding }) => encoding)
}

test('the portal sets how long a certificate must still last, and how long it may', () => {
  const tenDays = crafted({ notBefore: days(-1), notAfter: days(10) })
  expect(causeOf(tenDays, { ...TRIAL, daysMin: 10 })).toBe(null)
  expect(causeOf(tenDays, { ...TRIAL, daysMin: 11 })).toBe(
    'The certificate expires on 2026-12-03, in less than 11 days.',
  )
  const twoYears = crafted({ notBefore: days(0), notAfter: days(731) })
  expect(causeOf(twoYears, { ...TRIAL, yearsMax: 2 })).toBe(null)
  expect(causeOf(twoYears, { ...TRIAL, yearsMax: 1.9 })).toBe('The certificate is valid for more than 1.9 years.')
})

test('a refusal names the texts of the portal, and what a key store or a private key is told with is one', () => {
  const toldOf = (file: Buffer | string) => {
    const inspected = inspectCertificate(Buffer.from(file), TRIAL)
    return inspected.ok ? null : inspected.problem.told
  }
  expect(toldOf(issued.keyPem)).toEqual({ key: 'privateKeyInFile' })
  expect(toldOf(Buffer.from('feedfeed00', 'hex'))).toEqual({ key: 'privateKeyInFile' })
  expect(toldOf('')).toEqual({ key: 'fileEmpty' })
  expect(toldOf(crafted({ notAfter: days(3) }))).toEqual({
    key: 'certificateEndsSoon',
    values: { day: '2026-11-26', days: 7 },
  })
})

test('a national number is handed on when an accepted issuer vouches for it, and shown by its birth date alone', () => {
  const card = (key: KeyObject, issuerName: Der): Buffer => {
    const subject = sequence(
      setOf(sequence(oid('2.5.4.3'), utf8String('An Janssens (Signature)'))),
      setOf(sequence(oid('2.5.4.5'), utf8String('85073000160'))),
    )
    const spki = createPublicKey(own).export({ type: 'spki', format: 'der' })
    const contents = { subject, issuer: issuerName, spki, notBefore: days(-1), notAfter: days(365), extensions: [] }
    return writeCertificate(contents, key)
  }
  const byAuthority = inspectCertificate(card(createPrivateKey(ca.keyPem), issuer.subject), STRICT)
  expect(byAuthority).toMatchObject({
    ok: true,
    value: {
      ssin: '85073000160',
      subject: 'serialNumber=850730*****, CN=An Janssens (Signature)',
      enterpriseNumber: null,
    },
  })
  const subject = sequence(setOf(sequence(oid('2.5.4.5'), utf8String('85073000160'))))
  const bySelf = inspectCertificate(crafted({ subject }), TRIAL)
  expect(bySelf).toMatchObject({
    ok: true,
    value: { subject: 'serialNumber=850730*****', issuer: 'serialNumber=850730*****' },
  })
  expect(bySelf.ok && 'ssin' in bySelf.value).toBe(false)
})
