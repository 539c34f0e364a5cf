/** Controls of the soak: it must find what a service loses and what a broken build does twice, or it shows nothing. */
import { beforeEach, expect, test } from 'vitest'
import { patchedProgram } from '../gateway/patched-program.ts'
import { SMALL } from './cast.ts'
import { FAULTS, type Fault, moody } from './faults.ts'
import { notRun } from './probe.ts'
import { soak } from './soak-run.ts'
import { openStage, type Stage } from './stage.ts'

const KEY = 'idempotencyKey: claim.idempotencyKey,'
/** As if what was handed over before were not known. */
const KEY_FORGOTTEN = 'idempotencyKey: crypto.randomUUID(),'
const LYING: Fault = { name: 'service lies', weight: 1, seconds: [4, 4], begin: moody('lying') }
const reason = notRun()

beforeEach(({ skip }) => skip(reason !== undefined, reason))

test('control: declarations that the service says it took, and did not, are missed', async () => {
  await using stage = await openStage(SMALL)
  expect(await kindsFound(stage, 'service lies')).toEqual(['notHandedOver'])
})

test('control: a build that hands over again under another key has effects twice, and that is seen', async () => {
  await using broken = await patchedProgram('services/parcel.js', KEY, KEY_FORGOTTEN)
  await using stage = await openStage(SMALL, broken.program)
  expect(await kindsFound(stage, 'service takes and says no')).toEqual(['doubleEffect'])
})

async function kindsFound(stage: Stage, name: string): Promise<readonly string[]> {
  const rounds = [{ faults: [{ name, seconds: 8, choice: 0 }], quietSeconds: 0 }]
  const wish = { stage, faults: [...FAULTS, LYING], rounds, minutes: 5, seed: 1, restSeconds: 3 }
  const found = await soak({ ...wish, tell: async () => {} })
  return [...new Set(found.map(({ kind }) => kind))]
}
