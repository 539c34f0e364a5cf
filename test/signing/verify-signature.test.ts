import { constants, createHash, createPublicKey, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readElement } from '../../src/signing/ber.ts'
import { readCertificate } from '../../src/signing/certificate.ts'
import { bitString, context, element, integer, nothing, octetString, oid, sequence } from '../../src/signing/der.ts'
import { evidenceOf } from '../../src/signing/finding.ts'
import { issueCertificate, makeCa } from '../../src/signing/make-certificate.ts'
import { signDetached } from '../../src/signing/sign.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import { distinguishedName, writeCertificate } from '../../src/signing/write-certificate.ts'
import {
  asked,
  certificateOf,
  cms,
  contentOf,
  makeSigner,
  NAME,
  NOW,
  registered,
  type Signer,
  signerOf,
  signerPart,
} from './crafted.ts'
import { opensslSignatures } from './openssl-signatures.ts'

const CONTENT = Buffer.from('<Declaration>\r\n  one\r\n</Declaration>\r\n')
const rsa = await makeSigner('rsa')
const ec = await makeSigner('ec')
const other = await makeSigner('ec', 'Other')
const ca = await makeCa({ commonName: 'Example CA', keyType: 'ec', days: 1000, now: NOW })
const issued = signerOf(await issueCertificate(ca, { commonName: 'Issued', keyType: 'ec', days: 100, now: NOW }))

const DAY = 86_400_000
const hexOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const withoutAttributes = (signer: Signer, content = CONTENT): Buffer =>
  cms(signer, content, { signers: [signerPart(signer, content, { attributes: null })] })

const openssl = opensslSignatures(new URL('vectors/openssl-signatures.txt', import.meta.url))

test.each(openssl)('case C1: accepts what OpenSSL signed: $name', async ({ content, request }) => {
  const changed = Buffer.from(content)
  changed[3] = (changed[3] ?? 0) ^ 1
  expect(await verifySignature(request)).toMatchObject({
    ...{ outcome: 'good', annex25: [0, 0] },
    certificate: { sha256: request.registered[0]?.sha256 },
  })
  expect(await verifySignature({ ...request, content: contentOf(changed) })).toMatchObject({
    outcome: 'bad',
    code: 125,
  })
})

test('BER is accepted where only the wrapping is loose', async () => {
  const [, signedData] = readElement(cms(ec, CONTENT), 'DER').children
  const fields = signedData?.children[0]?.contents ?? Buffer.alloc(0)
  const end = Buffer.from([0, 0])
  const open = (tag: number, ...contents: Buffer[]): Buffer =>
    Buffer.concat([Buffer.from([tag, 0x80]), ...contents, end])
  const loose = open(0x30, oid(NAME.signedData), open(0xa0, open(0x30, fields)))
  expect(await verifySignature(asked(ec, loose, CONTENT))).toMatchObject({ outcome: 'good' })
})

test('the finding of a good signature is its evidence', async () => {
  const finding = await verifySignature(asked(rsa, cms(rsa, CONTENT), CONTENT))
  expect(evidenceOf('FS.X', finding)).toEqual({
    file: 'FS.X',
    outcome: 'good',
    annex25: [0, 0],
    certificate: { sha256: rsa.certificate.sha256, subject: 'CN=Sender', serial: rsa.certificate.serialText },
    digest: { algorithm: 'sha256', hex: hexOf(CONTENT) },
    signingTime: NOW.toISOString(),
  })
})

test('case C2: a signature of other bytes says which digests were seen and expected', async () => {
  const changed = Buffer.from(CONTENT)
  changed[20] = (changed[20] ?? 0) ^ 0x01
  expect(await verifySignature(asked(ec, cms(ec, CONTENT), changed))).toEqual({
    outcome: 'bad',
    code: 125,
    annex25: [11, 1205],
    detail: 'otherDocument',
    seen: `sha256 ${hexOf(changed)}`,
    expected: `sha256 ${hexOf(CONTENT)}`,
    digest: { algorithm: 'sha256', hex: hexOf(changed) },
    certificate: { sha256: ec.certificate.sha256, subject: 'CN=Sender', serial: ec.certificate.serialText },
    signingTime: NOW.toISOString(),
  })
})

test('case C2: an empty signature file and the document itself are no signatures', async () => {
  expect(await verifySignature(asked(ec, Buffer.alloc(0), CONTENT))).toMatchObject({
    code: 125,
    detail: 'emptySignature',
  })
  expect(await verifySignature(asked(ec, CONTENT, CONTENT))).toMatchObject({ code: 125, detail: 'notBase64' })
})

test('a digest that fits does not help a value that does not', async () => {
  const wrong = cms(ec, CONTENT, { signers: [signerPart({ ...ec, key: other.key }, CONTENT)] })
  expect(await verifySignature(asked(ec, wrong, CONTENT))).toMatchObject({
    code: 125,
    annex25: [11, 1203],
    detail: 'wrongValue',
  })
})

test('an empty document can be signed', async () => {
  const empty = Buffer.alloc(0)
  expect(await verifySignature(asked(ec, cms(ec, empty), empty))).toMatchObject({ outcome: 'good' })
  expect(await verifySignature(asked(ec, withoutAttributes(ec, empty), empty))).toMatchObject({ outcome: 'good' })
})

test('digests that are known are not read again', async () => {
  const stream = (): Readable => {
    throw new Error('read')
  }
  const content = { digests: { sha256: createHash('sha256').update(CONTENT).digest() }, bytes: CONTENT.length, stream }
  expect(await verifySignature({ ...asked(rsa, cms(rsa, CONTENT), CONTENT), content })).toMatchObject({
    outcome: 'good',
  })
  const known = { ...content, firstByte: CONTENT[0] ?? null }
  expect(await verifySignature({ ...asked(rsa, withoutAttributes(rsa), CONTENT), content: known })).toMatchObject({
    outcome: 'good',
  })
})

test('what the stream throws is not a finding', async () => {
  const content = { digests: {}, bytes: 9, stream: () => Readable.from(failing()) }
  await expect(verifySignature({ ...asked(ec, cms(ec, CONTENT), CONTENT), content })).rejects.toThrow('disk')
})

test.each([rsa, ec])('case C12: without attributes, a content that begins with 0x31 is refused', async (signer) => {
  const attributes = Buffer.from('1 looks like a set')
  expect(await verifySignature(asked(signer, withoutAttributes(signer, attributes), attributes))).toMatchObject({
    code: 125,
    annex25: [11, 1204],
    detail: 'attributes',
  })
})

test('case C12: a known digest does not hide the first byte', async () => {
  const attributes = Buffer.from('1 looks like a set')
  const digests = { sha256: createHash('sha256').update(attributes).digest() }
  const content = { ...contentOf(attributes), digests }
  expect(
    await verifySignature({ ...asked(rsa, withoutAttributes(rsa, attributes), attributes), content }),
  ).toMatchObject({
    code: 125,
    annex25: [11, 1204],
  })
})

test('case C5: same issuer and serial number, other key: the whole certificate counts', async () => {
  const twin = twinOf(rsa)
  const forged = cms(twin, CONTENT)
  expect(await verifySignature(asked(rsa, forged, CONTENT))).toMatchObject({ code: 153, detail: 'notRegistered' })
  const withoutCertificates = cms(twin, CONTENT, { certificates: null })
  expect(await verifySignature(asked(rsa, withoutCertificates, CONTENT))).toMatchObject({
    code: 125,
    annex25: [11, 1203],
  })
  const both = { ...asked(rsa, withoutCertificates, CONTENT), registered: [registered(rsa), registered(twin)] }
  expect(await verifySignature(both)).toMatchObject({
    outcome: 'good',
    certificate: { sha256: twin.certificate.sha256 },
  })
})

test('case C5: the certificate that the signature brings along is the one that counts, not a namesake that is registered', async () => {
  const twin = twinOf(rsa)
  const misleading = cms(rsa, CONTENT, { signers: [signerPart({ ...rsa, key: twin.key }, CONTENT)] })
  const both = { ...asked(rsa, misleading, CONTENT), registered: [registered(rsa), registered(twin)] }
  expect(await verifySignature(both)).toMatchObject({ code: 125, annex25: [11, 1203], detail: 'wrongValue' })
})

test('a certificate is named by issuer and serial number, not by one of them', async () => {
  const nameOnly = cms(ec, CONTENT, {
    signers: [signerPart(ec, CONTENT, { name: sequence(ec.certificate.issuer, integer(5)) })],
  })
  const serial = element(0x02, ec.certificate.serial)
  const serialOnly = cms(ec, CONTENT, { signers: [signerPart(ec, CONTENT, { name: sequence(sequence(), serial) })] })
  expect(await verifySignature(asked(ec, nameOnly, CONTENT))).toMatchObject({ code: 125, annex25: [5, 16], seen: '05' })
  expect(await verifySignature(asked(ec, serialOnly, CONTENT))).toMatchObject({ code: 125, annex25: [5, 16] })
})

test('case C6: a good signature with a certificate that is not the sender’s is 153', async () => {
  expect(await verifySignature(asked(ec, cms(other, CONTENT), CONTENT))).toMatchObject({
    outcome: 'bad',
    code: 153,
    annex25: [0, 0],
    detail: 'notRegistered',
    seen: other.certificate.serialText,
    expected: ec.certificate.serialText,
  })
  const forLogin = {
    ...asked(ec, cms(ec, CONTENT), CONTENT),
    registered: [registered(ec, { usages: ['clientAuthentication'] })],
  }
  expect(await verifySignature(forLogin)).toMatchObject({ code: 153 })
})

test('a signature without certificates takes the registered one, and needs one', async () => {
  const bare = cms(ec, CONTENT, { certificates: null })
  expect(await verifySignature(asked(ec, bare, CONTENT))).toMatchObject({ outcome: 'good' })
  expect(await verifySignature(asked(other, bare, CONTENT))).toMatchObject({
    code: 125,
    annex25: [5, 16],
    detail: 'certificateMissing',
    seen: ec.certificate.serialText,
  })
})

test('case C7: both ends of the validity count, at the moment of sealing', async () => {
  const { notBefore, notAfter } = ec.certificate
  const at = async (sealedAt: Date): Promise<unknown> =>
    await verifySignature({ ...asked(ec, cms(ec, CONTENT), CONTENT), sealedAt })
  expect(await at(notBefore)).toMatchObject({ outcome: 'good' })
  expect(await at(notAfter)).toMatchObject({ outcome: 'good' })
  expect(await at(new Date(notBefore.getTime() - 1))).toMatchObject({
    code: 125,
    annex25: [10, 1207],
    detail: 'notYetValid',
  })
  expect(await at(new Date(notAfter.getTime() + 1))).toMatchObject({
    code: 125,
    annex25: [10, 1207],
    detail: 'expired',
  })
})

test('case C24: the registered state at seal decides; "expired" is for the dates to say', async () => {
  const withState = async (state: 'revoked' | 'expired' | 'expiring'): Promise<unknown> =>
    await verifySignature({ ...asked(ec, cms(ec, CONTENT), CONTENT), registered: [registered(ec, { state })] })
  expect(await withState('expiring')).toMatchObject({ outcome: 'good' })
  expect(await withState('expired')).toMatchObject({ outcome: 'good' })
  expect(await withState('revoked')).toMatchObject({ code: 125, annex25: [10, 1104], detail: 'revoked' })
})

test('decision 17: the issuer must still be accepted, and must have signed', async () => {
  const issuer = certificateOf(ca.certificatePem)
  const namesake = certificateOf(
    (await makeCa({ commonName: 'Example CA', keyType: 'ec', days: 9, now: NOW })).certificatePem,
  )
  const judged = async (changes: object): Promise<unknown> =>
    await verifySignature({ ...asked(issued, cms(issued, CONTENT), CONTENT), ...changes })
  expect(await judged({ issuers: [namesake, issuer], allowSelfSigned: false })).toMatchObject({ outcome: 'good' })
  expect(await judged({ issuers: [] })).toMatchObject({ code: 125, annex25: [10, 1104], detail: 'issuerNotAccepted' })
  expect(await judged({ issuers: [namesake] })).toMatchObject({
    code: 125,
    annex25: [10, 1103],
    detail: 'issuerNotAccepted',
  })
  expect(await verifySignature({ ...asked(ec, cms(ec, CONTENT), CONTENT), allowSelfSigned: false })).toMatchObject({
    code: 125,
    annex25: [10, 1104],
  })
})

const DIGEST_INFO = '3031300d060960864801650304020105000420'
const digestHex = hexOf(CONTENT)

// biome-ignore format: a table
const FORGERIES: readonly (readonly [string, Buffer])[] = [
  ['an OID of another digest',     block(`3031300d060960864801650304020205000420${digestHex}`)],
  ['a missing NULL',               block(`302f300b0609608648016503040201${'0420'}${digestHex}`)],
  ['garbage behind the digest',    block(`${DIGEST_INFO}${digestHex}00`)],
  ['garbage inside the sequence',  block(`3033300d060960864801650304020105000420${digestHex}0500`)],
  ['a digest without its info',    block(digestHex)],
  ['a length in long form',        block(`308131300d060960864801650304020105000420${digestHex}`)],
  ['short padding and a long tail', Buffer.concat([Buffer.from(`0001${'ff'.repeat(8)}00${DIGEST_INFO}${digestHex}`, 'hex'), Buffer.alloc(194, 0xff)])],
  ['padding of another kind',      Buffer.concat([Buffer.from('0002', 'hex'), block(`${DIGEST_INFO}${digestHex}`).subarray(2)])],
  ['a zero inside the padding',    Buffer.from(block(`${DIGEST_INFO}${digestHex}`).fill(0, 20, 21))],
  ['a leading octet',              Buffer.from(block(`${DIGEST_INFO}${digestHex}`).fill(1, 0, 1))],
]

test.each(FORGERIES)('case C9: an RSA block with %s is refused', async (_, encoded) => {
  const value = privateEncrypt({ key: rsa.key, padding: constants.RSA_NO_PADDING }, encoded)
  const file = cms(rsa, CONTENT, {
    signers: [signerPart(rsa, CONTENT, { attributes: null, value: octetString(value) })],
  })
  expect(await verifySignature(asked(rsa, file, CONTENT))).toMatchObject({ code: 125, annex25: [11, 1203] })
})

test('case C9: the sound block is accepted, so that the forgeries fail for their fault', async () => {
  const value = privateEncrypt({ key: rsa.key, padding: constants.RSA_NO_PADDING }, block(`${DIGEST_INFO}${digestHex}`))
  const pieces = { attributes: null, value: octetString(value) }
  const file = cms(rsa, CONTENT, { signers: [signerPart(rsa, CONTENT, pieces)] })
  expect(await verifySignature(asked(rsa, file, CONTENT))).toMatchObject({ outcome: 'good' })
})

// biome-ignore format: a table
const VALUES: readonly (readonly [string, Buffer])[] = [
  ['nothing',            Buffer.alloc(0)],
  ['one octet',          Buffer.from([1])],
  ['zeros',              Buffer.alloc(256)],
  ['all ones',           Buffer.alloc(256, 0xff)],
  ['one octet too many', Buffer.alloc(257, 1)],
  ['60 KB',              Buffer.alloc(60_000, 7)],
]

const sha256 = sequence(oid(NAME.sha256))
const pss = sequence(
  oid(NAME.pss),
  sequence(context(0, sha256), context(1, sequence(oid('1.2.840.113549.1.1.8'), sha256)), context(2, integer(32))),
)

test.each(VALUES)('a value of %s is a bad signature for every key and scheme', async (_, value) => {
  const files = [rsa, ec].flatMap((signer) =>
    [undefined, null].map((attributes) => {
      const pieces = { ...(attributes === null ? { attributes } : {}), value: octetString(value) }
      return { signer, file: cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, pieces)] }) }
    }),
  )
  const pssPart = signerPart(rsa, CONTENT, { algorithm: pss, value: octetString(value) })
  const withPss = { signer: rsa, file: cms(rsa, CONTENT, { signers: [pssPart] }) }
  for (const { signer, file } of [...files, withPss]) {
    expect(await verifySignature(asked(signer, file, CONTENT))).toMatchObject({ code: 125, annex25: [11, 1203] })
  }
})

test('an algorithm that does not belong to the key is refused', async () => {
  const crossed = signerPart(ec, CONTENT, { algorithm: sequence(oid(NAME.rsa), nothing) })
  expect(await verifySignature(asked(ec, cms(ec, CONTENT, { signers: [crossed] }), CONTENT))).toMatchObject({
    code: 125,
    annex25: [11, 1202],
  })
})

test('case C18: a weak key is refused even when it signed well', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const weak = selfSignedBy(privateKey)
  expect(await verifySignature(asked(weak, cms(weak, CONTENT), CONTENT))).toMatchObject({
    code: 125,
    annex25: [3, 3005],
    detail: 'weakKey',
    seen: 'RSA with 1024 bits',
  })
  const { privateKey: edwards } = generateKeyPairSync('ed25519')
  const unknown = { ...ec, certificate: certificateWith(edwards) }
  expect(await verifySignature(asked(unknown, cms(unknown, CONTENT), CONTENT))).toMatchObject({
    code: 125,
    annex25: [10, 1101],
  })
})

test('what our own signer makes is good', async () => {
  for (const { key, certificate } of [rsa, ec]) {
    const kind = key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec'
    const file = await signDetached({
      content: CONTENT,
      pair: { key, kind, certificate },
      signedAt: NOW,
      lineBreak: 'CR',
    })
    expect(await verifySignature(asked({ key, certificate } as Signer, file, CONTENT))).toMatchObject({
      outcome: 'good',
    })
  }
})

function block(tail: string): Buffer {
  const octets = Buffer.from(tail, 'hex')
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(253 - octets.length, 0xff), Buffer.from([0]), octets])
}

/** Another key under the same issuer and serial number. */
function twinOf({ certificate }: Signer): Signer {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const twin = selfSignedBy(privateKey)
  const toBeSigned = Buffer.from(twin.certificate.toBeSigned)
  certificate.serial.copy(toBeSigned, toBeSigned.indexOf(twin.certificate.serial))
  const algorithm = sequence(oid(NAME.sha256WithRsa), nothing)
  const read = readCertificate(sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, privateKey))))
  if (!read.ok) throw new Error(read.problem)
  return { ...twin, certificate: read.value }
}

function selfSignedBy(key: Signer['key']): Signer {
  return { key, certificate: certificateWith(key, key), pem: { keyPem: '', certificatePem: '' } }
}

/** A certificate for any kind of key, signed by itself where it can. */
function certificateWith(key: Signer['key'], signer: Signer['key'] = ec.key): Signer['certificate'] {
  const name = distinguishedName({ commonName: 'Sender' })
  const der = writeCertificate(
    {
      ...{ subject: name, issuer: name, extensions: [] },
      spki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
      notBefore: new Date(NOW.getTime() - DAY),
      notAfter: new Date(NOW.getTime() + DAY),
    },
    signer,
  )
  const read = readCertificate(der)
  if (!read.ok) throw new Error(read.problem)
  return read.value
}

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.from('some')
  throw new Error('disk')
}
