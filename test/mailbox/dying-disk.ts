/** A disk whose process dies at a chosen call. */
import { type Disk, nodeDisk, type OpenFile } from '../../src/spool/disk.ts'

/** Every call from the one that `dieAt` names on never happens, as after kill -9; calls of `uncounted` are not counted. */
export function dyingDisk(uncounted: readonly string[] = []) {
  const calls: string[] = []
  let last = Number.POSITIVE_INFINITY
  const alive = <Values extends unknown[], Value>(name: string, act: (...values: Values) => Promise<Value>) => {
    return async (...values: Values): Promise<Value> => {
      calls.push(name)
      if (calls.filter((call) => !uncounted.includes(call)).length > last) throw new Error('the process is dead')
      return act(...values)
    }
  }
  const file = (open: OpenFile): OpenFile => ({
    ...open,
    write: alive('write', open.write),
    sync: alive('sync', open.sync),
    // The system closes what a dead process had open.
    close: () => alive('close', async () => {})().finally(open.close),
  })
  const disk: Disk = {
    ...nodeDisk,
    create: alive('create', async (path) => file(await nodeDisk.create(path))),
    link: alive('link', nodeDisk.link),
    unlink: alive('unlink', nodeDisk.unlink),
    openFolder: alive('openFolder', async (path) => {
      const folder = await nodeDisk.openFolder(path)
      return { sync: alive('syncFolder', () => folder.sync()), close: () => folder.close() }
    }),
  }
  const dieAt = (call: number) => {
    last = call
  }
  return { disk, calls, dieAt }
}
