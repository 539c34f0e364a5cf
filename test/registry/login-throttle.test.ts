import { expect, test } from 'vitest'
import { waitAfter } from '../../src/registry/login-throttle.ts'

const LIMITS = { perAccount: 5, perAddress: 30, addressMinutes: 10, lockSeconds: 60, lockSecondsMax: 1800 }

test.each([
  [1, 0],
  [4, 0],
  [5, 60],
  [6, 120],
  [7, 240],
  [9, 960],
  [10, 1800],
  [100_000, 1800],
])('spec access.md §8.6: %i failures of an account make it wait %i s', (failures, seconds) => {
  expect(waitAfter(failures, LIMITS.perAccount, LIMITS)).toBe(seconds)
})
