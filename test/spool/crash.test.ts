import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import { Crash, ModelDisk } from './model-disk.ts'

const CONTENT = 'bytes that must not be lost'
const HASH = sha256(CONTENT)
const BLOB = `/spool/blobs/${HASH.slice(0, 2)}/${HASH}`

/** Every call of opening a draft, writing and keeping, in their order; the process dies before the k-th of them. */
const STEPS = ['create', 'write', 'write', 'sync', 'close', 'link', 'openFolder', 'syncFolder', 'unlink']

test('cases K1, K2: an upload is these calls in this order (P0 to P4)', async () => {
  const disk = await freshDisk()
  await upload(disk)
  expect(disk.calls.map(({ name }) => name)).toEqual(STEPS)
})

test.each([...STEPS, 'the end'].map((step, index) => [index, step] as const))(
  'killed before call %d (%s): a blob is whole or absent, what was kept stays, the upload can be done again',
  async (index) => {
    const disk = await freshDisk()
    disk.fail = (_, call) => (call >= index ? new Crash() : null)
    const kept = await upload(disk).then(
      () => true,
      () => false,
    )
    for (const left of [disk.killed(), disk.powerCut()]) {
      expect([CONTENT, ...(kept ? [] : [undefined])]).toContain(left.content(BLOB))
      const blob = await upload(left)
      expect([blob, left.content(BLOB), left.powerCut().content(BLOB)]).toEqual([
        { sha256: HASH, bytes: CONTENT.length },
        CONTENT,
        CONTENT,
      ])
    }
  },
)

test('what a dead process left in incoming is removed at the next start', async () => {
  const disk = await freshDisk()
  disk.fail = ({ name }) => (name === 'link' || name === 'unlink' ? new Crash() : null)
  await upload(disk).catch(() => {})
  const left = disk.killed()
  expect(left.names('/spool/incoming')).toHaveLength(1)
  const old = new Date(Date.now() + 37 * 3_600_000)
  await openSpool({ dir: '/spool', disk: left, log: silentLog, now: () => old })
  expect(left.names('/spool/incoming')).toEqual([])
})

test('the folders of a first start survive a power cut', async () => {
  const disk = new ModelDisk('/spool')
  await openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })
  const synced = disk.calls.filter(({ name }) => name === 'syncFolder').map(({ path }) => path)
  expect(synced).toEqual(['/spool', '/spool/blobs'])
})

async function freshDisk(): Promise<ModelDisk> {
  const disk = new ModelDisk('/spool')
  await openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })
  disk.calls.length = 0
  return disk
}

async function upload(disk: ModelDisk) {
  const before = disk.fail
  disk.fail = () => null
  const spool = await openSpool({ dir: '/spool', disk, log: silentLog, now: () => new Date() })
  disk.calls.length = 0
  disk.fail = before
  await using draft = spool.draft()
  await draft.write(Buffer.from(CONTENT.slice(0, 10)), 0)
  await draft.write(Buffer.from(CONTENT.slice(10)), 10)
  const blob = await draft.keep()
  await spool[Symbol.asyncDispose]()
  return blob
}
