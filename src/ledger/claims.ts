/**
 * Who works on which submission: leases with a fence, by the database's clock (reliability.md, P10). A worker that slept too
 * long finds another fence and stops; one that died leaves a lease that runs out.
 */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'

export type Claim = {
  readonly submissionId: string
  readonly fence: number
  /** Failures in a row, for the back-off. */
  readonly failures: number
  /** Leases in a row that ran out without a word: the worker died of it, perhaps. */
  readonly crashes: number
  /** Times that its documents ended their checker. */
  readonly checkerFailures: number
  /** Times that a blob of it could not be read on a disk that works. */
  readonly readFailures: number
}

export type ClaimOrder = {
  /** Node and process, for the log. */
  readonly owner: string
  readonly leaseSeconds: number
  readonly limit: number
}

/** Asked of each claim by itself: as a join, a server without statistics reads every submission there ever was. */
const isNotParked = sql<boolean>`(
  select submission.parked_at is null from submission where submission.submission_id = claim.submission_id
)`

/** Takes what is due and not parked, the longest due first; what another one is just taking is skipped. */
export async function acquireDue(queries: Queries, order: ClaimOrder): Promise<Claim[]> {
  const { owner, leaseSeconds, limit } = order
  const rows = await queries
    .with('due', (db) =>
      db
        .selectFrom('claim')
        .select('claim.submission_id')
        .where('claim.due_at', '<=', sql<Date>`now()`)
        .where((where) => where.or([where('claim.until', 'is', null), where('claim.until', '<', sql<Date>`now()`)]))
        .where(isNotParked)
        .orderBy('claim.due_at')
        .limit(limit)
        .forUpdate('claim')
        .skipLocked(),
    )
    .updateTable('claim')
    .from('due')
    .whereRef('claim.submission_id', '=', 'due.submission_id')
    .set((set) => ({
      owner,
      until: sql<Date>`clock_timestamp() + make_interval(secs => ${leaseSeconds})`,
      fence: set('claim.fence', '+', 1),
      crashes: sql<number>`claim.crashes + case when claim.owner is null then 0 else 1 end`,
    }))
    .returning(['claim.submission_id', 'claim.fence', 'claim.failures', 'claim.crashes'])
    .returning(['claim.checker_failures', 'claim.read_failures'])
    .execute()
  return rows.map(({ submission_id, fence, failures, crashes, checker_failures, read_failures }) => ({
    ...{ submissionId: submission_id, fence, failures, crashes },
    ...{ checkerFailures: checker_failures, readFailures: read_failures },
  }))
}

/**
 * Locks submission and claim for this transaction and returns the database's time; null when the lease is another's by now, and nothing
 * may be written.
 */
export async function holdClaim(
  tx: Transaction,
  { submissionId, fence }: Pick<Claim, 'submissionId' | 'fence'>,
): Promise<Date | null> {
  const held = await tx
    .with('locked', (db) =>
      db.selectFrom('submission').select('submission_id').where('submission_id', '=', submissionId).forNoKeyUpdate(),
    )
    .selectFrom('locked')
    .innerJoin('claim', 'claim.submission_id', 'locked.submission_id')
    .select(sql<Date>`clock_timestamp()`.as('now'))
    .where('claim.fence', '=', fence)
    .where('claim.owner', 'is not', null)
    .forUpdate('claim')
    .executeTakeFirst()
  return held?.now ?? null
}

/** A long step goes on; false when the lease is another's by now. */
export async function renewClaim(queries: Queries, claim: Claim, leaseSeconds: number): Promise<boolean> {
  const renewed = await own(queries, claim)
    .set({ until: sql<Date>`clock_timestamp() + make_interval(secs => ${leaseSeconds})` })
    .returning('submission_id')
    .executeTakeFirst()
  return renewed !== undefined
}

/** The step is done; the next one may begin at once. What was set meanwhile (`dueAt`) stands. */
export async function releaseClaim(queries: Queries, claim: Claim): Promise<void> {
  await own(queries, claim)
    .set({ owner: null, until: null, ...NO_FAILURES })
    .execute()
}

/** Taken but not begun: it keeps its marks and is due again after a moment. */
export async function returnClaim(queries: Queries, claim: Claim, seconds: number): Promise<void> {
  await own(queries, claim)
    .set({ owner: null, until: null, due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})` })
    .execute()
}

export type ClaimFailure = {
  /** For operators. */
  readonly message: string
  readonly retrySeconds: number
  /** What of the submission itself it was: the document ended its checker, or a blob could not be read. */
  readonly of: 'checker' | 'blob' | 'other'
  /** SHA-256 of the certificate whose revocation data it waits for. */
  readonly waitsFor?: string
}

const NO_FAILURES = {
  ...{ failures: 0, crashes: 0, checker_failures: 0, read_failures: 0, last_error: null },
  ...{ waits_for: null, waits_since: null },
}

/** Not now: again after the back-off. */
export async function failClaim(
  queries: Queries,
  claim: Claim,
  { message, retrySeconds, of, waitsFor }: ClaimFailure,
): Promise<void> {
  await own(queries, claim)
    .set((set) => ({
      owner: null,
      until: null,
      crashes: 0,
      failures: set('failures', '+', 1),
      checker_failures: set('checker_failures', '+', of === 'checker' ? 1 : 0),
      read_failures: set('read_failures', '+', of === 'blob' ? 1 : 0),
      last_error: message.slice(0, 2000),
      waits_for: waitsFor ?? null,
      waits_since: waitsFor ? sql<Date>`coalesce(claim.waits_since, clock_timestamp())` : null,
      due_at: sql<Date>`clock_timestamp() + make_interval(secs => ${retrySeconds})`,
    }))
    .execute()
}

/** When to look again, by whoever holds the submission's lock. */
export async function setDue(tx: Transaction, submissionId: string, dueAt: Date | 'now'): Promise<void> {
  await tx
    .updateTable('claim')
    .set({ due_at: dueAt === 'now' ? sql<Date>`clock_timestamp()` : dueAt })
    .where('submission_id', '=', submissionId)
    .execute()
}

/** For a person to look at; blocks nothing else. The caller holds the submission's lock. */
export async function parkSubmission(tx: Transaction, submissionId: string, reason: string): Promise<void> {
  await tx
    .updateTable('submission')
    .set({ parked_at: sql<Date>`clock_timestamp()`, parked_reason: reason.slice(0, 2000) })
    .where('submission_id', '=', submissionId)
    .execute()
  await tx.updateTable('claim').set({ owner: null, until: null }).where('submission_id', '=', submissionId).execute()
}

/** A person says: again. False when it is not parked. */
export async function unparkSubmission(tx: Transaction, submissionId: string): Promise<boolean> {
  const unparked = await tx
    .updateTable('submission')
    .set({ parked_at: null, parked_reason: null })
    .where('submission_id', '=', submissionId)
    .where('parked_at', 'is not', null)
    .returning('submission_id')
    .executeTakeFirst()
  if (!unparked) return false
  await tx
    .updateTable('claim')
    .set({ due_at: sql<Date>`clock_timestamp()`, ...NO_FAILURES })
    .where('submission_id', '=', submissionId)
    .execute()
  return true
}

function own(queries: Queries, { submissionId, fence }: Claim) {
  return queries
    .updateTable('claim')
    .where('submission_id', '=', submissionId)
    .where('fence', '=', fence)
    .where('owner', 'is not', null)
}
