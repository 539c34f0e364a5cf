import { expect, test } from 'vitest'
import { FolderSync } from '../../src/spool/folder-sync.ts'

test('who asks during an fsync waits for the next one, together with all others', async () => {
  const { disk, running } = gatedDisk()
  const folders = new FolderSync(disk)
  const first = folders.sync('/a')
  const others = Promise.all([folders.sync('/a'), folders.sync('/a'), folders.sync('/a')])
  const elsewhere = folders.sync('/b')
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
  running[0]?.fail(new Error('EIO'))
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const again = folders.sync('/a')
  running[1]?.done()
  await again
})

function gatedDisk() {
  const running: { path: string; done: () => void; fail: (error: Error) => void }[] = []
  const syncFolder = (path: string) =>
    new Promise<void>((done, fail) => {
      running.push({ path, done, fail })
    })
  return { disk: { syncFolder }, running }
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
