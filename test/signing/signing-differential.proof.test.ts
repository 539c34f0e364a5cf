import { expect, test } from 'vitest'
import { leaveSummary, lengthOf } from '../support/proof-summary.ts'
import { differential } from './differential/suite.ts'

/** `SLUICE_MUTANTS` seeded mutants of signatures, each judged by us and by `openssl cms -verify`. */
test('case C27: no mutant is accepted that OpenSSL refuses, and each that we alone refuse has its written reason', async () => {
  const seed = lengthOf('SLUICE_SEED', 20_261_128)
  const began = performance.now()
  const comparison = await differential(seed, lengthOf('SLUICE_MUTANTS', 10_000))
  const seconds = Math.round((performance.now() - began) / 1000)
  await leaveSummary('signing-differential', { seed, seconds, ...comparison })
  expect(comparison.unexplained).toEqual([])
})
