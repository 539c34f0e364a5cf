import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { median, pairRatios, percentile } from '../../bench/statistics.ts'

const VALUES = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 })

describe('median', () => {
  test.each<[number[], number]>([
    [[7], 7],
    [[9, 1], 5],
    [[10, 9, 100], 10],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  test('has as many values on its one side as on its other, and changes nothing', () => {
    fc.assert(
      fc.property(VALUES, (values) => {
        const given = [...values]
        const middle = median(values)
        const below = values.filter((value) => value < middle).length
        const above = values.filter((value) => value > middle).length
        expect([below <= values.length / 2, above <= values.length / 2, values]).toEqual([true, true, given])
      }),
    )
  })
})

describe('percentile', () => {
  test.each<[number, number]>([
    [0, 1],
    [1, 1],
    [50, 5],
    [51, 6],
    [95, 10],
    [100, 10],
  ])('%d of the numbers from 1 to 10 is %d', (percent, expected) => {
    expect(percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], percent)).toBe(expected)
  })

  test('is the smallest value that so many do not exceed', () => {
    fc.assert(
      fc.property(VALUES, fc.integer({ min: 0, max: 100 }), (values, percent) => {
        const within = (bound: number) => (100 * values.filter((value) => value <= bound).length) / values.length
        const found = percentile(values, percent)
        const smaller = values.filter((value) => value < found)
        expect(values).toContain(found)
        expect([within(found) >= percent, smaller.every((value) => within(value) < percent)]).toEqual([true, true])
      }),
    )
  })
})

test('ratios compare what was measured together, and nothing else', () => {
  expect(pairRatios([10, 30, 5], [5, 10, 10])).toEqual([2, 3, 0.5])
  expect(() => pairRatios([1, 2], [1])).toThrow('measurements that are compared come in pairs')
})

test.each([() => median([]), () => percentile([], 50)])('of nothing there is no figure', (figure) => {
  expect(figure).toThrow('nothing was measured')
})
