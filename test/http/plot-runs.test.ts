import { expect, test } from 'vitest'
import { knownRuns, roundMost, roundMostSeconds, spread } from '../../src/http/components/plot-runs.ts'

test('a curve breaks where nobody knows, and is nowhere where nobody ever knew', () => {
  expect(knownRuns([null, 1, 2, null, 0])).toEqual([
    [
      { place: 1, value: 1 },
      { place: 2, value: 2 },
    ],
    [{ place: 4, value: 0 }],
  ])
  expect(knownRuns([null, null])).toEqual([])
})

test('an axis ends at a round number that is not less than the largest value', () => {
  expect([0, 4, 5, 10, 11, 43, 100, 101, 412, 9999].map(roundMost)).toEqual([
    4, 4, 5, 10, 20, 50, 100, 200, 500, 10_000,
  ])
  expect([12, 45, 61, 1900, 40_000, 400_000].map(roundMostSeconds)).toEqual([20, 60, 120, 3600, 43_200, 432_000])
})

test('labels keep their order and their distance, and stay inside', () => {
  expect(spread([100, 10, 101], 14, 110)).toEqual([96, 10, 110])
  expect(spread([10, 10, 10], 14, 200)).toEqual([10, 24, 38])
  expect(spread([], 14, 100)).toEqual([])
})
