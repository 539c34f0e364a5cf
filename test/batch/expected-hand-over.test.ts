import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectedAt } from '../../src/batch/expected-hand-over.ts'

test.each([
  ['at one pace', 600, [60, 60, 60, 60, 60], { earliestSeconds: 600, latestSeconds: 600 }],
  ['the fastest minute, and the mean of all', 100, [200, 0, 100, 0, 0], { earliestSeconds: 30, latestSeconds: 100 }],
  ['a place that is next', 1, [250, 250, 250, 250, 250], { earliestSeconds: 1, latestSeconds: 1 }],
  ['nothing moves', 1, [0, 0, 0, 0, 0], null],
  ['an empty line', 0, [10, 10, 10, 10, 10], { earliestSeconds: 0, latestSeconds: 0 }],
])('rule 25.4: when a place is reached is a range: %s', (_, place, perMinute, expected) => {
  expect(expectedAt(place, perMinute)).toEqual(expected)
})

test('rule 25.4: the range is in order, and a later place is never reached earlier', () => {
  const paces = fc.array(fc.nat(10_000), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(fc.nat(1_000_000), paces, (place, perMinute) => {
      const [one, next] = [expectedAt(place, perMinute), expectedAt(place + 1, perMinute)]
      if (!one || !next) return expect([one, next, Math.max(...perMinute)]).toEqual([null, null, 0])
      expect(one.earliestSeconds).toBeLessThanOrEqual(one.latestSeconds)
      expect(next.earliestSeconds).toBeGreaterThanOrEqual(one.earliestSeconds)
    }),
  )
})
