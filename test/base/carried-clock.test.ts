import fc from 'fast-check'
import { expect, test } from 'vitest'
import { carriedClock, steadyFrom } from '../../src/base/carried-clock.ts'

const NOON = Date.UTC(2026, 10, 28, 12)

test('rule 32.1: a step of the clock that it began with moves nothing, and the steady clock carries it on', () => {
  const machine = { at: NOON }
  const steady = { at: 5000 }
  const clock = carriedClock(
    () => new Date(machine.at),
    () => steady.at,
  )
  machine.at += 86_400_000
  steady.at += 1234
  expect(clock.now()).toEqual(new Date(NOON + 1234))
})

// biome-ignore format: a table
test.each([
  ['agrees already',                           { told: 1000, asked: 990,  heard: 1010 }, 0],
  ['might agree, for the answer took long',    { told: 1300, asked: 900,  heard: 1400 }, 0],
  ['is ahead',                                 { told: 500,  asked: 990,  heard: 1010 }, -489],
  ['is behind',                                { told: 2000, asked: 990,  heard: 1010 }, 990],
  ['differs by what cannot be told',           { told: 999,  asked: 1000, heard: 1000 }, 0],
])('rule 32.2: a look moves it no more than it must: it %s', (_, { told, asked, heard }, milliseconds) => {
  const clock = carriedClock(() => new Date(NOON), () => 0)
  const moved = clock.agree({ told: new Date(NOON + told), asked, heard })
  expect([moved, clock.now()]).toEqual([milliseconds / 1000, new Date(NOON + milliseconds)])
})

test('whatever was told, after a look it is within what the look leaves open, and a second look moves nothing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: 0, max: 1e6 }),
      (ahead, asked, took) => {
        const steady = { at: asked }
        const clock = carriedClock(
          () => new Date(NOON),
          () => steady.at,
        )
        const look = { told: new Date(NOON + ahead), asked, heard: asked + took }
        clock.agree(look)
        const early = clock.now().getTime()
        expect(early).toBeGreaterThanOrEqual(NOON + ahead - took)
        expect(early).toBeLessThanOrEqual(NOON + ahead + 1)
        expect(clock.agree(look)).toBe(0)
      },
    ),
  )
})

test('what lasts is measured without any clock that may step', () => {
  const machine = { at: NOON }
  const steady = { at: 0 }
  const now = steadyFrom(
    () => new Date(machine.at),
    () => steady.at,
  )
  machine.at = 0
  steady.at = 60_000
  expect(now()).toEqual(new Date(NOON + 60_000))
})
