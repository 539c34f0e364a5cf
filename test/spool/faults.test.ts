import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import type { Log } from '../../src/base/log.ts'
import { BlobUnreadable } from '../../src/spool/blob-unreadable.ts'
import { isDiskFull } from '../../src/spool/failures.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import type { Spool } from '../../src/spool/spool.ts'
import { type Call, diskError, ModelDisk } from './model-disk.ts'

test.each<[string, Call['name'], string]>([
  ['D1: no room at open', 'create', 'ENOSPC'],
  ['D1: no room at write', 'write', 'ENOSPC'],
  ['D1: no room at fsync', 'sync', 'ENOSPC'],
  ['D1: no room at link', 'link', 'ENOSPC'],
  ['D2: no inodes', 'create', 'EDQUOT'],
])('%s: refused as full, nothing stays, and it goes on when there is room', async (_, name, code) => {
  const { disk, spool } = await start()
  disk.fail = (call) => (call.name === name ? diskError(code) : null)
  const failure = await uploadOf(spool, 'x').catch((error: unknown) => error)
  expect([failure instanceof Unavailable, isDiskFull(failure)]).toEqual([true, true])
  await nothingStays(disk, spool)
  disk.fail = () => null
  expect(await uploadOf(spool, 'x')).toEqual({ sha256: sha256('x'), bytes: 1 })
})

test('case D4: a failed fsync is not tried again, the draft is gone, the volume is suspect', async () => {
  const { disk, spool, logged } = await start()
  let failures = 0
  disk.fail = ({ name }) => (name === 'sync' && failures++ === 0 ? diskError('EIO') : null)
  await expect(uploadOf(spool, 'x')).rejects.toThrow(Unavailable)
  expect([failures, spool.isSuspect, logged]).toEqual([1, true, ['spool.syncFailed']])
  await nothingStays(disk, spool)
  expect(await spool.has(sha256('x'))).toBe(false)
})

test('case D4: an error at close, where network file systems tell it, keeps the upload from being accepted', async () => {
  const { disk, spool } = await start()
  disk.fail = ({ name }) => (name === 'close' ? diskError('EIO') : null)
  await expect(uploadOf(spool, 'x')).rejects.toThrow('The spool does not answer (EIO).')
  expect(await spool.has(sha256('x'))).toBe(false)
})

test('a write that fails after its file was closed by the client keeps the upload from being accepted', async () => {
  const { disk, spool } = await start()
  disk.fail = ({ name }) => (name === 'write' ? diskError('EIO') : null)
  disk.turns = ({ name }) => (name === 'write' ? 20 : 1)
  const draft = spool.draft()
  const outcomes = await Promise.allSettled([draft.write(Buffer.from('x'), 0), draft.keep()])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await nothingStays(disk, spool)
  expect(await spool.has(sha256('x'))).toBe(false)
})

test('a folder that cannot be synced fails every upload that waits for it', async () => {
  const { disk, spool } = await start()
  disk.fail = ({ name }) => (name === 'syncFolder' ? diskError('EIO') : null)
  const outcomes = await Promise.allSettled([uploadOf(spool, 'x'), uploadOf(spool, 'x'), uploadOf(spool, 'x')])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
})

test('the same bytes at the same time are one blob', async () => {
  const { disk, spool } = await start()
  const blobs = await Promise.all(Array.from({ length: 20 }, () => uploadOf(spool, 'x')))
  await spool[Symbol.asyncDispose]()
  const folder = `/spool/blobs/${sha256('x').slice(0, 2)}`
  expect([new Set(blobs.map((blob) => blob.sha256)).size, disk.names(folder), disk.names('/spool/incoming')]).toEqual([
    1,
    [sha256('x')],
    [],
  ])
  // 20 uploads share their folder's fsyncs
  expect(disk.calls.filter(({ name, path }) => name === 'syncFolder' && path === folder).length).toBeLessThan(20)
})

test('a blob whose bytes rotted is replaced by the good ones that arrive, and a person hears of it', async () => {
  const { disk, spool, logged } = await start()
  const path = join('/spool/blobs', sha256('good').slice(0, 2), sha256('good'))
  disk.put(path, 'g00d')
  await uploadOf(spool, 'good')
  expect([disk.powerCut().content(path), logged]).toEqual(['good', ['spool.damagedBlobReplaced']])
})

test('case D5: a missing or damaged blob is corrupt, a disk that does not answer is unavailable', async () => {
  const { disk, spool } = await start()
  const gone = sha256('gone')
  const rotten = sha256('rotten')
  disk.put(join('/spool/blobs', rotten.slice(0, 2), rotten), 'rotted')
  await expect(spool.open(gone)).rejects.toThrow(Corrupt)
  await expect(spool.read(rotten, 100)).rejects.toThrow(Corrupt)
  await expect(spool.read(rotten, 3)).rejects.toThrow(Corrupt)
  await expect(all(spool.stream(rotten))).rejects.toThrow(Corrupt)
  disk.fail = ({ name }) => (name === 'read' ? diskError('ETIMEDOUT') : null)
  await expect(spool.read(rotten, 100)).rejects.toThrow(Unavailable)
  expect(disk.openFiles).toBe(0)
})

test('case D5: only a disk that works otherwise makes a blob unreadable', async () => {
  const { disk, spool } = await start()
  const { sha256: blob } = await uploadOf(spool, 'x')
  const failure = () => spool.read(blob, 100).catch((error: Error) => [error.name, error.constructor, error.message])
  disk.fail = ({ name }) => (name === 'read' ? diskError('EIO') : null)
  expect(await failure()).toEqual([
    'Unavailable',
    BlobUnreadable,
    `Blob ${blob} cannot be read (EIO), though its disk works.`,
  ])
  disk.fail = ({ name }) => (['read', 'sync'].includes(name) ? diskError('EIO') : null)
  expect(await failure()).toEqual(['Unavailable', Unavailable, 'The spool does not answer (EIO).'])
  disk.fail = () => null
  disk.folders.delete(`/spool/blobs/${blob.slice(0, 2)}`)
  expect(await failure()).toEqual(['Unavailable', Unavailable, 'The spool does not answer (ENOENT).'])
})

test.each([
  ['create', 'EROFS', 'The spool is read-only (EROFS).'],
  ['write', 'ENOSPC', 'The spool has no room for another file (ENOSPC).'],
  ['sync', 'EIO', 'The spool does not answer (EIO).'],
] as const)('cases D2, D6: a disk that nothing can be brought to says so (%s)', async (name, code, message) => {
  const { disk, spool } = await start()
  await spool.assertWritable()
  disk.fail = (call) => (call.name === name ? diskError(code) : null)
  await expect(spool.assertWritable()).rejects.toThrow(new Unavailable(message))
  await nothingStays(disk, spool)
})

test('a stream gives the bytes, and blobs are told by their hash', async () => {
  const { disk, spool } = await start()
  const content = Buffer.alloc(600_000, 'abc')
  const blob = await uploadOf(spool, content)
  disk.put('/spool/blobs/00/not-a-hash', '')
  const chunks = await all<Buffer>(spool.stream(blob.sha256))
  expect(Buffer.concat(chunks).equals(content)).toBe(true)
  expect(await all(spool.blobs())).toEqual([blob.sha256])
})

test('small contents that are there already cost no fsync (GO)', async () => {
  const { disk, spool } = await start()
  await spool.store(Buffer.from('go'))
  disk.calls.length = 0
  expect(await spool.store(Buffer.from('go'))).toEqual({ sha256: sha256('go'), bytes: 2 })
  expect(disk.calls.map(({ name }) => name)).toEqual(['look'])
})

async function start(): Promise<{ disk: ModelDisk; spool: Spool; logged: string[] }> {
  const logged: string[] = []
  const log: Log = { debug() {}, info() {}, warn: (event) => logged.push(event), error: (event) => logged.push(event) }
  const disk = new ModelDisk('/spool')
  return { disk, logged, spool: await openSpool({ dir: '/spool', disk, log, now: () => new Date() }) }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

async function uploadOf(spool: Spool, content: string | Buffer) {
  await using draft = spool.draft()
  await draft.write(Buffer.from(content), 0)
  return await draft.keep()
}

async function nothingStays(disk: ModelDisk, spool: Spool): Promise<void> {
  await spool[Symbol.asyncDispose]()
  expect([disk.names('/spool/incoming'), disk.openFiles]).toEqual([[], 0])
}
