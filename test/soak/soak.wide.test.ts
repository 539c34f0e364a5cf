/** The short form of `soak.proof.test.ts`: two senders, and once each of the faults that are soon over. */
import { beforeEach, expect, test } from 'vitest'
import { SMALL } from './cast.ts'
import { FAULTS } from './faults.ts'
import { notRun } from './probe.ts'
import { soak } from './soak-run.ts'
import { openStage } from './stage.ts'

const ROUNDS = [
  ['service is killed', 'Redis is emptied', 'connections are refused'],
  ['door is killed', 'service takes and says no', 'clock of a gateway'],
]
const reason = notRun()

beforeEach(({ skip }) => skip(reason !== undefined, reason))

test('whatever breaks beneath them, what senders were told is so: nothing is lost and nothing is done twice', async () => {
  await using stage = await openStage(SMALL)
  const rounds = ROUNDS.map((names) => ({
    faults: names.map((name) => ({ name, seconds: 1, choice: 0 })),
    quietSeconds: 0,
  }))
  const found = await soak({ stage, faults: FAULTS, rounds, minutes: 5, seed: 1, tell: async () => {} })
  expect(found).toEqual([])
  expect(stage.effects()).not.toEqual([])
})
