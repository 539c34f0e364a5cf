/** The model test at length: `SLUICE_MODEL_RUNS` histories from `SLUICE_SEED` on. */
import { afterAll, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { closeCore } from './core.ts'
import { playHistories } from './histories.ts'

/** Between two summaries. */
const PART = 100

afterAll(closeCore)

test('the core does what the model of its decisions does, in every history', async () => {
  const histories = lengthOf('SLUICE_MODEL_RUNS', 5000)
  const seed = lengthOf('SLUICE_SEED', Date.now() % 2 ** 31)
  const commands: Record<string, number> = {}
  for (let played = 0; played < histories; played += PART) {
    const part = await playHistories(Math.min(PART, histories - played), seed + played)
    for (const [name, count] of Object.entries(part.commands)) commands[name] = (commands[name] ?? 0) + count
    await leaveSummary('model', { seed, histories: Math.min(played + PART, histories), commands })
  }
})
