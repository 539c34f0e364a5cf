import { afterAll, test } from 'vitest'
import { lengthOf } from '../support/proof-summary.ts'
import { closeCore } from './core.ts'
import { playHistories } from './histories.ts'

afterAll(closeCore)

test('whatever happens in whatever order, each set has one verdict, one answer and one effect, and the books balance', async () => {
  await playHistories(60, lengthOf('SLUICE_SEED', 4711), 12)
})
