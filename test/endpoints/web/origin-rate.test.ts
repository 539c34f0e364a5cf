import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OriginRate } from '../../../src/endpoints/web/rest/origin-rate.ts'

test('rule 17.6: a place asks so many times at once, and then as many a minute', () => {
  const rate = new OriginRate()
  const ask = (now: number) => rate.secondsToWait('one', 3, now)
  expect([ask(0), ask(0), ask(0), ask(0)]).toEqual([0, 0, 0, 20])
  expect([ask(19_000), ask(20_000), ask(20_000), ask(40_000)]).toEqual([1, 0, 20, 0])
  expect([ask(100_000), ask(100_000), ask(100_000), ask(100_000)]).toEqual([0, 0, 0, 20])
})

test('rule 17.6: places do not feel each other', () => {
  const rate = new OriginRate()
  const ask = (place: string) => rate.secondsToWait(place, 1, 0)
  expect([ask('one'), ask('one'), ask('other'), ask('other')]).toEqual([0, 60, 0, 60])
})

test('a rate below one a minute lets one pass', () => {
  const rate = new OriginRate()
  expect([rate.secondsToWait('one', 0.5, 0), rate.secondsToWait('one', 0.5, 0)]).toEqual([0, 120])
})

test('who waits as long as he is told may ask', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }),
      (perMinute, pauses) => {
        const rate = new OriginRate()
        let now = 0
        for (const pause of pauses) {
          now += pause
          const seconds = rate.secondsToWait('one', perMinute, now)
          if (seconds > 0) expect(rate.secondsToWait('one', perMinute, now + seconds * 1000)).toBe(0)
          now += seconds * 1000
        }
      },
    ),
  )
})

test('of more places than anybody honest has, those that asked least lately are forgotten', () => {
  const rate = new OriginRate()
  for (let place = 0; place <= 10_000; place++) rate.secondsToWait(`${place}`, 1, 0)
  const ask = (place: string) => rate.secondsToWait(place, 1, 0)
  expect([ask('10000'), ask('0')]).toEqual([60, 0])
})
