/** What somebody may send in order to cost us much: each as large as its cap lets it be, and as bad as we know how. */
import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import {
  bitString,
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
} from '../../../src/signing/der.ts'
import { certificateId } from '../../../src/signing/ocsp-request.ts'
import { extension, writeCertificate } from '../../../src/signing/write-certificate.ts'
import {
  authority,
  constraints,
  days,
  issue,
  nameOf,
  ocspAnswer,
  revocationList,
  USAGE,
  usage,
} from '../authorities.ts'
import { attribute, cms, contentTypeAttribute, digestAttribute, makeSigner, NAME, signerPart } from '../crafted.ts'
import { type HugeKey, hugeKey } from './huge-rsa.ts'

/** Which door of the product it comes to, and what that is given besides. */
export type Hostile = {
  readonly name: string
  readonly door: 'signature' | 'upload' | 'list' | 'ocsp' | 'token' | 'document'
  readonly bytes: Buffer
  /** Of `signature` those that are registered, of `list` and `ocsp` the one that is asked about and its issuer. */
  readonly beside?: readonly Buffer[]
}

export const CONTENT = Buffer.from('<Declaration/>')
/** Largest signature or certificate; the default of `fetchBytes`. */
const SMALL = 64 * 1024
const LIST = 20_000_000
const MANY = 10_000

export async function hostileInputs(seed: number): Promise<Hostile[]> {
  return [
    ...bombs(seed),
    ...(await ofSignatures()),
    ...ofUploads(),
    ...pathBombs(),
    ...ofAuthorities(),
    ...ofDocuments(),
  ]
}

/** Trees of constructed elements of definite and indefinite length, deep and wide, filled up to the cap. */
function bombs(seed: number): Hostile[] {
  const leaf = fc.constantFrom(
    Buffer.of(5, 0),
    Buffer.of(4, 0),
    Buffer.of(0x30, 0),
    Buffer.of(2, 1, 1),
    Buffer.of(6, 1, 0),
  )
  const { node } = fc.letrec<{ node: Buffer }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 40, depthSize: 'max' },
      leaf,
      fc
        .tuple(
          fc.constantFrom(0x30, 0x31, 0x24, 0xa0, 0xbf),
          fc.boolean(),
          fc.integer({ min: 1, max: 300 }),
          tie('node'),
        )
        .map(([tag, isIndefinite, times, inner]) => wrapped(tag, isIndefinite, inner, times)),
    ),
  }))
  const trees = fc.sample(node, { seed, numRuns: 60 })
  const deep = (isIndefinite: boolean) => {
    let tree: Buffer = Buffer.of(5, 0)
    while (tree.length < SMALL - 8) tree = wrapped(0x30, isIndefinite, tree, 1)
    return tree
  }
  const open = Buffer.from('3080'.repeat(SMALL / 2), 'hex')
  const wide = (one: Buffer) => element(0x30, Buffer.concat(Array(Math.floor((SMALL - 8) / one.length)).fill(one)))
  const whole = [deep(true), deep(false), open, wide(Buffer.of(5, 0)), wide(Buffer.from('30800000', 'hex')), ...trees]
  return whole.flatMap((bytes, index) => [
    { name: `tree ${index}`, door: 'signature' as const, bytes },
    { name: `tree ${index}`, door: 'upload' as const, bytes },
    { name: `tree ${index}`, door: 'token' as const, bytes },
  ])
}

function wrapped(tag: number, isIndefinite: boolean, inner: Buffer, times: number): Buffer {
  const count = Math.max(1, Math.min(times, Math.floor((SMALL - 8) / inner.length)))
  const contents = Buffer.concat(Array<Buffer>(count).fill(inner))
  if (contents.length > SMALL - 8) return inner
  return isIndefinite ? Buffer.concat([Buffer.of(tag, 0x80), contents, Buffer.of(0, 0)]) : element(tag, contents)
}

const times = (count: number, one: Der): Der[] => Array<Der>(count).fill(one)

async function ofSignatures(): Promise<Hostile[]> {
  const signer = await makeSigner('ec')
  const { certificate } = signer
  const beside = [certificate.der]
  const small = sequence(integer(1))
  const long = oid(`1.2.${Array(14_000).fill('16383').join('.')}`)
  const chunks = element(0x24, ...times(15_000, octetString(Buffer.of(1))))
  // biome-ignore format: a table
  const files: readonly (readonly [string, Der])[] = [
    ['10,000 signers',                cms(signer, CONTENT, { signers: times(MANY, small) })],
    ['as many whole signers as fit',  cms(signer, CONTENT, { signers: times(300, signerPart(signer, CONTENT)) })],
    ['10,000 certificates',           cms(signer, CONTENT, { certificates: times(MANY, small) })],
    ['the same certificate, as often as fits', cms(signer, CONTENT, { certificates: times(150, certificate.der) })],
    ['10,000 digests',                cms(signer, CONTENT, { digests: element(0x31, ...times(MANY, sequence(oid('1.2.3')))) })],
    ['10,000 signed attributes',      cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { attributes: [contentTypeAttribute, digestAttribute(CONTENT), ...times(5_000, attribute('1.2.3', nothing))] })] })],
    ['an attribute of 10,000 values', cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { attributes: [contentTypeAttribute, digestAttribute(CONTENT), sequence(oid('1.2.3'), element(0x31, ...times(MANY, nothing)))] })] })],
    ['10,000 unsigned attributes',    cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { unsigned: element(0xa1, ...times(6_000, attribute('1.2.3', nothing))) })] })],
    ['10,000 revocation lists',       cms(signer, CONTENT, { crls: context(1, ...times(MANY, small)) })],
    ['a long object identifier',      cms(signer, CONTENT, { contentType: long })],
    ['a long digest identifier',      cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { digest: sequence(long) })] })],
    ['a value in 15,000 pieces',      cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { value: chunks })] })],
    ['a long serial number',          cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { name: sequence(certificate.issuer, element(2, Buffer.alloc(60_000, 0x41))) })] })],
    ['a name of 4,000 parts',         cms(signer, CONTENT, { signers: [signerPart(signer, CONTENT, { name: sequence(sequence(...times(4_000, setOf(sequence(oid(NAME.data), utf8String('x'))))), integer(1)) })] })],
  ]
  const text = Buffer.from(cms(signer, CONTENT).toString('base64'))
  return [
    ...files.map(([name, bytes]) => ({ name, door: 'signature' as const, bytes, beside })),
    ...[...' \n=\t'].map((filling) => ({
      ...{ name: `base64 with ${JSON.stringify(filling)}`, door: 'signature' as const, beside },
      bytes: Buffer.concat([text.subarray(0, 10), Buffer.alloc(60_000, filling), text.subarray(10)]),
    })),
    {
      name: 'armour that never ends',
      door: 'signature',
      bytes: Buffer.from('-----BEGIN CMS-----\n'.repeat(3000)),
      beside,
    },
    { name: 'PEM that never ends', door: 'upload', bytes: Buffer.from('-----BEGIN CERTIFICATE-----\n'.repeat(2300)) },
  ]
}

function ofUploads(): Hostile[] {
  const text = (length: number) => utf8String('é'.repeat(length))
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const of = (name: Der, extensions: readonly Der[] = []) =>
    writeCertificate(
      { subject: name, issuer: name, spki, notBefore: days(-1), notAfter: days(9), extensions },
      privateKey,
    )
  const subject = nameOf({ CN: 'x' })
  const names = (tag: number) => element(0x30, ...times(4_000, element(tag, Buffer.from('a.example'))))
  const trees = context(0, sequence(...times(2_000, sequence(element(0x82, Buffer.from('.a.example'))))))
  // biome-ignore format: a table
  const made: readonly (readonly [string, () => Der])[] = [
    ['4,000 alternative names',        () => of(subject, [extension('2.5.29.17', names(0x82))])],
    ['constraints of 2,000 names',     () => of(subject, [extension('2.5.29.30', sequence(trees), true)])],
    ['constraints of 2,000 names, not critical', () => of(subject, [extension('2.5.29.30', sequence(trees))])],
    ['3,000 extensions',               () => of(subject, Array.from({ length: 3_000 }, (_, index) => extension(`1.2.3.${index}`, nothing)))],
    ['3,000 times the same extension', () => of(subject, times(3_000, extension('1.2.3', nothing)))],
    ['3,000 purposes',                 () => of(subject, [extension('2.5.29.37', sequence(...times(3_000, oid('1.2.3.4'))))])],
    ['2,000 policies',                 () => of(subject, [extension('2.5.29.32', sequence(...Array.from({ length: 2_000 }, (_, index) => sequence(oid(`1.2.3.${index}`)))))])],
    ['2,000 places of lists',          () => of(subject, [extension('2.5.29.31', sequence(...times(2_000, sequence(context(0, context(0, element(0x86, Buffer.from('http://x/'))))))))])],
    ['a name of 30,000 letters',       () => of(sequence(setOf(sequence(oid('2.5.4.3'), text(30_000)))))],
    ['a name of 3,000 parts',          () => of(sequence(...times(3_000, setOf(sequence(oid('2.5.4.3'), utf8String('x'))))))],
    ['a set of 3,000 parts',           () => of(sequence(element(0x31, ...times(3_000, sequence(oid('2.5.4.3'), utf8String('x'))))))],
    ['an identifier of 60,000 octets', () => of(subject, [extension('2.5.29.17', sequence(element(0x88, Buffer.alloc(50_000, 0xff))))])],
  ]
  const root = authority('Root', undefined, { keyType: 'P-256' }).certificate.der
  const pem = (der: Der) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
  return [
    ...made.map(([name, make]) => ({ name, door: 'upload' as const, bytes: make() })),
    { name: 'as many authorities behind it as fit', door: 'upload', bytes: Buffer.from(pem(root).repeat(90)) },
  ]
}

/** Authorities of one name and one key, each of which signed all others: as many as come with a signature and with a certificate. */
function pathBombs(): Hostile[] {
  const huge = hugeKey()
  const ec = authority('Everybody', undefined, { keyType: 'P-521' })
  const signed = (subject: Der, serial: number, key: HugeKey) => {
    const algorithm = sequence(oid(NAME.sha256WithRsa), nothing)
    const toBeSigned = sequence(
      ...[context(0, integer(2)), integer(serial), algorithm, nameOf({ CN: 'Everybody' })],
      ...[sequence(time(days(-30)), time(days(300))), subject, key.spki],
      context(3, sequence(constraints(), usage(USAGE.authority))),
    )
    return sequence(toBeSigned, algorithm, bitString(key.sign(toBeSigned)))
  }
  const hugeOnes = Array.from({ length: 13 }, (_, index) => signed(nameOf({ CN: 'Everybody' }), 1000 + index, huge))
  const leaf = signed(nameOf({ CN: 'Leaf' }), 7, huge)
  const attributes = setOf(contentTypeAttribute, digestAttribute(CONTENT))
  const part = sequence(
    ...[integer(1), sequence(nameOf({ CN: 'Everybody' }), integer(7)), sequence(oid(NAME.sha256))],
    element(0xa0, contentOf(attributes)),
    ...[sequence(oid(NAME.rsa), nothing), octetString(huge.sign(attributes))],
  )
  const own = { key: ec.key, certificate: ec.certificate, pem: { keyPem: '', certificatePem: '' } }
  const ecOnes = Array.from({ length: 10 }, () => authority('Everybody', ec, { key: ec.key }).certificate.der)
  const ecLeaf = issue({ name: nameOf({ CN: 'Leaf' }), by: ec, keyType: 'P-521', extensions: [] })
  const ecSigner = { ...own, key: ecLeaf.key, certificate: ecLeaf.certificate }
  return [
    {
      ...{ name: 'RSA of 16,384 bits and an exponent of 64, all signed by each other', door: 'signature' },
      bytes: cms(own, CONTENT, { certificates: [leaf, ...hugeOnes.slice(0, 9)], signers: [part] }),
      beside: [leaf, ...hugeOnes.slice(9)],
    },
    {
      ...{ name: 'the same of P-521', door: 'signature' },
      bytes: cms(ecSigner, CONTENT, { certificates: [ecLeaf.certificate.der, ...ecOnes.slice(0, 9)] }),
      beside: [ecLeaf.certificate.der],
    },
    { name: 'a certificate of RSA 16,384', door: 'upload', bytes: leaf },
  ]
}

function contentOf(der: Der): Buffer {
  const first = der[1] ?? 0
  return der.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f))
}

function ofAuthorities(): Hostile[] {
  const root = authority('Root')
  const { certificate } = issue({ name: nameOf({ CN: 'Leaf' }), by: root, extensions: [] })
  const beside = [certificate.der, root.certificate.der]
  const entry = Buffer.concat([Buffer.of(0x30, 0x13), element(2, Buffer.of(0x41, 0x42)), time(days(-2))])
  const many = (one: Buffer) => Buffer.concat(Array<Buffer>(Math.floor((LIST - 1000) / one.length)).fill(one))
  const filled = (one: Buffer) => revocationList(root, { entries: many(one) })
  const withReason = sequence(
    element(2, Buffer.of(0x41)),
    time(days(-2)),
    sequence(extension('2.5.29.21', element(0x0a, Buffer.of(1)), true)),
  )
  const id = certificateId(certificate, root.certificate)
  return [
    { name: 'a list of 20 MB', door: 'list', bytes: filled(entry), beside },
    { name: 'a list of 20 MB, each entry with an extension', door: 'list', bytes: filled(withReason), beside },
    {
      name: 'a list of 20 MB that is one extension',
      door: 'list',
      bytes: revocationList(root, { extensions: [extension('1.2.3', Buffer.alloc(LIST - 1000, 0x30))] }),
      beside,
    },
    { name: '20 MB of lists in each other', door: 'list', bytes: wideList(), beside },
    {
      name: 'an answer with 10,000 certificates',
      door: 'ocsp',
      bytes: ocspAnswer(certificate, root.certificate, root, { attached: Array(MANY / 2).fill(certificate) }),
      beside,
    },
    {
      name: 'an answer with a long identifier',
      door: 'ocsp',
      bytes: ocspAnswer(certificate, root.certificate, root, { certificateId: sequence(...times(MANY, id)) }),
      beside,
    },
  ]
}

function wideList(): Buffer {
  let tree: Buffer = Buffer.of(5, 0)
  while (tree.length < LIST / 2) tree = element(0x30, tree, tree)
  return tree
}

function ofDocuments(): Hostile[] {
  const document = (name: string, text: string): Hostile => ({ name, door: 'document', bytes: Buffer.from(text) })
  return [
    document('100,000 elements in each other', '<a>'.repeat(100_000)),
    document('100,000 attributes', `<a ${Array.from({ length: 100_000 }, (_, index) => `b${index}="1"`).join(' ')}/>`),
    document('a name of 1,000,000 letters', `<${'a'.repeat(1_000_000)}/>`),
    document('1,000,000 references', `<a>${'&#x41;'.repeat(1_000_000)}</a>`),
    document(
      'a billion laughs',
      `<!DOCTYPE a [${Array.from({ length: 30 }, (_, index) => `<!ENTITY e${index + 1} "&e${index};&e${index};">`).join('')}]><a>&e30;</a>`,
    ),
    document('a text of 8 MB', `<a>${'x'.repeat(8_000_000)}</a>`),
    document(
      '300,000 elements of different names',
      `<a>${Array.from({ length: 300_000 }, (_, index) => `<b${index}/>`).join('')}</a>`,
    ),
    document('a comment that never ends', `<a><!--${'-'.repeat(2_000_000)}`),
    document(
      '100,000 namespaces',
      `<a>${Array.from({ length: 100_000 }, (_, index) => `<n${index}:a xmlns:n${index}="u"/>`).join('')}</a>`,
    ),
  ]
}
