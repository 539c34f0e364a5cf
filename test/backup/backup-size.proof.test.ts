/** `SLUICE_BACKUP_SETS` sets, and `SLUICE_BACKUP_LARGE` contents of one MiB among theirs. */
import { expect, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { measureSize } from './size-run.ts'

const SETS = lengthOf('SLUICE_BACKUP_SETS', 100_000)
const LARGE = lengthOf('SLUICE_BACKUP_LARGE', 500)

test(`rule 31.1: ${SETS} sets are backed up under a gateway that works, and put back`, async () => {
  const { figures, isAllThere, lost } = await measureSize({ sets: SETS, large: LARGE, alone: 30 })
  await leaveSummary('backup-size', figures)
  expect([isAllThere, lost]).toEqual([true, []])
  expect(figures.rows).toBeGreaterThan(SETS * 10)
  expect(figures.during.sets).toBeGreaterThan(0)
})
