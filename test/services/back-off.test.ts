import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOffSeconds } from '../../src/services/back-off.ts'

const RETRY = { firstSeconds: 5, lastSeconds: 600, attempts: 300 }

test('the pause doubles up to its bound', () => {
  expect([1, 2, 3, 4, 8, 9, 100].map((attempts) => backOffSeconds(RETRY, attempts, 0.5))).toEqual([
    5, 10, 20, 40, 600, 600, 600,
  ])
})

test('what failed together does not come back together', () => {
  expect([0, 0.5, 0.9999].map((random) => Math.round(backOffSeconds(RETRY, 9, random)))).toEqual([450, 600, 750])
})

test('it is a positive time of bounded length for any number of attempts', () => {
  const attempts = fc.integer({ min: 1, max: 100_000 })
  fc.assert(
    fc.property(attempts, fc.double({ min: 0, max: 0.999, noNaN: true }), (count, random) => {
      const seconds = backOffSeconds(RETRY, count, random)
      expect(seconds).toBeGreaterThan(3)
      expect(seconds).toBeLessThanOrEqual(750)
    }),
  )
})
