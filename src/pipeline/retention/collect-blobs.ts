/**
 * Takes blobs off the disk that no row keeps, in two passes a day apart (reliability.md, P22; decision record 0029 lists what may happen in
 * between). What is left behind by crashed uploads goes the same way.
 */
import type { Now } from '../../base/clock.ts'
import type { Sha256 } from '../../base/hashes.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { forgetMarks, markBlobs, takeMarks, type UnkeptBlob, unkeptAmong } from '../../ledger/retention/blob-marks.ts'
import { keptAmong } from '../../ledger/retention/blob-references.ts'
import { mayLeaveDisk } from '../../ledger/retention/restorations.ts'
import type { Spool } from '../../spool/spool.ts'

export type Collecting = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly spool: Pick<Spool, 'blobs' | 'look' | 'remove'>
  readonly now: Now
}

export type CollectionRules = {
  readonly unreferencedHours: number
  readonly sweepHours: number
  /** Most blobs looked at, or removed. */
  readonly limit: number
}

export type Marked = { readonly looked: number; readonly found: readonly UnkeptBlob[]; readonly next: string }
export type Swept = { readonly blobs: number; readonly bytes: number; readonly kept: number }

/** So many are asked about at once; so many marks are locked at a time, for an upload of one of them waits that long. */
const ASKED = 1000
const LOCKED = 50
const HOUR_MILLISECONDS = 3_600_000

/** rule 23.6: looks at some blobs behind `after` and finds those that nobody has kept for long; `next` is empty at the end of the disk. */
export async function findUnkept(
  { database, spool, now }: Collecting,
  after: string,
  { limit, unreferencedHours }: CollectionRules,
): Promise<Marked> {
  const hashes = await firstOf(spool.blobs(after), limit)
  const found: UnkeptBlob[] = []
  for (let start = 0; start < hashes.length; start += ASKED) {
    const unkept = await unkeptAmong(database.queries, hashes.slice(start, start + ASKED))
    for (const sha256 of unkept) {
      const place = await spool.look(sha256)
      if (place && isOld(place.changedAt, unreferencedHours, now())) found.push({ sha256, bytes: place.bytes })
    }
  }
  return { looked: hashes.length, found, next: hashes.length < limit ? '' : (hashes.at(-1) ?? '') }
}

export async function markUnkept(collecting: Collecting, after: string, rules: CollectionRules): Promise<Marked> {
  const marked = await findUnkept(collecting, after, rules)
  for (let start = 0; start < marked.found.length; start += ASKED)
    await markBlobs(collecting.database.queries, marked.found.slice(start, start + ASKED))
  return marked
}

/** rule 23.7: removes what was marked long enough ago and is still kept by nobody; a few at a time. */
export async function sweepMarked(collecting: Collecting, rules: CollectionRules): Promise<Swept> {
  let [blobs, bytes, kept] = [0, 0, 0]
  for (let left = rules.limit; left > 0; left -= LOCKED) {
    const limit = Math.min(LOCKED, left)
    const some = await collecting.database.transaction((tx) => sweepSome(tx, limit, collecting, rules))
    blobs += some.removed.length
    bytes += some.removed.reduce((sum, blob) => sum + blob.bytes, 0)
    kept += some.taken - some.removed.length
    if (some.taken < limit) break
  }
  return { blobs, bytes, kept }
}

/**
 * Under the lock of the marks. Who relies on one of these files deletes its mark first, so either that came first and we have no mark, or it
 * comes after us and finds the file gone. The rows are asked by a statement that begins after the lock was taken.
 */
async function sweepSome(
  tx: Transaction,
  limit: number,
  { spool, now }: Collecting,
  { sweepHours, unreferencedHours }: CollectionRules,
): Promise<{ readonly taken: number; readonly removed: readonly UnkeptBlob[] }> {
  if (!(await mayLeaveDisk(tx))) return { taken: 0, removed: [] }
  const marks = await takeMarks(tx, { hours: sweepHours, limit })
  const kept = await keptAmong(tx, hashesOf(marks))
  const removed: UnkeptBlob[] = []
  for (const blob of marks.filter(({ sha256 }) => !kept.has(sha256))) {
    const place = await spool.look(blob.sha256)
    // A file that was removed by a sweep that died, and made anew, is as young as its upload.
    if (place && !isOld(place.changedAt, unreferencedHours, now())) continue
    if (place) await spool.remove(blob.sha256)
    removed.push(blob)
  }
  if (marks.length > 0) await forgetMarks(tx, hashesOf(marks))
  return { taken: marks.length, removed }
}

function isOld(changedAt: Date, hours: number, now: Date): boolean {
  return now.getTime() - changedAt.getTime() > hours * HOUR_MILLISECONDS
}

function hashesOf(blobs: readonly UnkeptBlob[]): Sha256[] {
  return blobs.map(({ sha256 }) => sha256)
}

async function firstOf(hashes: AsyncIterable<Sha256>, limit: number): Promise<Sha256[]> {
  const first: Sha256[] = []
  for await (const hash of hashes) if (first.push(hash) >= limit) break
  return first
}
