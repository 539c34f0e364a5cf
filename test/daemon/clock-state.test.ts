import { expect, test } from 'vitest'
import {
  clockOf,
  heldFor,
  isReliable,
  NO_STEPS,
  nextSteps,
  type Steps,
  wentBack,
} from '../../src/daemon/clock-state.ts'

const LIMITS = { clockSeconds: 120, holdHours: 24 }
const DAY = 86_400

// biome-ignore format: a table
test.each<[string, [moved: number, at: number][], Steps]>([
  ['nothing',                                              [],                             NO_STEPS],
  ['what is within the limit is no step',                  [[120, 10], [-120, 12]],        NO_STEPS],
  ['a step',                                               [[DAY, 10]],                    { seconds: DAY, seenAt: 10 }],
  ['is remembered while nothing moves',                    [[DAY, 10], [0, 12], [1, 14]],  { seconds: DAY, seenAt: 10 }],
  ['a second one is added, and begins the time anew',      [[DAY, 10], [200, 20]],         { seconds: DAY + 200, seenAt: 20 }],
  ['one that is taken back is none, and was one',          [[DAY, 10], [-DAY + 60, 20]],   { seconds: 0, seenAt: 20 }],
  ['that too is history a day later',                      [[DAY, 10], [-DAY, 20], [0, 21 + DAY]], NO_STEPS],
  ['a day later it is history',                            [[DAY, 10], [0, 10 + DAY + 1]], NO_STEPS],
  ['and not a moment before',                              [[DAY, 10], [0, 10 + DAY]],     { seconds: DAY, seenAt: 10 }],
  ['what is then taken back is a step of its own',         [[DAY, 10], [-DAY, 11 + DAY]],  { seconds: -DAY, seenAt: 11 + DAY }],
])('rule 32.4: %s', (_, looks, steps) => {
  expect(looks.reduce((known, [moved, at]) => nextSteps(known, moved, at, LIMITS), NO_STEPS)).toEqual(steps)
})

// biome-ignore format: a table
test.each([
  [0,    0,    false, true ],
  [120,  -120, false, true ],
  [121,  0,    false, false],
  [-121, 0,    false, false],
  [0,    121,  false, false],
  [0,    -121, false, false],
  [0,    0,    true,  false],
])('rule 32.3: skewed by %d s, stepped by %d s, held %s: reliable %s', (skewSeconds, steppedSeconds, isHeld, reliable) => {
  expect(isReliable({ skewSeconds, steppedSeconds, isHeld }, LIMITS)).toBe(reliable)
})

const NOON = new Date('2026-11-28T12:00:00Z')
// biome-ignore format: a table
test.each<[string, Date | null, number]>([
  ['nothing was seen before',       null,                             0],
  ['a second later',                new Date('2026-11-28T11:59:59Z'), 0],
  ['ten years later: a rest',       new Date('2016-11-28T12:00:00Z'), 0],
  ['a day earlier',                 new Date('2026-11-29T12:00:00Z'), -DAY],
  ['a moment earlier, as it is where processes look at once', new Date('2026-11-28T12:00:00.250Z'), -0.25],
])('rule 32.4: what happened while nobody looked: %s', (_, seenAt, back) => {
  expect(wentBack({ told: NOON, seenAt, heldSeconds: 0 })).toBe(back)
})

test('a hold lasts as long as is left of it, and never longer than is configured now', () => {
  expect([0, 60, DAY].map((heldSeconds) => heldFor({ heldSeconds }, 2))).toEqual([0, 60, 7200])
})

test('what a process reported is read, and nothing of one that reports no clock', () => {
  const clock = { skewSeconds: 1.5, steppedSeconds: 0, isHeld: true }
  expect(clockOf({ health: { state: 'up', clock } })).toEqual(clock)
  const earlier = { skewSeconds: 1.5, steppedSeconds: 0 } // of a release that held nothing
  expect(clockOf({ health: { clock: earlier } })).toEqual({ ...earlier, isHeld: false })
  expect([clockOf({ health: {} }), clockOf({ health: { clock: { skewSeconds: 1 } } })]).toEqual([null, null])
})
