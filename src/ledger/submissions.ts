/**
 * Submissions and their members. Everything that changes a set first locks its row here, and only then touches files, facts or
 * the claim: that order keeps transactions from waiting for each other in a circle, and makes 100 GOs seal once (case A11).
 */
import { sql } from 'kysely'
import { uuidV7 } from '../base/ids.ts'
import type { ChannelType } from '../batch/channel.ts'
import type { Environment } from '../batch/environment.ts'
import type { Envelope } from '../batch/facts.ts'
import type { Queries, Transaction } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
import type { SetPlace } from './arrived-file.ts'
import { sealedWithin } from './sealed-within.ts'
import { searchedColumns } from './search/name-part.ts'

export type Submission = {
  readonly submissionId: string
  readonly sender: string
  readonly environment: Environment
  readonly rawKey: string
  readonly routable: boolean
  readonly openedAt: Date
  readonly lastFileAt: Date
  readonly goAt: Date | null
  readonly sealedAt: Date | null
  readonly parkedAt: Date | null
  readonly closedAt: Date | null
}

export type NewSubmission = SetPlace & { readonly environment: Environment; readonly routable: boolean }

const COLUMNS = [
  'submission_id as submissionId',
  'sender_number as sender',
  'environment',
  'raw_key as rawKey',
  'routable',
  'opened_at as openedAt',
  'last_file_at as lastFileAt',
  'go_at as goAt',
  'sealed_at as sealedAt',
  'parked_at as parkedAt',
  'closed_at as closedAt',
] as const

/** Locks the row until the transaction ends; null when there is no such submission. */
export async function lockSubmission(tx: Transaction, submissionId: string): Promise<Submission | null> {
  const row = await tx
    .selectFrom('submission')
    .select(COLUMNS)
    .where('submission_id', '=', submissionId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return (row as Submission | undefined) ?? null
}

/** Locks the set's open submission; null when none is open (any more: it may be sealed while we wait for the lock). */
export async function lockOpenSubmission(tx: Transaction, { sender, rawKey }: SetPlace): Promise<Submission | null> {
  const row = await tx
    .selectFrom('submission')
    .select(COLUMNS)
    .where('sender_number', '=', sender)
    .where('raw_key', '=', rawKey)
    .where('sealed_at', 'is', null)
    .where('closed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return (row as Submission | undefined) ?? null
}

/** Locks the set's open submission, or makes one. Its claim is due when the wait for a GO is over. */
export async function openSubmission(tx: Transaction, place: NewSubmission, goWaitHours: number): Promise<Submission> {
  for (;;) {
    const row = await tx
      .insertInto('submission')
      .values({
        submission_id: uuidV7(),
        sender_number: place.sender,
        environment: place.environment,
        raw_key: place.rawKey,
        routable: place.routable,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['sender_number', 'raw_key'])
          .where('sealed_at', 'is', null)
          .where('closed_at', 'is', null)
          .doNothing(),
      )
      .returning(COLUMNS)
      .executeTakeFirst()
    if (row) {
      await makeClaim(tx, row.submissionId, goWaitHours)
      return row as Submission
    }
    const open = await lockOpenSubmission(tx, place)
    if (open) return open
  }
}

/** The GO is gone again (deleted, renamed): the set waits as one without GO. */
export async function forgetGo(tx: Transaction, submissionId: string): Promise<void> {
  await tx.updateTable('submission').set({ go_at: null }).where('submission_id', '=', submissionId).execute()
}

export type Sealing = { readonly submissionId: string; readonly openedAt: Date; readonly envelope: Envelope }

/** The instant of sealing: envelopes, times, due claims, what is looked for and the doorbell, in one statement. The caller holds the locks of all rows. */
export async function sealSubmissions(tx: Transaction, sealings: readonly Sealing[]): Promise<void> {
  const rows = sealings.map(({ submissionId, openedAt, envelope }) => ({
    ...{ id: submissionId, opened: openedAt, at: envelope.sealedAt, envelope, channel: channelOf(envelope) },
    ...searchedColumns({ rawKey: envelope.rawKey, openedAt, names: envelope.members.map(({ name }) => name) }),
  }))
  const columns =
    'id uuid, at timestamptz, envelope jsonb, channel text, opened timestamptz, odd text, name text, marks integer[]'
  await sql`
    with asked as not materialized (
      select * from ${fewRows(rows, columns)} as asked
    ), enveloped as (
      insert into fact (submission_id, kind, body) select id, 'envelope', envelope from asked
    ), named as (
      insert into submission_name (submission_id, opened_at, name, marks) select id, opened, name, marks from asked
    ), sealed as (
      update submission set sealed_at = asked.at, channel = asked.channel, odd_names = asked.odd from asked where submission_id = asked.id
    ), due as (
      update claim set due_at = clock_timestamp() from asked where submission_id = asked.id
    )
    select pg_notify('sluice_work', id::text) from asked`.execute(tx)
}

/** Nothing is left to do: the claim goes, the row and its facts stay. */
export async function closeSubmission(tx: Transaction, submissionId: string): Promise<void> {
  const closed = await tx
    .with('done', (db) => db.deleteFrom('claim').where('submission_id', '=', submissionId))
    .updateTable('submission')
    .set({ closed_at: sql<Date>`now()` })
    .where('submission_id', '=', submissionId)
    .returning(['sealed_at', 'raw_key', 'opened_at'])
    .executeTakeFirst()
  if (closed && !closed.sealed_at) await nameUnsealed(tx, submissionId, closed.raw_key, closed.opened_at)
}

/** That of the GO; of the latest file where there is none. */
function channelOf({ members }: Envelope): ChannelType | null {
  return (members.find(({ name }) => /^(?:GO|TD)\./.test(name)) ?? members.at(-1))?.channel ?? null
}

/** One that ends before it is sealed can be found all the same. */
async function nameUnsealed(tx: Transaction, submissionId: string, rawKey: string, openedAt: Date): Promise<void> {
  const { name, marks } = searchedColumns({ rawKey, openedAt, names: [] })
  await tx
    .insertInto('submission_name')
    .values({ submission_id: submissionId, opened_at: openedAt, name, marks })
    .execute()
}

/** The latest sealed submission of a set within so many minutes, for repeated GOs (decision 7). Cancelled ones do not count. */
export async function recentlySealed(tx: Transaction, set: SetPlace, minutes: number): Promise<string | null> {
  const row = await tx
    .selectFrom('submission')
    .select('submission_id')
    .where('sender_number', '=', set.sender)
    .where('raw_key', '=', set.rawKey)
    .where(sealedWithin('sealed_at', minutes * 60))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('fact')
            .select('kind')
            .whereRef('fact.submission_id', '=', 'submission.submission_id')
            .where('kind', '=', 'cancellation'),
        ),
      ),
    )
    .orderBy('sealed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.submission_id ?? null
}

/** Every submission of a set, the latest first, for TD (decision 8). */
export async function submissionsOfSet(queries: Queries, { sender, rawKey }: SetPlace): Promise<string[]> {
  const rows = await queries
    .selectFrom('submission')
    .select('submission_id')
    .where('sender_number', '=', sender)
    .where('raw_key', '=', rawKey)
    .orderBy('opened_at', 'desc')
    .orderBy('submission_id', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => row.submission_id)
}

/**
 * True when another submission of the same set was sealed earlier and has no verdict yet: this one waits for it (decision 1).
 * A parked one is not waited for: it blocks nothing else.
 */
export async function hasEarlierUnjudged(queries: Queries, submissionId: string): Promise<boolean> {
  const row = await queries
    .selectFrom('submission as mine')
    .innerJoin('submission as other', (join) =>
      join
        .onRef('other.raw_key', '=', 'mine.raw_key')
        .onRef('other.sender_number', '=', 'mine.sender_number')
        .on('other.closed_at', 'is', null)
        .on('other.parked_at', 'is', null),
    )
    .select('other.submission_id')
    .where('mine.submission_id', '=', submissionId)
    .where((where) =>
      where(
        where.refTuple('other.sealed_at', 'other.submission_id'),
        '<',
        where.refTuple('mine.sealed_at', 'mine.submission_id'),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('fact')
            .select('kind')
            .whereRef('fact.submission_id', '=', 'other.submission_id')
            .where('kind', '=', 'verdict'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function makeClaim(tx: Transaction, submissionId: string, goWaitHours: number): Promise<void> {
  await tx
    .insertInto('claim')
    .values({ submission_id: submissionId, due_at: sql<Date>`now() + make_interval(secs => ${goWaitHours * 3600})` })
    .execute()
}
