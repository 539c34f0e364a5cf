import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { Corrupt, Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import type { Parcel } from '../../src/services/target.ts'
import { directoryTarget } from '../../src/services/targets/directory.ts'
import { type Disk, realDisk } from '../../src/services/targets/disk.ts'
import { deferred } from '../queues/suite.ts'
import { aParcel } from './a-parcel.ts'

const FI = Buffer.from('<DmfAOriginal/>')
const NAMES = ['FI.DMFA.123456.20260105.00001.R.1.1', 'FS.DMFA.123456.20260105.00001.R.1.1']
const DELIVERED = { outcome: 'delivered', reference: null }

test('the folder holds FI and FS under their received names and the description', async () => {
  const path = await folder()
  expect(await directoryTarget(path).handOver(parcel())).toEqual(DELIVERED)
  expect(await contents(path)).toEqual(WHOLE)
  expect((await stat(join(path, 'R/SLU000000001A'))).mode & 0o777).toBe(0o750)
  expect((await stat(join(path, 'R/SLU000000001A', NAMES[0] ?? ''))).mode & 0o777).toBe(0o640)
})

test('the same key again is done, and touches nothing', async () => {
  const path = await folder()
  await directoryTarget(path).handOver(parcel())
  const { ino } = await stat(join(path, 'R/SLU000000001A'))
  expect(await directoryTarget(path).handOver(parcel())).toEqual(DELIVERED)
  expect((await stat(join(path, 'R/SLU000000001A'))).ino).toBe(ino)
  expect(await contents(path)).toEqual(WHOLE)
})

test.each([
  ['another key', (at: string) => writeFile(join(at, 'submission.json'), '{"idempotencyKey":"other"}')],
  ['no JSON', (at: string) => writeFile(join(at, 'submission.json'), '\0\0')],
  ['a JSON null', (at: string) => writeFile(join(at, 'submission.json'), 'null')],
  ['no description', (at: string) => writeFile(join(at, 'something'), 'else')],
])('a folder of our ticket that is not ours (%s) is corrupt and stays as it is', async (_what, fill) => {
  const path = await folder()
  const at = join(path, 'R/SLU000000001A')
  await mkdir(at, { recursive: true })
  await fill(at)
  const before = await contents(path)
  await expect(directoryTarget(path).handOver(parcel())).rejects.toThrow(Corrupt)
  expect(await contents(path)).toEqual(before)
})

test('a file in the place of the folder is corrupt', async () => {
  const path = await folder()
  await mkdir(join(path, 'R'))
  await writeFile(join(path, 'R/SLU000000001A'), 'a file')
  await expect(directoryTarget(path).handOver(parcel())).rejects.toThrow(Corrupt)
})

test('content that does not match its digest leaves nothing', async () => {
  const path = await folder()
  const damaged = {
    ...parcel(),
    files: [{ ...file(NAMES[0] ?? ''), content: () => failing(new Corrupt('bytes differ')) }],
  }
  await expect(directoryTarget(path).handOver(damaged)).rejects.toThrow(Corrupt)
  expect(await contents(path)).toEqual({})
})

test('a folder that cannot be made is unavailable, with its cause', async () => {
  const path = await folder()
  await writeFile(join(path, 'R'), 'in the way')
  await expect(directoryTarget(path).handOver(parcel())).rejects.toThrow(Unavailable)
})

test('a ticket that is no ticket never becomes a path', async () => {
  const path = await folder()
  await expect(directoryTarget(path).handOver({ ...parcel(), ticket: '../x' })).rejects.toThrow(Corrupt)
})

test('after a crash before or after any step it is whole or absent, and the next attempt makes it whole (decision 33)', async () => {
  const steps = await stepsOf(realDisk)
  expect(steps.length).toBeGreaterThan(8)
  for (let step = 0; step < steps.length; step += 1) {
    for (const when of ['before', 'half way', 'after'] as const) {
      const path = await folder()
      await expect(directoryTarget(path, crashing(step, when)).handOver(parcel())).rejects.toThrow()
      expect([undefined, Object.keys(WHOLE).length]).toContain(await filesInPlace(path))
      expect(await directoryTarget(path).handOver({ ...parcel(), isFirstAttempt: false })).toEqual(DELIVERED)
      expect(await contents(path)).toEqual(WHOLE)
    }
  }
})

test('everything is synced before the rename, and the folder above after it', async () => {
  const steps = (await stepsOf(realDisk)).map((step) => step.replace(/\.tmp-SLU000000001A-[0-9a-f]+/, 'draft'))
  expect(steps.slice(steps.indexOf('makeNewFolder R/draft'))).toEqual([
    'makeNewFolder R/draft',
    `writeFile R/draft/${NAMES[0]}`,
    `writeFile R/draft/${NAMES[1]}`,
    'writeFile R/draft/submission.json',
    'syncFolder R/draft',
    'rename R/draft',
    'syncFolder R',
  ])
})

test('a first attempt does not look through the folder, however long it is', async () => {
  const names = (steps: readonly string[]) => steps.filter((step) => step.startsWith('names '))
  expect([names(await stepsOf(realDisk)), names(await stepsOf(realDisk, false))]).toEqual([[], ['names R']])
})

test('an attempt that lost its lease and one that took over end in one whole folder', async () => {
  const path = await folder()
  let overtaken = false
  const slow: Disk = {
    ...realDisk,
    async rename(from, to) {
      if (!overtaken) {
        overtaken = true
        await directoryTarget(path).handOver({ ...parcel(), isFirstAttempt: false })
      }
      return realDisk.rename(from, to)
    },
  }
  // The one that took over removed the draft of the slow one, so that one fails, and is told so.
  await expect(directoryTarget(path, slow).handOver(parcel())).rejects.toThrow(Unavailable)
  expect(await contents(path)).toEqual(WHOLE)
})

test('a draft that is being removed cannot be moved into place by its own attempt that wakes up late', async () => {
  const path = await folder()
  const [stopped, woken] = [deferred(), deferred()]
  const slow: Disk = {
    ...realDisk,
    async rename(from, to) {
      stopped.resolve()
      await woken.promise
      return realDisk.rename(from, to)
    },
  }
  const late = directoryTarget(path, slow).handOver(parcel())
  await stopped.promise
  const removing: Disk = {
    ...realDisk,
    async removeFolder(leftover) {
      for (const name of NAMES) await rm(join(leftover, name))
      woken.resolve()
      await Promise.allSettled([late])
      return realDisk.removeFolder(leftover)
    },
  }
  expect(await directoryTarget(path, removing).handOver({ ...parcel(), isFirstAttempt: false })).toEqual(DELIVERED)
  await expect(late).rejects.toThrow(Unavailable)
  expect(await contents(path)).toEqual(WHOLE)
})

test('nine parts are written a few at a time, and none is begun after a failure', async () => {
  const files = Array.from({ length: 18 }, (_, index) => file(`FI.${index}`))
  let [running, most, begun] = [0, 0, 0]
  const watched = (failAt: number): Disk => ({
    ...realDisk,
    async writeFile(at, content) {
      begun++
      most = Math.max(most, ++running)
      await realDisk.writeFile(at, content).finally(() => running--)
      if (begun >= failAt) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    },
  })
  await directoryTarget(await folder(), watched(100)).handOver({ ...parcel(), files })
  expect([most, begun]).toEqual([3, 19])
  begun = 0
  await expect(directoryTarget(await folder(), watched(1)).handOver({ ...parcel(), files })).rejects.toThrow(
    Unavailable,
  )
  expect(begun).toBe(3)
})

test('two attempts at the same instant end in one whole folder', async () => {
  const path = await folder()
  const attempts = Array.from({ length: 8 }, () => directoryTarget(path).handOver(parcel()))
  const outcomes = await Promise.allSettled(attempts)
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Unavailable)
  await directoryTarget(path).handOver(parcel())
  expect(Object.keys(await contents(path)).filter((name) => !name.includes('.tmp-'))).toEqual(Object.keys(WHOLE))
})

const WHOLE = {
  [`R/SLU000000001A/${NAMES[0]}`]: FI.toString(),
  [`R/SLU000000001A/${NAMES[1]}`]: FI.toString(),
  'R/SLU000000001A/submission.json': '{"idempotencyKey":"the key"}',
}

function parcel(): Parcel {
  const description = Buffer.from('{"idempotencyKey":"the key"}')
  return aParcel({ idempotencyKey: 'the key', files: NAMES.map(file), description })
}

function file(name: string) {
  return {
    name,
    sha256: sha256(FI),
    bytes: FI.length,
    content: () => Readable.from([FI.subarray(0, 5), FI.subarray(5)]),
    whole: async () => FI,
  }
}

function failing(error: Error) {
  return Readable.from(
    (async function* () {
      yield FI
      throw error
    })(),
  )
}

/** A disk that stops for good at one step: nothing is done any more, as in a dead process. */
function crashing(step: number, when: 'before' | 'half way' | 'after'): Disk {
  let count = 0
  let isDead = false
  const crash = () => {
    isDead = true
    throw new Error('crash')
  }
  return wrapped(async (name, args, real) => {
    if (isDead) throw new Error('dead')
    if (count++ !== step) return real()
    if (when === 'before') crash()
    if (when === 'half way' && name === 'writeFile') await writeFile(String(args[0]), FI.subarray(0, 3))
    else await real()
    return crash()
  })
}

async function stepsOf(disk: Disk, isFirstAttempt = true): Promise<string[]> {
  const path = await folder()
  const steps: string[] = []
  const recording = wrapped(async (name, args, real) => {
    steps.push(`${name} ${String(args[0]).slice(path.length + 1)}`)
    return real()
  }, disk)
  await directoryTarget(path, recording).handOver({ ...parcel(), isFirstAttempt })
  return steps
}

function wrapped(
  around: (name: string, args: unknown[], real: () => Promise<unknown>) => Promise<unknown>,
  disk = realDisk,
): Disk {
  const entries = Object.entries(disk).map(([name, call]) => {
    const real = call as (...args: unknown[]) => Promise<unknown>
    return [name, (...args: unknown[]) => around(name, args, () => real(...args))]
  })
  return Object.fromEntries(entries) as Disk
}

async function filesInPlace(path: string): Promise<number | undefined> {
  return (await readdir(join(path, 'R/SLU000000001A')).catch(() => undefined))?.length
}

async function contents(path: string): Promise<Record<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    files.sort().map(async (at) => [at.slice(path.length + 1), await readFile(at, 'utf8')]),
  )
  return Object.fromEntries(texts)
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-directory-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}
