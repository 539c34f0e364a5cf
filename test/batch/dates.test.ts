import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brusselsMidnight, brusselsStamp, brusselsTime, dayBefore, dayNumber, nameDate } from '../../src/batch/dates.ts'

describe('the day of a name (case T3)', () => {
  // biome-ignore format: a table
  test.each([
    ['19700101', 0],
    ['20260105', 20_458],
    ['20240229', 19_782],
    ['00010101', -719_162],
    ['00991231', -683_004],
    ['99991231', 2_932_896],
    ['20250229', null],
    ['21000229', null],
    ['20261301', null],
    ['20260100', null],
    ['20260431', null],
    ['00000101', null],
    ['2026010',  null],
    ['2026-1-5', null],
    [' 2026010', null],
    ['',         null],
  ])('%s is %s', (text, expected) => {
    expect(dayNumber(text)).toBe(expected)
  })

  test('counts every day of the calendar, one after the other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_161, max: 2_932_896 }), (day) => {
        const text = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
        expect([dayNumber(text(day - 1)), dayNumber(text(day))]).toEqual([day - 1, day])
      }),
    )
  })
})

describe('the time in Brussels', () => {
  // biome-ignore format: a table
  test.each([
    ['2026-01-05T10:00:00.007Z', '2026-01-05', '11:00:00.007'],
    ['2026-07-05T10:00:00.000Z', '2026-07-05', '12:00:00.000'],
    ['2026-03-29T00:59:59.999Z', '2026-03-29', '01:59:59.999'],
    ['2026-03-29T01:00:00.000Z', '2026-03-29', '03:00:00.000'],
    ['2026-10-25T00:30:00.000Z', '2026-10-25', '02:30:00.000'],
    ['2026-10-25T01:30:00.000Z', '2026-10-25', '02:30:00.000'],
    ['2026-12-31T23:00:00.000Z', '2027-01-01', '00:00:00.000'],
    ['2028-02-28T23:30:00.000Z', '2028-02-29', '00:30:00.000'],
  ])('at %s it is %s, %s', (instant, date, hour) => {
    expect(brusselsTime(new Date(instant))).toEqual({ date, hour })
    expect(nameDate(new Date(instant))).toBe(date.replaceAll('-', ''))
  })
})

// biome-ignore format: a table
test.each([
  ['2026-11-23T12:00:00Z',     '2026-11-23T13:00:00+01:00'],
  ['2026-07-01T22:30:59.999Z', '2026-07-02T00:30:59+02:00'],
  ['2026-03-29T00:59:59Z',     '2026-03-29T01:59:59+01:00'],
  ['2026-03-29T01:00:00Z',     '2026-03-29T03:00:00+02:00'],
  ['2026-10-25T00:30:00Z',     '2026-10-25T02:30:00+02:00'],
  ['2026-10-25T01:30:00Z',     '2026-10-25T02:30:00+01:00'],
])('%s is %s by the wall in Brussels', (instant, stamp) => {
  expect(brusselsStamp(new Date(instant))).toBe(stamp)
})

// biome-ignore format: a table
test.each([
  ['2026-11-23', '2026-11-22T23:00:00.000Z', '2026-11-22'],
  ['2026-07-01', '2026-06-30T22:00:00.000Z', '2026-06-30'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-28'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-24'],
  ['2024-03-01', '2024-02-29T23:00:00.000Z', '2024-02-29'],
])('the day %s begins at %s, after %s', (date, instant, before) => {
  expect([brusselsMidnight(date).toISOString(), dayBefore(date)]).toEqual([instant, before])
})
