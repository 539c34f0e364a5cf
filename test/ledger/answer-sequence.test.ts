import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerSequence } from '../../src/ledger/answer-sequence.ts'

const LAST = 36 ** 5 - 1

test.each([
  [1, '00001'],
  [99_999, '99999'],
  [100_000, '0000A'],
  [100_025, '0000Z'],
  [100_026, '0001A'],
  [100_000 + 10 * 26, '000A0'],
  [LAST, 'ZZZZZ'],
])('answer number %d of a day is %s', (number, sequence) => {
  expect(answerSequence(number)).toBe(sequence)
})

test('after the numbers every text with a letter comes once, in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100_000, max: LAST - 1 }), (number) => {
      const [one, next] = [answerSequence(number), answerSequence(number + 1)]
      expect(one).toMatch(/^(?=.*[A-Z])[0-9A-Z]{5}$/)
      expect(one < next).toBe(true)
      // Between two neighbours lie only texts of digits.
      const between = Number.parseInt(next, 36) - Number.parseInt(one, 36)
      const digitsOnly = Array.from({ length: between - 1 }, (_, index) =>
        (Number.parseInt(one, 36) + index + 1).toString(36).toUpperCase().padStart(5, '0'),
      ).filter((text) => /[A-Z]/.test(text))
      expect(digitsOnly).toEqual([])
    }),
  )
})

test.each([0, -1, 1.5, LAST + 1, Number.NaN])('there is no answer number %d, and never 00000', (number) => {
  expect(() => answerSequence(number)).toThrow('a day has no answer number')
})
