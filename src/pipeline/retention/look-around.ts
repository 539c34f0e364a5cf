/** What leaves, in the order in which it does: answers out of folders, contents out of the archive, files off the disk. */
import type { Task } from '../../ledger/retention/tasks.ts'
import { beginTask, endTask } from '../../ledger/retention/tasks.ts'
import { type Collecting, markUnkept, sweepMarked } from './collect-blobs.ts'
import { type LeavingDeps, lookAtOut } from './leave-out.ts'
import { releaseArchive } from './release-archive.ts'
import type { RetentionRules } from './rules.ts'

export type RetentionDeps = Collecting & LeavingDeps & { readonly owner: string }

/** What one look did: figures for the log, `sluice retention` and the metrics. */
export type Looked = { readonly task: Task; readonly next: string; readonly result: Readonly<Record<string, number>> }

type Look = (
  deps: RetentionDeps,
  position: string,
  rules: RetentionRules,
) => Promise<{ readonly next: string; readonly result: Readonly<Record<string, number>> }>

const LEASE_SECONDS = 300

const LOOKS: Readonly<Record<Exclude<Task, 'selfTest'>, Look>> = {
  async notices(deps, position, { out, limit }) {
    const { told, expired, next } = await lookAtOut(deps, position, out, limit)
    const unread = expired.filter(({ taken }) => !taken).length
    return { next, result: { told, expired: expired.length, expiredUnread: unread } }
  },
  async archive({ database }, position, { archive, limit }) {
    const { next, ...result } = await releaseArchive(database, position, archive, limit)
    return { next, result }
  },
  async mark(deps, position, { collection }) {
    const { looked, found, next } = await markUnkept(deps, position, collection)
    return { next, result: { looked, marked: found.length, bytes: bytesOf(found) } }
  },
  async sweep(deps, _, { collection }) {
    const { blobs, bytes, kept } = await sweepMarked(deps, collection)
    return { next: '', result: { removed: blobs, bytes, kept } }
  },
}

/** Each kind of look that nobody else is at, and that was not done within `everySeconds`; whoever does it goes on where the last one stopped. */
export async function lookAround(
  deps: RetentionDeps,
  rules: RetentionRules,
  everySeconds: number,
): Promise<readonly Looked[]> {
  const done: Looked[] = []
  for (const task of ['notices', 'archive', 'mark', 'sweep'] as const) {
    if (!rules.collect && (task === 'mark' || task === 'sweep')) continue
    const looked = await lookOnce(deps, task, rules, everySeconds)
    if (looked) done.push(looked)
  }
  return done
}

async function lookOnce(
  deps: RetentionDeps,
  task: keyof typeof LOOKS,
  rules: RetentionRules,
  everySeconds: number,
): Promise<Looked | null> {
  const { owner, database } = deps
  const position = await beginTask(database.queries, task, { owner, leaseSeconds: LEASE_SECONDS, everySeconds })
  if (position === null) return null
  const { next, result } = await LOOKS[task](deps, position, rules)
  await endTask(database.queries, task, { owner, position: next, result })
  return { task, next, result }
}

function bytesOf(blobs: readonly { readonly bytes: number }[]): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0)
}
