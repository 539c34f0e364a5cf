import { expect, test } from 'vitest'
import { createDryRun, type DryRunDeps } from '../../src/daemon/dry-run.ts'

test('of many people who ask at once the fifth is told to come back, and then served', async () => {
  let free = () => {}
  const held = new Promise<readonly []>((resolve) => {
    free = () => resolve([])
  })
  const ask = createDryRun({ ...DEPS, queries: registryThatWaits(held) })
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
  settings: {} as never,
  productVersion: 'test',
  checkers: {} as never,
  issuers: async () => [],
  now: () => new Date(0),
}

/** A registry without senders, which answers when `held` is over. */
function registryThatWaits(held: Promise<readonly []>): DryRunDeps['queries'] {
  const query: object = new Proxy({}, { get: (_, name) => (name === 'execute' ? () => held : () => query) })
  return query as DryRunDeps['queries']
}
