import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCertificate } from '../../src/signing/certificate.ts'
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
  utf8String,
} from '../../src/signing/der.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { certificateOf, NOW } from './crafted.ts'

const { certificatePem } = await makeSelfSigned({
  ...{ commonName: 'localhost', organization: 'Example', keyType: 'ec', days: 30, now: NOW },
  alternativeNames: ['localhost', '127.0.0.1', '::1', 'fe80::1:2', '::ffff:10.0.0.1'],
})
const made = certificateOf(certificatePem)

const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
const name = sequence(setOf(sequence(oid('2.5.4.3'), utf8String('Example'))))
const validity = sequence(element(0x17, Buffer.from('260101000000Z')), element(0x18, Buffer.from('20500101000000Z')))
const fields = {
  version: context(0, integer(2)),
  serial: integer(7),
  algorithm,
  issuer: name,
  validity,
  subject: name,
  spki: sequence(nothing),
}

function certificate(changes: Partial<Record<keyof typeof fields, Der | null>> = {}, ...more: Der[]): Buffer {
  const signed = Object.values({ ...fields, ...changes }).flatMap((field) => field ?? [])
  return sequence(sequence(...signed, ...more), algorithm, bitString(Buffer.from([1])))
}

test('reads its own certificates back', () => {
  expect(made).toMatchObject({
    version: 3,
    issuerText: 'CN=localhost, O=Example',
    subjectText: 'CN=localhost, O=Example',
    scheme: { kind: 'ecdsa', digest: 'sha256' },
    notAfter: new Date('2026-12-23T12:00:00Z'),
  })
  expect([...made.extensions.keys()]).toEqual(['2.5.29.19', '2.5.29.15', '2.5.29.14', '2.5.29.37', '2.5.29.17'])
  expect(made.extensions.get('2.5.29.17')?.octets.toString('hex')).toBe(
    '3047' +
      '82096c6f63616c686f7374' +
      '87047f000001' +
      `8710${'0'.repeat(31)}1` +
      '8710fe80000000000000000000000001' +
      '0002' +
      `8710${'0'.repeat(20)}ffff0a000001`,
  )
})

test('reads all three versions, and both forms of time', () => {
  const versions = [certificate(), certificate({ version: context(0, integer(1)) }), certificate({ version: null })]
  expect(versions.map((der) => readCertificate(der))).toMatchObject([
    { ok: true, value: { version: 3, serialText: '07', notAfter: new Date('2050-01-01T00:00:00Z') } },
    { ok: true, value: { version: 2 } },
    { ok: true, value: { version: 1 } },
  ])
})

const list = (...extensions: Der[]): Der => context(3, sequence(...extensions))
const flagged = (flag: string): Der =>
  sequence(oid('2.5.29.19'), element(1, Buffer.from(flag, 'hex')), octetString(sequence()))

test('an extension may write out that it is not critical', () => {
  const read = readCertificate(
    certificate(
      {},
      list(flagged('00'), sequence(oid('2.5.29.15'), element(1, Buffer.from([255])), octetString(nothing))),
    ),
  )
  expect(read.ok && [...read.value.extensions].map(([id, { critical }]) => [id, critical])).toEqual([
    ['2.5.29.19', false],
    ['2.5.29.15', true],
  ])
})

// biome-ignore format: a table
const BAD: readonly (readonly [string, Buffer, string])[] = [
  ['nothing',                              Buffer.alloc(0),                                          'the bytes end inside an element'],
  ['a version 4',                          certificate({ version: context(0, integer(3)) }),         'an unknown version'],
  ['a version that is none',               certificate({ version: context(0, nothing) }),            'the version is missing or of another type'],
  ['no serial number',                     certificate({ serial: null }),                            'the serial number is missing or of another type'],
  ['two different algorithms',             certificate({ algorithm: sequence(oid('1.2.840.10045.4.3.3')) }), 'two different signature algorithms'],
  ['one time',                             certificate({ validity: sequence(element(0x17, Buffer.from('260101000000Z'))) }), 'a validity of other than two times'],
  ['a time without seconds',               certificate({ validity: sequence(element(0x17, Buffer.from('2601010000Z')), nothing) }), 'a time is not in the form that RFC 5280 asks for'],
  ['a name without sets',                  certificate({ subject: sequence(nothing) }),              'a name is not made of sets'],
  ['a name attribute without value',       certificate({ subject: sequence(setOf(sequence(oid('2.5.4.3')))) }), 'a name attribute is not of a type and a value'],
  ['a name attribute of three',            certificate({ subject: sequence(setOf(sequence(oid('2.5.4.3'), utf8String('a'), utf8String('b')))) }), 'a name attribute is not of a type and a value'],
  ['a name attribute of another type',     certificate({ issuer: sequence(setOf(element(0x70, oid('2.5.4.3'), utf8String('a')))) }), 'a name attribute is not of a type and a value'],
  ['a name with an empty set',             certificate({ issuer: sequence(setOf()) }),               'a name is not made of sets'],
  ['an unknown field at the end',          certificate({}, nothing),                                 'an unknown field after the public key'],
  ['extensions before a unique identifier', certificate({}, list(), element(0x81, Buffer.from([0]))), 'an unknown field after the public key'],
  ['extensions in version 2',              certificate({ version: context(0, integer(1)) }, list()), 'fields that its version does not have'],
  ['two lists of extensions',              certificate({}, context(3, sequence(), sequence())),      'extensions twice'],
  ['the same extension twice',             certificate({}, list(flagged('ff'), flagged('ff'))),      'the same extension twice'],
  ['an extension of another type',         certificate({}, list(element(0x31, oid('2.5.29.19'), octetString(sequence())))), 'an extension that is not DER'],
  ['a critical flag of 1',                 certificate({}, list(flagged('01'))),                     'an extension that is not DER'],
  ['an indefinite length',                 Buffer.concat([Buffer.from('3080', 'hex'), certificate().subarray(3), Buffer.alloc(2)]), 'a length that is not DER'],
  ['a value with unused bits',             unusedBits(certificate()),                                'a bit string of whole octets is missing'],
  ['a trailing octet',                     Buffer.concat([certificate(), Buffer.alloc(1)]),          '1 bytes follow'],
]

test.each(BAD)('refuses %s', (_, der, problem) => {
  expect(readCertificate(der)).toEqual({ ok: false, problem })
})

function unusedBits(der: Buffer): Buffer {
  const changed = Buffer.from(der)
  changed[changed.length - 2] = 1
  return changed
}

test('any mutant is read or refused', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1000), fc.nat(255)), { minLength: 1, maxLength: 3 }), (edits) => {
      const mutant = Buffer.from(made.der)
      for (const [at, octet] of edits) mutant[at % mutant.length] = octet
      readCertificate(mutant)
    }),
    { numRuns: 1000 },
  )
})
