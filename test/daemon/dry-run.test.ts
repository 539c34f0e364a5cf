import { expect, test } from 'vitest'
import { createDryRun, type DryRunDeps } from '../../src/daemon/dry-run.ts'

test('of many people who ask at once the fifth is told to come back, and then served', async () => {
  let free = () => {}
  const held = new Promise<null>((resolve) => {
    free = () => resolve(null)
  })
  const ask = createDryRun({ ...DEPS, rightsOf: () => held })
  const question = { senderNumber: '123456', files: [] }
  const first = Array.from({ length: 4 }, () => ask(question).catch((error: Error) => error.message))
  const fifth = await ask(question)
  free()
  const missing = 'the sender 123456 is not in the registry'
  expect([fifth, await Promise.all(first)]).toEqual([
    { ok: false, problem: expect.objectContaining({ code: 'SLU-BUSY' }) },
    [missing, missing, missing, missing],
  ])
  await expect(ask(question)).rejects.toThrow(missing)
})

const DEPS: DryRunDeps = {
  queries: {} as never,
  rightsOf: async () => null,
  settings: {} as never,
  productVersion: 'test',
  checkers: {} as never,
  issuers: async () => [],
  now: () => new Date(0),
}
