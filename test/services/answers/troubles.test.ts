import { expect, test } from 'vitest'
import { Troubles } from '../../../src/services/answers/folder/troubles.ts'

test('rule 20.15: what fails again and again is left alone for longer each time, up to a bound; a new cause is told', () => {
  let now = 0
  const troubles = new Troubles(() => now)
  const told: boolean[] = []
  const pauses: number[] = []
  for (const cause of ['away', 'away', 'away', 'away', 'locked']) {
    told.push(troubles.meet('R/a', cause, 5))
    const before = now
    while (troubles.isPutOff('R/a')) now += 500
    pauses.push(now - before)
  }
  expect([told, pauses]).toEqual([
    [true, false, false, false, true],
    [1000, 2000, 4000, 5000, 5000],
  ])
  troubles.over('R/a')
  expect([troubles.list(), troubles.meet('R/a', 'away', 5)]).toEqual([[], true])
})

test('what is gone is forgotten, of its own environment alone', () => {
  const troubles = new Troubles(() => 0)
  for (const place of ['R/a', 'R/b', 'T/a']) troubles.meet(place, 'x', 5)
  troubles.keep('R/', new Set(['R/b']))
  expect(troubles.list()).toEqual(['R/b: x', 'T/a: x'])
})
