/** Large drafts are flushed while they come (P2 begins early; what counts is still the flush at the end). */
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import type { Log } from '../../src/base/log.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import { diskError, ModelDisk } from './model-disk.ts'

const SLOW_TURNS = 50

test('so many bytes begin a flush that no write waits for, and the end flushes what came after', async () => {
  const { disk, spool } = await start()
  slowSyncs(disk)
  const draft = spool.draft()
  for (const [index, part] of ['abcd', 'ef', 'ghij', 'kl'].entries()) await draft.write(Buffer.from(part), index * 4)
  expect(syncs(disk)).toBe(1) // and the second begins when there is a write after it
  await draft.write(Buffer.from('!!'), 6)
  await draft.write(Buffer.from('??'), 14)
  const blob = await draft.keep()
  expect(syncs(disk)).toBe(2)
  const path = `/spool/blobs/${blob.sha256.slice(0, 2)}/${blob.sha256}`
  expect([blob, disk.powerCut().content(path)]).toEqual([
    { sha256: sha256('abcdef!!ghijkl??'), bytes: 16 },
    'abcdef!!ghijkl??',
  ])
})

test('a flush goes on from where the last one was', async () => {
  const { disk, spool } = await start()
  const draft = spool.draft()
  for (let at = 0; at < 12; at += 2) {
    await draft.write(Buffer.from('xx'), at)
    for (let turn = 0; turn < 5; turn++) await setImmediate()
  }
  expect(syncs(disk)).toBe(3)
  await draft.discard()
  await nothingStays(disk, spool)
})

test.each([
  ['the next write', true],
  ['its end', false],
])(
  'case D4: a flush that fails while the file comes is told at %s, is not tried again, and makes the volume suspect',
  async (_, writesMore) => {
    const { disk, spool, logged } = await start()
    disk.fail = ({ name }) => (name === 'sync' ? diskError('EIO') : null)
    const draft = spool.draft()
    await draft.write(Buffer.from('abcd'), 0)
    if (writesMore) {
      for (let turn = 0; turn < 5; turn++) await setImmediate()
      await expect(draft.write(Buffer.from('e'), 4)).rejects.toThrow(Unavailable)
    }
    await expect(draft.keep()).rejects.toThrow(Unavailable)
    expect([syncs(disk), spool.isSuspect, logged]).toEqual([1, true, ['spool.syncFailed']])
    await nothingStays(disk, spool)
  },
)

test('a draft that is given up waits for its flush, and leaves nothing', async () => {
  const { disk, spool } = await start()
  slowSyncs(disk)
  const events = eventsOf(disk)
  const draft = spool.draft()
  await draft.write(Buffer.from('abcd'), 0)
  await draft.discard()
  expect(events).toEqual(['flushed', 'closed'])
  await nothingStays(disk, spool)
})

test('a draft that fails for another reason is closed after its flush', async () => {
  const { disk, spool } = await start()
  slowSyncs(disk)
  const events = eventsOf(disk)
  const draft = spool.draft()
  await draft.write(Buffer.from('abcd'), 0)
  disk.fail = ({ name }) => (name === 'write' ? diskError('EIO') : null)
  const outcomes = await Promise.allSettled([draft.write(Buffer.from('e'), 4), draft.keep()])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(events).toEqual(['flushed', 'closed'])
  await nothingStays(disk, spool)
})

test('few drafts at a time take a thread for it; the others go on without', async () => {
  const { disk, spool } = await start()
  slowSyncs(disk)
  const drafts = Array.from({ length: 9 }, () => spool.draft())
  await Promise.all(drafts.map((draft) => draft.write(Buffer.from('abcd'), 0)))
  expect(syncs(disk)).toBe(4)
  const blobs = await Promise.all(drafts.map((draft) => draft.keep()))
  expect(blobs).toEqual(drafts.map(() => ({ sha256: sha256('abcd'), bytes: 4 })))
  expect(syncs(disk)).toBe(4 + 9)
  await nothingStays(disk, spool)
})

async function start() {
  const logged: string[] = []
  const log: Log = { debug() {}, info() {}, warn: (event) => logged.push(event), error: (event) => logged.push(event) }
  const disk = new ModelDisk('/spool')
  const spool = await openSpool({ dir: '/spool', disk, log, now: () => new Date(), flushAheadBytes: 4 })
  disk.calls.length = 0 // the start has its own
  return { disk, logged, spool }
}

function slowSyncs(disk: ModelDisk): void {
  disk.turns = ({ name }) => (name === 'sync' ? SLOW_TURNS : 1)
}

/** When a flush has ended, and when a file is closed. */
function eventsOf(disk: ModelDisk): string[] {
  const events: string[] = []
  const create = disk.create.bind(disk)
  disk.create = async (path) => {
    const file = await create(path)
    const sync = async (): Promise<void> => {
      await file.sync()
      events.push('flushed')
    }
    const close = async (): Promise<void> => {
      events.push('closed')
      await file.close()
    }
    return { ...file, sync, close }
  }
  return events
}

function syncs({ calls }: ModelDisk): number {
  return calls.filter(({ name }) => name === 'sync').length
}

async function nothingStays(disk: ModelDisk, spool: AsyncDisposable): Promise<void> {
  await spool[Symbol.asyncDispose]()
  expect([disk.names('/spool/incoming'), disk.openFiles]).toEqual([[], 0])
}
