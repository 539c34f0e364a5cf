import { expect, test } from 'vitest'
import { uuidV7 } from '../../src/base/ids.ts'
import type { LiveConfig } from '../../src/config/live.ts'
import { sealDeps } from '../../src/daemon/seal-deps.ts'
import { hasWaitedByIds } from '../../src/daemon/waited-by-ids.ts'

const NOON = Date.parse('2026-11-28T12:00:00Z')
const LIMITS = { goWaitHours: 24, clockSeconds: 120 }
const HOUR = 3600
const id = (secondsAgo: number) => uuidV7(NOON - secondsAgo * 1000)
const OF_ANOTHER_VERSION = 'f47ac10b-58cc-4372-a567-0e02b2c3d479'

// biome-ignore format: a table
test.each<[string, readonly string[], boolean]>([
  ['a day ago',                                          [id(24 * HOUR)],                      true ],
  ['a day ago but two minutes, as clocks differ',        [id(24 * HOUR - 120)],                true ],
  ['a day ago but three minutes',                        [id(24 * HOUR - 180)],                false],
  ['just now, as the database was wrong for a moment',   [id(1)],                              false],
  ['the youngest counts',                                [id(48 * HOUR), id(HOUR)],            false],
  ['all are old',                                        [id(48 * HOUR), id(25 * HOUR)],       true ],
  ['a machine whose clock was ten years ahead',          [id(-10 * 365 * 24 * HOUR)],          true ],
  ['that one beside one that is right',                  [id(-10 * 365 * 24 * HOUR), id(HOUR)], false],
  ['an id that tells no time',                           [OF_ANOTHER_VERSION],                 true ],
])('rule 32.4: files came %s', (_, fileIds, hasWaited) => {
  expect(hasWaitedByIds(fileIds, new Date(NOON), LIMITS)).toBe(hasWaited)
})

test.each([
  [true, id(25 * HOUR), true],
  [true, id(HOUR), false],
  [false, id(25 * HOUR), false],
])('a set expires when the clock may be relied on (%s) and the ids agree', (isReliable, fileId, mayExpire) => {
  const live = { current: () => ({ limits: { goWaitHours: 24 }, alarms: { clockSeconds: 120 } }) } as LiveConfig
  const deps = sealDeps(live, 'here', { mayEndAt: () => isReliable })
  expect(deps.mayExpire(new Date(NOON), [fileId])).toBe(mayExpire)
})
