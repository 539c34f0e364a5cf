/** Rows of received files: what a sender brought, and what became of it. Bytes and rows are never removed here, only marked. */
import { type QueryCreator, type SqlBool, sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { Queries, Transaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { ArrivedFile, ReceivedFile } from './arrived-file.ts'
import type { InFolderView } from './in-folder.ts'
import { sealedWithin } from './sealed-within.ts'

const COLUMNS = [
  'file_id as fileId',
  'submission_id as submissionId',
  'name',
  'sha256',
  'bytes',
  'over_limit as overLimit',
  'channel',
  'received_at as receivedAt',
] as const

/**
 * Adds a file to the submission whose row the caller has locked; a file of the same name is superseded (case A8). `go`: it is the
 * set's GO, and the wait for what is missing begins now, unless it began before. One statement, for GO is waited for.
 */
export async function addMember(tx: Transaction, submissionId: string, file: ArrivedFile, go: boolean): Promise<Date> {
  const row = await tx
    .with('superseded', (db) =>
      db
        .updateTable('received_file')
        .set({ state: 'superseded' })
        .where('submission_id', '=', submissionId)
        .where('name', '=', file.name)
        .where(isMember)
        .returning('file_id'),
    )
    .with('noted', (db) => noteArrival(db, submissionId, go).returning('submission_id'))
    .insertInto('received_file')
    // Counting them makes the superseded rows leave the unique index before this one enters it.
    .values({
      ...rowOf(file, submissionId),
      received_at: sql`(select now() from (select count(*) from superseded) as gone)`,
    })
    .returning('received_at')
    .executeTakeFirstOrThrow()
  return row.received_at
}

/** Stores a file under a client's temporary name: member of nothing until it is renamed (decision 5). */
export async function addWaiting(tx: Transaction, file: ArrivedFile): Promise<Date> {
  await supersedeWaiting(tx, file)
  const row = await tx
    .insertInto('received_file')
    .values(rowOf(file, null))
    .returning('received_at')
    .executeTakeFirstOrThrow()
  return row.received_at
}

/** The members of a submission as they stand, in name order. */
export async function currentMembers(queries: Queries, submissionId: string): Promise<ReceivedFile[]> {
  const rows = await queries
    .selectFrom('received_file')
    .select(COLUMNS)
    .where('submission_id', '=', submissionId)
    .where(isMember)
    .orderBy('name')
    .execute()
  return rows as ReceivedFile[]
}

/**
 * An unsealed file takes another name, and with it another place: a submission (locked by the caller) or, with null, none. For
 * a sender this is the receipt, so the time is now (case S18). `isReplacing`: there was one of that name, and it is superseded.
 */
export async function renameFile(
  tx: Transaction,
  fileId: string,
  { name, submissionId, go }: { readonly name: string; readonly submissionId: string | null; readonly go: boolean },
): Promise<{ readonly receivedAt: Date; readonly isReplacing: boolean }> {
  const replaced = submissionId
    ? await supersede(tx, submissionId, name)
    : await supersedeWaiting(tx, { name, ...(await placeOf(tx, fileId)) })
  if (submissionId) await noteArrival(tx, submissionId, go).execute()
  const row = await tx
    .updateTable('received_file')
    .set({ name, submission_id: submissionId, temporary: submissionId === null, received_at: sql<Date>`now()` })
    .where('file_id', '=', fileId)
    .returning('received_at')
    .executeTakeFirstOrThrow()
  return { receivedAt: row.received_at, isReplacing: replaced > 0 }
}

function placeOf(tx: Transaction, fileId: string): Promise<Omit<WaitingName, 'name'>> {
  return tx
    .selectFrom('received_file')
    .select(['sender_number as sender', 'environment'])
    .where('file_id', '=', fileId)
    .executeTakeFirstOrThrow()
}

/** The sender took an unsealed file back: the row stays as a tombstone. False when it is no longer there to be taken back. */
export async function deleteFile(tx: Transaction, fileId: string, name: string): Promise<boolean> {
  const deleted = await tx
    .updateTable('received_file')
    .set({ state: 'deleted' })
    .where('file_id', '=', fileId)
    .where('name', '=', name)
    .where('state', '=', 'received')
    .where('discarded_at', 'is', null)
    .returning('file_id')
    .executeTakeFirst()
  return deleted !== undefined
}

/** An overwriting rename takes the place of a file that waits under a temporary name. */
export async function supersedeFile(tx: Transaction, fileId: string): Promise<void> {
  await tx
    .updateTable('received_file')
    .set({ state: 'superseded' })
    .where('file_id', '=', fileId)
    .where('state', '=', 'received')
    .execute()
}

/** Locks the file; false when it has another name by now, or was superseded, deleted or discarded. */
export async function isCurrent(tx: Transaction, fileId: string, name: string): Promise<boolean> {
  const row = await tx
    .selectFrom('received_file')
    .select('file_id')
    .where('file_id', '=', fileId)
    .where('name', '=', name)
    .where('state', '=', 'received')
    .where('discarded_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The sender deleted a sealed file: its name leaves the listing and nothing else happens (decision 7). With it go those of earlier sets that are
 * shown under this name still. False when it had left already.
 */
export async function hideSealed(
  queries: Queries,
  { sender, environment, ghostSeconds }: InFolderView,
  name: string,
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('received_file')
    .from('submission')
    .set({ hidden_at: sql<Date>`now()` })
    .whereRef('received_file.submission_id', '=', 'submission.submission_id')
    .where('submission.sender_number', '=', sender)
    .where('submission.environment', '=', environment)
    .where(sealedWithin('submission.sealed_at', ghostSeconds))
    .where('received_file.name', '=', name)
    .where('received_file.hidden_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Which of these are files of ours, in whatever state. */
export async function arrivedFiles(queries: Queries, fileIds: readonly string[]): Promise<string[]> {
  if (fileIds.length === 0) return []
  const rows = await queries.selectFrom('received_file').select('file_id').where('file_id', 'in', fileIds).execute()
  return rows.map(({ file_id }) => file_id)
}

/** Temporary files that nobody renamed in time go to their own place in the books (decision 5). Returns them for the events. */
export async function discardWaiting(
  tx: Transaction,
  waitHours: number,
): Promise<{ readonly sender: string; readonly name: string; readonly sha256: Sha256 }[]> {
  const rows = await tx
    .updateTable('received_file')
    .set({ discarded_at: sql<Date>`now()` })
    .where(isWaiting)
    .where('received_at', '<', sql<Date>`now() - make_interval(secs => ${waitHours * 3600})`)
    .returning(['sender_number as sender', 'name', 'sha256'])
    .execute()
  return rows as { sender: string; name: string; sha256: Sha256 }[]
}

type WaitingName = { readonly sender: string; readonly environment: string; readonly name: string }

/** One at a time for each name: two uploads of one temporary name may end in the same instant, and the later one stays. How many there were. */
async function supersedeWaiting(tx: Transaction, { sender, environment, name }: WaitingName): Promise<number> {
  await sql`select pg_advisory_xact_lock(${WAITING_NAMES}, hashtext(${`${sender}/${environment}/${name}`}))`.execute(tx)
  const { numUpdatedRows } = await tx
    .updateTable('received_file')
    .set({ state: 'superseded' })
    .where('sender_number', '=', sender)
    .where('environment', '=', environment)
    .where('name', '=', name)
    .where(isWaiting)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** The first of the two numbers of our advisory locks on temporary names. */
const WAITING_NAMES = 0x51d1

/** In the words of the index of current members, which is then all that is read, however often a name was overwritten. */
const isMember = sql<SqlBool>`received_file.state = 'received' and not received_file.temporary`

const isWaiting = sql<SqlBool>`received_file.state = 'received' and received_file.temporary and received_file.discarded_at is null`

/** The sets' own clocks: the latest file, and the GO that runs. */
function noteArrival(db: QueryCreator<Tables>, submissionId: string, go: boolean) {
  return db
    .updateTable('submission')
    .set({ last_file_at: sql<Date>`now()`, ...(go ? { go_at: sql<Date>`coalesce(go_at, now())` } : {}) })
    .where('submission_id', '=', submissionId)
}

async function supersede(tx: Transaction, submissionId: string, name: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('received_file')
    .set({ state: 'superseded' })
    .where('submission_id', '=', submissionId)
    .where('name', '=', name)
    .where(isMember)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

function rowOf(file: ArrivedFile, submissionId: string | null) {
  return {
    file_id: file.fileId,
    submission_id: submissionId,
    sender_number: file.sender,
    environment: file.environment,
    name: file.name,
    sha256: file.sha256,
    bytes: file.bytes,
    over_limit: file.overLimit,
    state: 'received',
    temporary: submissionId === null,
    channel: file.channel,
    principal: file.principal,
    address: file.address,
    session: file.session,
  }
}
