/**
 * Drafts that nobody writes to any more. A draft's name tells who made it, `<host>.<boot>.<pid>.<uuid>`; at a start those of dead
 * processes of this machine are removed, and any that were not touched for 36 hours: on a shared file system other machines
 * write here too, and nothing tells from here whether they live (cases K1, D8).
 */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Disk } from './disk.ts'

const STALE_HOURS = 36
const DRAFT_NAME = /^[0-9a-f]{8}\.[0-9a-f]{8}\.\d+\.[0-9a-z-]+$/

/** This process, as drafts name it. */
export type DraftOwner = {
  readonly host: string
  readonly boot: string
  readonly pid: number
  readonly startedAt: Date
  readonly isAlive: (pid: number) => boolean
}

/** `bootId`: what differs after each start of the machine, such as Linux's boot_id. */
export function thisProcess(bootId: string): DraftOwner {
  return {
    host: short(hostname()),
    boot: short(bootId),
    pid: process.pid,
    startedAt: new Date(Date.now() - process.uptime() * 1000),
    isAlive: processIsAlive,
  }
}

export function draftName({ host, boot, pid }: DraftOwner, id: string): string {
  return `${host}.${boot}.${pid}.${id}`
}

export function isDraftName(name: string): boolean {
  return DRAFT_NAME.test(name)
}

/** What a person dropped into the folder is none of ours: it is told and left alone (case O11). */
export type Cleaning = { readonly removed: number; readonly foreign: readonly string[] }

export async function removeLeftovers(disk: Disk, incoming: string, owner: DraftOwner, now: Date): Promise<Cleaning> {
  const names = await disk.list(incoming)
  const drafts = names.filter(isDraftName)
  const removed = await Promise.all(
    drafts.map(async (name) => {
      const path = join(incoming, name)
      const place = await disk.look(path)
      if (place?.kind !== 'file' || !isLeftover(name, place.modifiedAt, owner, now)) return false
      await disk.unlink(path)
      return true
    }),
  )
  return { removed: removed.filter(Boolean).length, foreign: names.filter((name) => !isDraftName(name)) }
}

export function isLeftover(name: string, touchedAt: Date, owner: DraftOwner, now: Date): boolean {
  if (now.getTime() - touchedAt.getTime() > STALE_HOURS * 3_600_000) return true
  const [host, boot, pid] = name.split('.')
  if (host !== owner.host) return false
  if (boot !== owner.boot) return true
  // A container's processes have the same number at every start.
  if (Number(pid) === owner.pid) return touchedAt < owner.startedAt
  return !owner.isAlive(Number(pid))
}

function processIsAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
