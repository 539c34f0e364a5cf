import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusal } from '../../src/base/refusal.ts'
import {
  parseEnterpriseNumber,
  parseEstablishmentNumber,
  parseNssoNumber,
  parseSenderNumber,
} from '../../src/batch/identifiers.ts'
import { parseSsin } from '../../src/batch/ssin.ts'
import vectors from './vectors/identifiers.json' with { type: 'json' }

const TODAY = new Date('2026-11-23T12:00:00Z')

// biome-ignore format: a table
const NUMBERS = [
  ['enterprise number',         parseEnterpriseNumber,                       vectors.enterprise],
  ['establishment unit number', parseEstablishmentNumber,                    vectors.establishment],
  ['NSSO number',               parseNssoNumber,                             vectors.nsso],
  ['SSIN',                      (text: string) => parseSsin(text, TODAY),    vectors.ssin],
  ['sender number',             parseSenderNumber,                           vectors.sender],
] as const

describe.each(NUMBERS)('%s (spec §17)', (_, parse, { valid, invalid }) => {
  test.each(Object.entries(valid))('%j becomes %s', (text, value) => {
    expect(parse(text)).toEqual({ ok: true, value })
  })

  test.each(invalid as [string, string][])('%j is refused: %s', (text) => {
    expect(parse(text)).toMatchObject({ ok: false, problem: { code: 'SLU-NUMBER' } })
  })

  test('any text is answered, and what comes out goes in again unchanged', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789.- BE'), maxLength: 14 })
    fc.assert(
      fc.property(fc.oneof(fc.string(), digits), (text) => {
        const result = parse(text)
        if (result.ok) expect(parse(result.value)).toEqual(result)
      }),
    )
  })
})

test.each([
  ['enterprise number', parseEnterpriseNumber, vectors.enterprise],
  ['establishment unit number', parseEstablishmentNumber, vectors.establishment],
])('one mistyped digit of an %s is always noticed', (_, parse, { valid }) => {
  const number = fc.constantFrom(...Object.values(valid))
  fc.assert(
    fc.property(number, fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }), (digits, at, add) => {
      const wrong = [...digits].map((digit, index) => (index === at ? (Number(digit) + add) % 10 : digit)).join('')
      expect(parse(wrong).ok).toBe(false)
    }),
  )
})

test('every serial has exactly one pair of check digits as an enterprise number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 19_999_999 }), (serial) => {
      const eight = String(serial).padStart(8, '0')
      const pairs = Array.from({ length: 100 }, (_, pair) => `${eight}${String(pair).padStart(2, '0')}`)
      expect(pairs.filter((number) => parseEnterpriseNumber(number).ok)).toEqual([
        `${eight}${String(97 - (serial % 97)).padStart(2, '0')}`,
      ])
    }),
  )
})

test('a refusal says what was written and what it should look like', () => {
  expect(parseEnterpriseNumber('0206731646')).toEqual({
    ok: false,
    problem: refusal(
      'SLU-NUMBER',
      '"0206731646" is no enterprise number.',
      'Its check digits do not fit: compare it digit by digit with the official document.',
    ),
  })
})

test('a refused national number is never repeated (spec §16.3)', () => {
  expect(JSON.stringify(parseSsin('85073000161', TODAY))).not.toMatch(/8507|0161/)
})

describe('the birth date in an SSIN', () => {
  test.each([
    ['00', '00', true],
    ['00', '12', false],
    ['07', '00', true],
    ['07', '31', true],
    ['06', '31', false],
    ['02', '29', false],
    ['20', '00', true],
    ['32', '15', true],
    ['33', '15', false],
    ['40', '00', true],
    ['52', '15', true],
    ['53', '15', false],
    ['59', '15', false],
    ['60', '00', false],
    ['61', '15', false],
  ])('month %s, day %s: %s', (month, day, exists) => {
    expect(parseSsin(withCheck(`81${month}${day}002`), TODAY).ok).toBe(exists)
  })

  test('the leap day is real in 2000 and not in 1900', () => {
    expect(parseSsin(withCheck('000229002', '2'), TODAY).ok).toBe(true)
    expect(parseSsin(withCheck('000229002'), TODAY).ok).toBe(false)
  })

  test('today is a birth date, tomorrow is not, by the calendar of Brussels', () => {
    expect(parseSsin(withCheck('261123001', '2'), TODAY).ok).toBe(true)
    expect(parseSsin(withCheck('261124001', '2'), TODAY).ok).toBe(false)
    expect(parseSsin(withCheck('261124001', '2'), new Date('2026-11-23T23:30:00Z')).ok).toBe(true)
  })

  test.each(['000', '999'])('the sequence %s exists in the BIS register only', (sequence) => {
    expect(parseSsin(withCheck(`810730${sequence}`), TODAY).ok).toBe(false)
    expect(parseSsin(withCheck(`814730${sequence}`), TODAY).ok).toBe(true)
  })
})

/** Nine digits with the check digits of one born in 19xx, or in 20xx when the century is `2`. */
function withCheck(nine: string, century = ''): string {
  return `${nine}${String(97 - (Number(`${century}${nine}`) % 97)).padStart(2, '0')}`
}
