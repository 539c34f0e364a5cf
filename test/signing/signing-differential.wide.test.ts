import { spawnSync } from 'node:child_process'
import { beforeEach, expect, test } from 'vitest'
import { lengthOf } from '../support/proof-summary.ts'
import { differential } from './differential/suite.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
beforeEach(({ skip }) => skip(!hasOpenssl && process.env.SLUICE_WIDE !== '1', 'not run: needs openssl'))

test('case C27: no mutant is accepted that OpenSSL refuses, and each that we alone refuse has its written reason', async () => {
  const { unexplained, bothAccept, bothRefuse } = await differential(lengthOf('SLUICE_SEED', 20_261_128), 200)
  expect(unexplained).toEqual([])
  expect(bothAccept).toBeGreaterThan(30)
  expect(bothRefuse).toBeGreaterThan(70)
})
