import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oidText, smallInteger, timeOf } from '../../src/signing/asn1-values.ts'
import { type Element, Malformed, type Problem, readElement } from '../../src/signing/ber.ts'
import { element, integer, oid, sequence, setOf, time, unsigned } from '../../src/signing/der.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

function problemOf(bytes: Buffer, rules: 'BER' | 'DER' = 'BER'): Problem | null {
  try {
    readElement(bytes, rules)
    return null
  } catch (error) {
    if (error instanceof Malformed) return error.problem
    throw error
  }
}

// biome-ignore format: a table
const BAD: readonly (readonly [string, string, Problem])[] = [
  ['nothing',                                    '',                        'overrun'],
  ['a tag alone',                                '30',                      'overrun'],
  ['a length that is cut off',                   '30 82 01',                'overrun'],
  ['contents that are cut off',                  '30 03 02 01',             'overrun'],
  ['a child longer than its parent',             '30 03 02 02 01 01',       'overrun'],
  ['a length of five octets',                    '30 85 00 00 00 00 00',    'overrun'],
  ['a length of 126 octets',                     '30 fe 01',                'overrun'],
  ['the reserved length 0xff',                   '30 ff 01',                'overrun'],
  ['an indefinite length without end',           '30 80 02 01 01',          'missingEnd'],
  ['half of an end mark',                        '30 80 02 01 01 00',       'missingEnd'],
  ['a primitive of indefinite length',           '04 80 00 00',             'syntax'],
  ['an end mark in a definite length',           '30 02 00 00',             'syntax'],
  ['an end mark alone',                          '00 00',                   'syntax'],
  ['a tag number above 30',                      '3f 81 01 00',             'syntax'],
  ['a second element',                           '02 01 01 02 01 01',       'trailing'],
  ['a trailing octet',                           '30 00 0a',                'trailing'],
]

test.each(BAD)('refuses %s', (_, bytes, problem) => {
  expect(problemOf(hex(bytes))).toBe(problem)
})

test('reads indefinite lengths and long forms as BER and refuses them as DER', () => {
  const loose = ['30 80 02 01 05 00 00', '30 81 03 02 01 05', '30 84 00 00 00 03 02 01 05', '30 04 02 81 01 05']
  expect(loose.map((bytes) => problemOf(hex(bytes), 'BER'))).toEqual([null, null, null, null])
  expect(loose.map((bytes) => problemOf(hex(bytes), 'DER'))).toEqual(['syntax', 'syntax', 'syntax', 'syntax'])
  expect(loose.map((bytes) => readElement(hex(bytes), 'BER').loose)).toEqual([true, true, true, true])
  expect(loose.map((bytes) => smallInteger(readElement(hex(bytes), 'BER').children[0] as Element))).toEqual([
    5, 5, 5, 5,
  ])
})

test('case C15: nesting of 10,000 and of indefinite lengths is a limit, not a stack overflow', () => {
  const definite = Array.from({ length: 10_000 }).reduce<Buffer>((inner) => element(0x30, inner), Buffer.alloc(0))
  expect(problemOf(definite)).toBe('limit')
  expect(problemOf(Buffer.alloc(20_000, hex('30 80')))).toBe('limit')
})

test('case C15: the number of elements is limited', () => {
  expect(problemOf(element(0x30, Buffer.alloc(60_000, hex('05 00'))))).toBe('limit')
})

test('case C15: an object identifier may have an arc of 2^64, but not a thousand octets', () => {
  expect(oidText(readElement(hex('06 0b 2a 82 80 80 80 80 80 80 80 80 00'), 'DER'))).toBe('1.2.18446744073709551616')
  expect(oidText(readElement(hex('06 03 88 37 03'), 'DER'))).toBe('2.999.3')
  for (const bytes of [
    element(0x06, Buffer.alloc(1000, 0x81)),
    hex('06 00'),
    hex('06 02 2a 80'),
    hex('06 03 2a 80 01'),
  ]) {
    expect(() => oidText(readElement(bytes, 'DER'))).toThrow(Malformed)
  }
})

test('integers must be in their shortest form', () => {
  expect(smallInteger(readElement(hex('02 02 00 80'), 'BER'))).toBe(128)
  expect(smallInteger(readElement(hex('02 01 ff'), 'BER'))).toBe(null)
  for (const bytes of ['02 00', '02 02 00 01', '02 02 ff ff']) {
    expect(() => smallInteger(readElement(hex(bytes), 'BER'))).toThrow(Malformed)
  }
})

test('times are read in one form only, and must exist', () => {
  const utc = (text: string): Date => timeOf(readElement(element(0x17, Buffer.from(text)), 'DER'))
  const generalized = (text: string): Date => timeOf(readElement(element(0x18, Buffer.from(text)), 'DER'))
  expect(
    [utc('491231235959Z'), utc('500101000000Z'), generalized('00500101000000Z')].map((date) => date.toISOString()),
  ).toEqual(['2049-12-31T23:59:59.000Z', '1950-01-01T00:00:00.000Z', '0050-01-01T00:00:00.000Z'])
  for (const text of [
    '2601010000Z',
    '260101000000+0100',
    '260230000000Z',
    '261301000000Z',
    '260101240000Z',
    '260101000060Z',
    '',
  ]) {
    expect(() => utc(text)).toThrow(Malformed)
  }
  expect(() => generalized('20260101000000.5Z')).toThrow(Malformed)
})

test('any bytes are read or refused in a bounded way', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('BER' as const, 'DER' as const), (bytes, rules) => {
      problemOf(Buffer.from(bytes), rules)
    }),
    { numRuns: 2000 },
  )
})

test('a SET OF is written in the order of its encodings', () => {
  expect(setOf(integer(300), integer(2), integer(1))).toEqual(hex('31 0a 02 01 01 02 01 02 02 02 01 2c'))
})

test('what is written as DER is read as DER, whole', () => {
  const leaf = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 40 }).map((octets) => unsigned(octets)),
    fc.nat().map(integer),
    fc.uint8Array({ maxLength: 300 }).map((octets) => element(0x04, octets)),
    fc.constantFrom('1.2.840.113549.1.7.2', '2.5.4.3', '0.9.2342.19200300.100.1.25').map(oid),
    fc
      .date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
      .map(time),
  )
  const tree = fc.letrec<{ tree: Buffer }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 5 }).map((members) => sequence(...members)),
    ),
  })).tree
  fc.assert(
    fc.property(tree, (der) => {
      const read = readElement(der, 'DER')
      expect(read.encoding.equals(der)).toBe(true)
      expect(read.loose).toBe(false)
      expect(read.children.reduce((sum, { encoding }) => sum + encoding.length, 0)).toBe(
        read.tag === 0x30 ? read.contents.length : 0,
      )
    }),
  )
})
