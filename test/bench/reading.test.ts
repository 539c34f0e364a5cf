import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { besideGoal, besidePeer, isReached, type Reading } from '../../bench/reading.ts'

const UPLOAD = { name: 'upload', unit: 'MB/s' } as const

describe('beside a peer', () => {
  test('the ratio is that of values of one round, and the middle one counts', () => {
    const peer = { what: 'OpenSSH', values: [10, 100, 50], target: 0.5 }
    expect(besidePeer({ ...UPLOAD, note: 'warm' }, [20, 50, 50], peer)).toEqual({
      ...UPLOAD,
      note: 'warm',
      ours: 50,
      against: { what: 'OpenSSH', value: 50 },
      ratio: { median: 1, lowest: 0.5, highest: 2 },
      target: 0.5,
    })
  })
})

describe('beside a goal', () => {
  test('a rate is to be at least so high', () => {
    expect(besideGoal(UPLOAD, [50, 200, 100], { what: 'at least', value: 100 })).toEqual({
      ...UPLOAD,
      ours: 100,
      against: { what: 'at least', value: 100 },
      ratio: { median: 1, lowest: 0.5, highest: 2 },
      target: 1,
    })
  })

  test('a time is to be at most so long, and less is better', () => {
    expect(besideGoal({ name: 'answer', unit: 'ms' }, [50, 200, 400], { what: 'at most', value: 100 })).toEqual({
      name: 'answer',
      unit: 'ms',
      ours: 200,
      against: { what: 'at most', value: 100 },
      ratio: { median: 0.5, lowest: 0.25, highest: 2 },
      target: 1,
    })
  })

  test('is reached exactly when the middle value keeps the bound', () => {
    const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 9 })
    const odd = values.filter(({ length }) => length % 2 === 1)
    fc.assert(
      fc.property(
        odd,
        fc.constantFrom('at least', 'at most'),
        fc.integer({ min: 1, max: 1000 }),
        (taken, what, value) => {
          const reading = besideGoal(UPLOAD, taken, { what, value })
          expect(isReached(reading)).toBe(what === 'at least' ? reading.ours >= value : reading.ours <= value)
        },
      ),
    )
  })
})

test.each<[number, boolean]>([
  [0.79, false],
  [0.8, true],
  [0.81, true],
])('with %d of a target of 0.8 it is reached: %s', (middle, expected) => {
  const reading: Reading = {
    ...UPLOAD,
    ours: 1,
    against: { what: 'OpenSSH', value: 1 },
    ratio: { median: middle, lowest: 0, highest: 9 },
    target: 0.8,
  }
  expect(isReached(reading)).toBe(expected)
})
