import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import type { Draft } from '../../src/spool/spool.ts'
import { ModelDisk } from './model-disk.ts'

type Act = { readonly write: string; readonly at: number } | { readonly cut: number }

test('case S14: whatever order and overlap writes come in, the bytes, the hash and the holes are those of the model', async () => {
  const disk = new ModelDisk('/spool')
  const spool = await openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })
  await fc.assert(
    fc.asyncProperty(
      acts,
      fc.boolean(),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (script, atOnce, small, speeds) => {
        disk.turns = (_, index) => speeds[index % speeds.length] ?? 1
        const model = modelOf(script)
        const draft = small ? spool.smallDraft() : spool.draft()
        await play(draft, script, atOnce)
        expect([draft.size, draft.hasHole()]).toEqual([model.content.length, model.hasHole])
        expect([await draft.hash(), await draft.hash()]).toEqual([sha256(model.content), sha256(model.content)])
        const blob = await draft.keep()
        expect(blob).toEqual({ sha256: sha256(model.content), bytes: model.content.length })
        expect(await spool.read(blob.sha256, 1000)).toEqual(model.content)
      },
    ),
    { numRuns: 60 },
  )
  expect(disk.openFiles).toBe(0)
})

test('of two pipelined writes to the same bytes the later one wins, however slow the earlier is', async () => {
  const disk = new ModelDisk('/spool')
  const spool = await openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })
  disk.turns = ({ name }) => (name === 'write' ? 10 - disk.calls.filter((call) => call.name === 'write').length : 1)
  const draft = spool.draft()
  await Promise.all([
    draft.write(Buffer.from('aaaa'), 0),
    draft.write(Buffer.from('bb'), 1),
    draft.write(Buffer.from('c'), 2),
  ])
  const { sha256: hash } = await draft.keep()
  expect((await spool.read(hash, 10)).toString()).toBe('abca')
})

test('a copy begins with the bytes of the blob and goes on (resume)', async () => {
  const disk = new ModelDisk('/spool')
  const spool = await openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })
  const { sha256: first } = await spool.store(Buffer.from('first '))
  const draft = await spool.draftFrom(first)
  await draft.write(Buffer.from('second'), draft.size)
  const { sha256: both } = await draft.keep()
  expect([(await spool.read(both, 99)).toString(), (await spool.read(first, 99)).toString()]).toEqual([
    'first second',
    'first ',
  ])
})

test('a discarded draft leaves nothing', async () => {
  const disk = new ModelDisk('/spool')
  const spool = await openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })
  const draft = spool.draft()
  const writing = draft.write(Buffer.from('x'), 0)
  await draft.discard()
  await writing
  await spool[Symbol.asyncDispose]()
  expect([disk.names('/spool/incoming'), disk.openFiles]).toEqual([[], 0])
})

async function play(draft: Draft, script: readonly Act[], atOnce: boolean): Promise<void> {
  const done: Promise<void>[] = []
  for (const act of script) {
    const step = 'cut' in act ? draft.truncate(act.cut) : draft.write(Buffer.from(act.write), act.at)
    if (atOnce) done.push(step)
    else await step
  }
  await Promise.all(done)
}

function modelOf(script: readonly Act[]): { content: Buffer; hasHole: boolean } {
  let bytes: (number | null)[] = []
  for (const act of script) {
    if ('cut' in act) bytes = Array.from({ length: act.cut }, (_, index) => bytes[index] ?? null)
    else for (const [index, byte] of Buffer.from(act.write).entries()) bytes[act.at + index] = byte
    bytes = Array.from(bytes, (byte) => byte ?? null)
  }
  return { content: Buffer.from(bytes.map((byte) => byte ?? 0)), hasHole: bytes.includes(null) }
}

const acts = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ write: fc.stringMatching(/^[a-z]{0,12}$/), at: fc.nat(30) }) },
    { weight: 1, arbitrary: fc.record({ cut: fc.nat(30) }) },
  ),
  { maxLength: 12 },
)
