/** `SLUICE_SOAK_MINUTES` of faults at all that takes part, in the order that `SLUICE_SEED` draws, while five senders' programs send. */
import { beforeEach, expect, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { WHOLE } from './cast.ts'
import { FAULTS } from './faults.ts'
import { keepLogs } from './keep-logs.ts'
import { roundsOf } from './plan.ts'
import { notRun } from './probe.ts'
import { soak } from './soak-run.ts'
import { openStage } from './stage.ts'

const MINUTES = lengthOf('SLUICE_SOAK_MINUTES', 60)
/** About nine were filled on a quiet machine; a disk that is full for good takes nothing any more. */
const MEBIBYTES_A_MINUTE = 20
const SEED = lengthOf('SLUICE_SEED', Date.now() % 1_000_000)
const reason = notRun()

beforeEach(({ skip }) => skip(reason !== undefined, reason))

test(`${MINUTES} minutes of faults: what was acknowledged is answered and handed over once, and nothing is lost`, async () => {
  process.stdout.write(`SLUICE_SEED=${SEED}\n`)
  await using stage = await openStage({ ...WHOLE, mebibytes: WHOLE.mebibytes + MINUTES * MEBIBYTES_A_MINUTE })
  const tell = (figures: object) => leaveSummary('soak', { seed: SEED, ...figures })
  const rounds = roundsOf(SEED, FAULTS)
  const found = await soak({ stage, faults: FAULTS, rounds, minutes: MINUTES, seed: SEED, tell })
  if (found.length > 0) await keepLogs(stage.folder)
  expect(found).toEqual([])
})
