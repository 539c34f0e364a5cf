import { expect, test } from 'vitest'
import { isNightlyDue } from '../../src/notices/nightly.ts'

test.each([
  ['never run, in the hour', '', '2026-11-27T01:00:00Z', true],
  ['never run, before the hour', '', '2026-11-27T00:59:59Z', false],
  ['run last night', '2026-11-26', '2026-11-27T01:00:00Z', true],
  ['run this night', '2026-11-27', '2026-11-27T01:30:00Z', false],
  ['run this night, in the evening', '2026-11-27', '2026-11-27T22:59:00Z', false],
  ['the evening in UTC is the next day in Brussels, but not yet its hour', '2026-11-27', '2026-11-27T23:30:00Z', false],
  ['missed for days, made up for by day', '2026-11-20', '2026-11-27T14:00:00Z', true],
  ['in summer two hours ahead of UTC', '2026-07-01', '2026-07-02T00:00:00Z', true],
  ['the night on which 2 o’clock does not exist', '2026-03-28', '2026-03-29T01:00:00Z', true],
  ['the night on which 2 o’clock comes twice, the second time', '2026-10-25', '2026-10-25T01:00:00Z', false],
  ['a clock that was set back', '2026-11-28', '2026-11-27T12:00:00Z', false],
])('%s', (_, last, now, due) => {
  expect(isNightlyDue(last, { now: new Date(now), noticeHour: 2 })).toBe(due)
})
