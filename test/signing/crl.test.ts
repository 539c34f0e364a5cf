import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Malformed } from '../../src/signing/ber.ts'
import { standingByList } from '../../src/signing/crl.ts'
import { element, integer, sequence, time } from '../../src/signing/der.ts'
import { shallowElements } from '../../src/signing/shallow.ts'
import { extension } from '../../src/signing/write-certificate.ts'
import {
  authority,
  constraints,
  days,
  type Holder,
  issue,
  type ListPieces,
  minutes,
  NOW,
  nameOf,
  revocationList,
  USAGE,
  usage,
} from './authorities.ts'

const citizens = authority('Citizen CA', undefined, { keyType: 'rsa' })
const card = issue({ name: nameOf({ CN: 'Card' }), by: citizens, extensions: [] })
const neighbour = issue({ name: nameOf({ CN: 'Card' }), by: citizens, extensions: [] })
const stranger = authority('Citizen CA')

function outcome(pieces: ListPieces = {}, issuer: Holder = citizens): unknown {
  return judged(revocationList(issuer, pieces))
}

function judged(list: Uint8Array, issuer: Holder = citizens): unknown {
  const standing = standingByList(list, card.certificate, issuer.certificate, NOW)
  return standing.ok ? standing.value : standing.problem
}

const GOOD = { revoked: null, statedAt: minutes(-5), freshUntil: days(1) }
const because = (number: number) => extension('2.5.29.21', element(0x0a, Buffer.of(number)))
const reason = because(1)

test('a list names the certificates that are revoked', () => {
  expect(outcome()).toEqual(GOOD)
  expect(outcome({ revoked: [neighbour.certificate] })).toEqual(GOOD)
  const both = { revoked: [neighbour.certificate, card.certificate], entryExtensions: [reason] }
  expect(outcome(both)).toEqual({ ...GOOD, revoked: { at: days(-2), reason: 'keyCompromise' } })
})

test('a list of a hundred thousand entries is read', () => {
  const entries = Array.from({ length: 100_000 }, () => neighbour.certificate)
  expect(outcome({ revoked: [...entries, card.certificate] })).toEqual({
    ...GOOD,
    revoked: { at: days(-2), reason: 'unspecified' },
  })
})

const changes = extension('2.5.29.27', integer(1), true)

test('rule 4.5: a list of changes condemns, but does not clear', () => {
  const named = { revoked: [card.certificate], extensions: [changes] }
  const revoked = { at: days(-2), reason: 'unspecified' }
  expect(outcome(named)).toEqual({ ...GOOD, revoked })
  expect(outcome({ ...named, entryExtensions: [reason] })).toEqual({
    ...GOOD,
    revoked: { ...revoked, reason: 'keyCompromise' },
  })
  expect(outcome({ ...named, entryExtensions: [because(8)] })).toBe('an unknown reason of a revocation')
  expect(outcome({ ...named, revoked: [neighbour.certificate] })).toBe('a partial list')
  expect(outcome({ ...named, extensions: [changes, extension('2.5.29.28', sequence(), true)] })).toBe('a partial list')
  expect(outcome({ ...named, key: stranger.key })).toBe('not signed by the issuer')
})

const noLists = authority('Citizen CA', undefined, { extensions: [constraints(), usage(USAGE.certificatesOnly)] })
const number = extension('2.5.29.20', integer(5))

test('what a list says of itself without demand does not disturb', () => {
  expect(outcome({ extensions: [number] })).toEqual(GOOD)
})

// biome-ignore format: a table
const REFUSED: readonly (readonly [string, string, () => unknown])[] = [
  ['is of another issuer',              'another issuer',           () => outcome({}, authority('Another CA'))],
  ['is signed by a namesake',           'not signed by the issuer', () => outcome({}, stranger)],
  ['is signed with another key',        'not signed by the issuer', () => outcome({ key: stranger.key })],
  ['its issuer may not sign',           'not signed by the issuer', () => judged(revocationList(noLists), noLists)],
  ['has expired',                       'stale',                    () => outcome({ from: days(-2), until: days(-1) })],
  ['is of the future',                  'stale',                    () => outcome({ from: minutes(6) })],
  ['has no end',                        'stale',                    () => outcome({ until: null })],
  ['tells changes only',                'a partial list',           () => outcome({ extensions: [extension('2.5.29.27', integer(1), true)] })],
  ['is of one distribution point',      'a partial list',           () => outcome({ extensions: [extension('2.5.29.28', sequence(), true)] })],
  ['demands what is not known here',    'a critical extension that is not known here', () => outcome({ extensions: [extension('1.2.3.4', integer(1), true)] })],
  ['takes an entry back',               'an unknown reason of a revocation', () => outcome({ revoked: [card.certificate], entryExtensions: [because(8)] })],
  ['has a reason that does not exist',  'an unknown reason of a revocation', () => outcome({ revoked: [card.certificate], entryExtensions: [because(7)] })],
  ['has an entry of another issuer',    'an entry with a critical extension', () => outcome({ revoked: [neighbour.certificate], entryExtensions: [extension('2.5.29.29', sequence(), true)] })],
]

test.each(REFUSED)('case C8: a list says nothing that %s', (_, problem, seen) => {
  expect(seen()).toBe(problem)
})

const entry = (serial: Buffer, ...more: Buffer[]) => sequence(element(2, serial), time(days(-2)), ...more)
const { serial } = card.certificate
const foreign = sequence(extension('2.5.29.29', sequence(), true))
/** Of the same length and end as the card's. */
const twin = Buffer.concat([Buffer.of((serial[0] ?? 0) ^ 1), serial.subarray(1)])
const looksCritical = Buffer.of(0x41, 1, 1, 0xff)
const NO_ENTRY = 'no entry of a list'

// biome-ignore format: a table
test.each([
  ['of a number that ends as ours does',                 [entry(twin)],                                          GOOD],
  ['of a number that begins as ours does',               [entry(Buffer.concat([serial, Buffer.of(1)]))],         GOOD],
  ['of numbers in which TRUE seems to stand',            [entry(looksCritical), entry(looksCritical)],           GOOD],
  ['behind such a one with a critical extension',        [entry(looksCritical), entry(twin, foreign)],           'an entry with a critical extension'],
  ['between good ones with a critical extension',        [entry(twin), entry(twin, foreign), entry(twin)],       'an entry with a critical extension'],
  ['without anything',                                   [entry(twin), sequence()],                              NO_ENTRY],
  ['without a number',                                   [sequence(time(days(-2)))],                             NO_ENTRY],
  ['that is no SEQUENCE',                                [element(0x31, element(2, serial), time(days(-2)))],    NO_ENTRY],
  ['of an empty number',                                 [entry(Buffer.alloc(0))],                               NO_ENTRY],
  ['of a number with a zero too many',                   [entry(Buffer.of(0, 0x41))],                            NO_ENTRY],
  ['of a negative number with octets too many',          [entry(Buffer.of(0xff, 0x81))],                         NO_ENTRY],
  ['of a number that is longer than it',                 [Buffer.of(0x30, 3, 2, 9, 1), entry(twin)],             NO_ENTRY],
])('case C8: a list with an entry %s', (_, entries, seen) => {
  expect(outcome({ entries: Buffer.concat(entries) })).toEqual(seen)
})

test('case C8: no octet of a list can be changed', () => {
  const list = revocationList(citizens, { revoked: [card.certificate] })
  fc.assert(
    fc.property(fc.nat(list.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(list)
      changed[at] = (changed[at] ?? 0) ^ change
      expect(judged(changed)).not.toMatchObject({ revoked: false })
    }),
  )
})

test('arbitrary bytes are a problem, never an exception', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof judged(bytes) === 'string'))
})

test('elements that stand side by side are told apart, with short and long lengths', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 127, 128, 255, 256, 65_535, 65_536), { maxLength: 5 }), (sizes) => {
      const contents = sizes.map((size) => Buffer.alloc(size, size))
      const written = contents.map((octets) => element(0x04, octets))
      const found = [...shallowElements(Buffer.concat(written))]
      expect(found.map(({ encoding }) => encoding.toString('base64'))).toEqual(
        written.map((one) => one.toString('base64')),
      )
      expect(found.map((one) => one.contents.length)).toEqual(sizes)
    }),
    { numRuns: 30 },
  )
})

test.each(['0481', '048101ff', '04820001ff', '0480', '0485000000000100', '0402ff', '1f0100'])('%s is no DER', (hex) => {
  expect(() => [...shallowElements(Buffer.from(hex, 'hex'))]).toThrow(Malformed)
})

test('a length with a zero in front is no DER', () => {
  const long = Buffer.concat([Buffer.from('048200ff', 'hex'), Buffer.alloc(255)])
  expect(() => [...shallowElements(long)]).toThrow('a length that is not DER')
})
