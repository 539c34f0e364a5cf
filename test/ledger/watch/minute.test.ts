import { expect, test } from 'vitest'
import { minutesDue } from '../../../src/ledger/watch/minute.ts'

const at = (time: string) => new Date(`2026-11-23T${time}Z`)

test('rule 24.1 a minute is written once it is over for ten seconds', () => {
  expect(minutesDue(at('12:01:09.999'), at('11:59:00'))).toEqual([])
  expect(minutesDue(at('12:01:10.000'), at('11:59:00'))).toEqual([at('12:00:00')])
  expect(minutesDue(at('12:01:59.000'), at('12:00:00'))).toEqual([])
})

test('the first minute of all is the latest', () => {
  expect(minutesDue(at('12:01:30'), null)).toEqual([at('12:00:00')])
})

test('what was missed is made up for, up to three hours', () => {
  expect(minutesDue(at('12:04:30'), at('12:00:00'))).toEqual([at('12:01:00'), at('12:02:00'), at('12:03:00')])
  const long = minutesDue(at('12:04:30'), new Date('2026-11-01T00:00:00Z'))
  expect([long.length, long[0], long.at(-1)]).toEqual([180, at('09:04:00'), at('12:03:00')])
})

test('a clock that was set back writes nothing', () => {
  expect(minutesDue(at('12:00:30'), at('13:00:00'))).toEqual([])
})
