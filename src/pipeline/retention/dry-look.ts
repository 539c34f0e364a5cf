/** What would leave now: the same looks, of which nothing is kept. */
import { candidatesAfter, overAmong } from '../../ledger/retention/archive.ts'
import { reclaimable, takeMarks } from '../../ledger/retention/blob-marks.ts'
import { keptAmong } from '../../ledger/retention/blob-references.ts'
import { findUnkept } from './collect-blobs.ts'
import { lookAtOut } from './leave-out.ts'
import type { RetentionDeps } from './look-around.ts'
import type { RetentionRules } from './rules.ts'

export type DryLook = {
  readonly notices: number
  readonly expired: number
  readonly expiredUnread: number
  readonly submissionsReleased: number
  /** Not marked yet. */
  readonly toMark: { readonly blobs: number; readonly bytes: number }
  readonly toRemove: { readonly blobs: number; readonly bytes: number }
  /** Marked, whether their time has come or not. */
  readonly reclaimable: { readonly blobs: number; readonly bytes: number }
}

class Undone extends Error {}

export async function dryLook(deps: RetentionDeps, rules: RetentionRules): Promise<DryLook> {
  const { told, expired } = await outCounts(deps, rules)
  return {
    notices: told,
    expired: expired.length,
    expiredUnread: expired.filter(({ taken }) => !taken).length,
    submissionsReleased: await overCount(deps, rules),
    toMark: await toMark(deps, rules),
    toRemove: await toRemove(deps, rules),
    reclaimable: await reclaimable(deps.database.queries),
  }
}

/** In transactions that are undone. */
async function outCounts({ database, tell }: RetentionDeps, { out, limit }: RetentionRules) {
  let told = 0
  const expired: { readonly taken: boolean }[] = []
  let position = ''
  const undoing = <Value>(work: Parameters<typeof database.transaction<Value>>[0]) => undone(database, work)
  do {
    const looked = await lookAtOut({ database: { transaction: undoing }, tell }, position, out, limit)
    told += looked.told
    expired.push(...looked.expired)
    position = looked.next
  } while (position !== '')
  return { told, expired }
}

async function undone<Value>(
  database: RetentionDeps['database'],
  work: Parameters<typeof database.transaction<Value>>[0],
): Promise<Value> {
  const outcome: { value?: Value } = {}
  await database
    .transaction(async (tx) => {
      outcome.value = await work(tx)
      throw new Undone()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error
    })
  return outcome.value as Value
}

async function overCount({ database: { queries } }: RetentionDeps, { archive, limit }: RetentionRules) {
  let count = 0
  let position = ''
  do {
    const { submissionIds, next } = await candidatesAfter(queries, position, archive, limit)
    count += (await overAmong(queries, submissionIds, archive)).length
    position = next
  } while (position !== '')
  return count
}

async function toMark(deps: RetentionDeps, { collection }: RetentionRules) {
  let [blobs, bytes] = [0, 0]
  let position = ''
  do {
    const { found, next } = await findUnkept(deps, position, collection)
    blobs += found.length
    bytes += found.reduce((sum, blob) => sum + blob.bytes, 0)
    position = next
  } while (position !== '')
  return { blobs, bytes }
}

/** At most as many as one look would remove. */
async function toRemove({ database }: RetentionDeps, { collection }: RetentionRules) {
  return await undone(database, async (tx) => {
    const marks = await takeMarks(tx, { hours: collection.sweepHours, limit: collection.limit })
    const kept = await keptAmong(
      tx,
      marks.map(({ sha256 }) => sha256),
    )
    const free = marks.filter(({ sha256 }) => !kept.has(sha256))
    return { blobs: free.length, bytes: free.reduce((sum, { bytes }) => sum + bytes, 0) }
  })
}
