import { expect, test, vi } from 'vitest'
import { FolderSync } from '../../src/spool/folder-sync.ts'

test('who asks during an fsync waits for the next one, together with all others', async () => {
  const { disk, running } = gatedDisk()
  const folders = new FolderSync(disk)
  const first = folders.sync('/a')
  const others = Promise.all([folders.sync('/a'), folders.sync('/a'), folders.sync('/a')])
  const elsewhere = folders.sync('/b')
  await tick()
  expect(running.map(({ path }) => path)).toEqual(['/a', '/b'])
  running[0]?.done()
  await first
  await tick()
  expect(running.map(({ path }) => path)).toEqual(['/a', '/b', '/a'])
  running[1]?.done()
  running[2]?.done()
  await Promise.all([others, elsewhere])
  expect(running).toHaveLength(3)
})

test('a failure is told to all who wait, and the next request tries anew', async () => {
  const { disk, running } = gatedDisk()
  const folders = new FolderSync(disk)
  const outcomes = Promise.allSettled([folders.sync('/a'), folders.sync('/a')])
  await tick()
  running[0]?.fail(new Error('EIO'))
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const again = folders.sync('/a')
  await tick()
  running[1]?.done()
  await again
})

test('never are there two at once, whenever somebody asks', async () => {
  let [running, most] = [0, 0]
  const openFolder = async () => ({
    async sync() {
      most = Math.max(most, ++running)
      await tick()
      running--
    },
    close: async () => {},
  })
  const folders = new FolderSync({ openFolder })
  const first = folders.sync('/a')
  const queued = folders.sync('/a')
  const rightAfter = first.then(() => folders.sync('/a'))
  await Promise.all([queued, rightAfter])
  expect([running, most]).toEqual([0, 1])
})

test('a folder is kept open for a moment only', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    const { disk, running, open } = gatedDisk()
    const folders = new FolderSync(disk)
    for (const advance of [999, 1, 0]) {
      const synced = folders.sync('/a')
      await tick()
      running.at(-1)?.done()
      await synced
      vi.advanceTimersByTime(advance)
      await tick()
      expect(open).toEqual(new Map([['/a', advance === 1 ? 0 : 1]]))
    }
  } finally {
    vi.useRealTimers()
  }
})

test('a folder is opened once, anew after a failure, and closed at the end', async () => {
  const { disk, running, open } = gatedDisk()
  const folders = new FolderSync(disk)
  for (const outcome of ['done', 'done', 'fail'] as const) {
    const synced = folders.sync('/a').catch(() => {})
    await tick()
    running.at(-1)?.[outcome](new Error('EIO'))
    await synced
    expect(open).toEqual(new Map([['/a', outcome === 'fail' ? 0 : 1]]))
  }
  const again = folders.sync('/a')
  await tick()
  running.at(-1)?.done()
  await again
  expect(open).toEqual(new Map([['/a', 1]]))
  await folders[Symbol.asyncDispose]()
  expect(open).toEqual(new Map([['/a', 0]]))
})

function gatedDisk() {
  const running: { path: string; done: (_?: Error) => void; fail: (error: Error) => void }[] = []
  const open = new Map<string, number>()
  const count = (path: string, by: number) => open.set(path, (open.get(path) ?? 0) + by)
  const openFolder = (path: string) => {
    count(path, 1)
    const sync = () => new Promise<void>((done, fail) => void running.push({ path, done: () => done(), fail }))
    return Promise.resolve({ sync, close: async () => void count(path, -1) })
  }
  return { disk: { openFolder }, running, open }
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
