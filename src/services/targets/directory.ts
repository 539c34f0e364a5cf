/**
 * Hands over by putting a folder where the online service looks (decision 33): `<path>/<environment>/<ticket>/` with FI and FS under their
 * received names and `submission.json`. It appears whole, by one rename, or not at all; what a crash left half made has a name that
 * begins with `.tmp-` or `.gone-` and is removed by the next attempt.
 */
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Corrupt, Unavailable } from '../../base/errors.ts'
import type { Parcel, Target } from '../target.ts'
import { type Disk, realDisk } from './disk.ts'

const DESCRIPTION = 'submission.json'
const TICKET = /^[0-9A-Z]{1,64}$/
const SIDE_BY_SIDE = 3
const DELIVERED = { outcome: 'delivered', reference: null } as const

export function directoryTarget(path: string, disk: Disk = realDisk): Target {
  return {
    async handOver(parcel) {
      if (!TICKET.test(parcel.ticket)) throw new Corrupt(`${parcel.ticket} is no ticket`)
      try {
        return await place(disk, path, parcel)
      } catch (error) {
        if (error instanceof Error && 'code' in error)
          throw new Unavailable(`the folder of the service cannot be written: ${error.code}`, { cause: error })
        throw error
      }
    },
  }
}

async function place(disk: Disk, path: string, parcel: Parcel): Promise<typeof DELIVERED> {
  const folder = join(path, parcel.environment)
  const final = join(folder, parcel.ticket)
  await makeDurableFolder(disk, folder)
  if (!(await isThere(disk, final, parcel))) {
    // Asked for only then: a service that takes nothing for hours lets the folder grow long.
    if (!parcel.isFirstAttempt) await removeLeftovers(disk, folder, parcel.ticket)
    // Never the same twice: an attempt that lost its lease may still be writing into its own.
    const draft = join(folder, `.tmp-${parcel.ticket}-${randomBytes(6).toString('hex')}`)
    await write(disk, draft, parcel)
    await moveIntoPlace(disk, draft, final, parcel)
  }
  // Also for a folder that was already there: the attempt that made it may have died before this.
  await disk.syncFolder(folder)
  return DELIVERED
}

/** A new folder is only there after a crash when its parent was synced too. */
async function makeDurableFolder(disk: Disk, folder: string): Promise<void> {
  if (!(await disk.makeFolder(folder))) return
  for (let parent = folder; parent !== dirname(parent); parent = dirname(parent)) {
    await disk.syncFolder(dirname(parent)).catch(ignoreForbidden)
  }
}

/** Folders above that are not ours to open are not ours to sync: they were there before. */
function ignoreForbidden(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM'))) throw error
}

/** Throws `Corrupt` when something else is in the place of our ticket. */
async function isThere(disk: Disk, final: string, { idempotencyKey, ticket }: Parcel): Promise<boolean> {
  const description = await disk.readFile(join(final, DESCRIPTION))
  if (description === null) return false
  if (keyIn(description) === idempotencyKey) return true
  throw new Corrupt(
    `the folder ${ticket} in the service's directory was not made for this submission; move it away, then requeue`,
  )
}

function keyIn(description: Buffer): unknown {
  try {
    return (JSON.parse(description.toString('utf8')) as { idempotencyKey?: unknown } | null)?.idempotencyKey
  } catch {
    return undefined
  }
}

/**
 * What is to be removed first gets a name that no attempt knows: one that wakes up late would else move into place what is half
 * removed.
 */
async function removeLeftovers(disk: Disk, folder: string, ticket: string): Promise<void> {
  const names = await disk.names(folder)
  for (const name of names.filter((name) => name.startsWith(`.gone-${ticket}-`)))
    await disk.removeFolder(join(folder, name))
  for (const name of names.filter((name) => name.startsWith(`.tmp-${ticket}-`))) {
    const gone = join(folder, `.gone-${ticket}-${randomBytes(6).toString('hex')}`)
    if (await movedAway(disk, join(folder, name), gone)) await disk.removeFolder(gone)
  }
}

/** False when its own attempt was faster. */
async function movedAway(disk: Disk, from: string, to: string): Promise<boolean> {
  try {
    await disk.rename(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

async function write(disk: Disk, draft: string, { files, description }: Parcel): Promise<void> {
  await disk.makeNewFolder(draft)
  try {
    const contents = [...files, { name: DESCRIPTION, content: () => description }]
    await sideBySide(contents, ({ name, content }) => disk.writeFile(join(draft, name), content()))
    await disk.syncFolder(draft)
  } catch (error) {
    await disk.removeFolder(draft).catch(() => {})
    throw error
  }
}

/**
 * A few at a time, so that they share the disk's flushes and leave threads for others. After a failure none is begun, and it is told
 * when all are over, so that nothing is written into a removed folder.
 */
async function sideBySide<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const failures: unknown[] = []
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && failures.length === 0; item = waiting.shift())
      await work(item).catch((error) => failures.push(error))
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
  if (failures.length > 0) throw failures[0]
}

async function moveIntoPlace(disk: Disk, draft: string, final: string, parcel: Parcel): Promise<void> {
  try {
    await disk.rename(draft, final)
  } catch (error) {
    await disk.removeFolder(draft).catch(() => {})
    const isTaken =
      error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(String(error.code))
    // Another attempt was faster, or something foreign is in the way.
    if (!isTaken || !(await isThere(disk, final, parcel))) throw taken(isTaken, error, parcel)
  }
}

function taken(isTaken: boolean, error: unknown, { ticket }: Parcel): unknown {
  return isTaken ? new Corrupt(`${ticket} in the service's directory is in the way; move it away, then requeue`) : error
}
