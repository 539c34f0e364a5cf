/** The short form of `crash-sweep.proof.test.ts`. */
import { beforeEach, expect, test } from 'vitest'
import { Sweep, type Whose } from './sweep-run.ts'
import { type Injection, noTracer } from './tracer.ts'

const reason = noTracer()
beforeEach(({ skip }) => skip(reason !== undefined, reason))

const INJECTIONS: readonly (readonly [Whose, Injection])[] = [
  ['gateway', { call: 'fsync', fault: 'KILL', nth: 2 }],
  ['postgres', { call: 'fdatasync', fault: 'KILL', nth: 2 }],
]

test('a call that fails or is the last loses nothing and does nothing twice', async () => {
  await using sweep = await Sweep.open()
  for (const [whose, injection] of INJECTIONS)
    expect([injection, await sweep.once(whose, injection)]).toEqual([
      injection,
      { reached: true, died: whose === 'gateway', violations: [] },
    ])
})
