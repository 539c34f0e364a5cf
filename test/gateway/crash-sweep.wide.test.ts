/** The short form of `crash-sweep.proof.test.ts`. */
import { beforeEach, expect, test } from 'vitest'
import { Sweep } from './sweep-run.ts'
import { type Injection, noTracer } from './tracer.ts'

const reason = noTracer()
beforeEach(({ skip }) => skip(reason !== undefined, reason))

const INJECTIONS: readonly Injection[] = [{ call: 'fsync', fault: 'KILL', nth: 2 }]

test('a call that fails or is the last loses nothing and does nothing twice', async () => {
  await using sweep = await Sweep.open()
  for (const injection of INJECTIONS)
    expect([injection, await sweep.once('gateway', injection)]).toEqual([
      injection,
      { reached: true, died: injection.fault === 'KILL', violations: [] },
    ])
})
