import { sql } from 'kysely'
import { uuidV7 } from '../base/ids.ts'
import type { Transaction } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
import { type ArrivedFile, PLACE_COLUMNS, placeRow, type SetPlace } from './arrived-file.ts'
import type { Submission } from './submissions.ts'

/** Files of one set that come in one request. */
export type ArrivingParts = {
  readonly place: SetPlace
  readonly files: readonly [ArrivedFile, ...ArrivedFile[]]
  /** The set's GO is among them, and the wait for what is missing begins now, unless it began before. */
  readonly go: boolean
}

export type Taking = {
  readonly goWaitHours: number
  /** For how long this transaction waits for locks from here on; as every session when null. */
  readonly lockMilliseconds?: number | null
}

export type TakenParts = { readonly submission: Submission; readonly receivedAt: Date }

/**
 * Adds files to the open submissions of their sets, each of which is opened where none is, and locks them: of several that come at the same
 * instant one goes on and the others wait for its commit. No set may be there twice. All of it is one statement, which takes the sets in
 * one order whoever asks, so that two never wait for each other; the answer is in the order of the request.
 *
 * A violated index (`isRejectedByDatabase`) means that a file of one of the names is there already: nothing was done.
 */
export async function takeParts(
  tx: Transaction,
  arriving: readonly ArrivingParts[],
  { goWaitHours, lockMilliseconds = null }: Taking,
): Promise<TakenParts[]> {
  const lockTimeout = lockMilliseconds === null ? null : `${lockMilliseconds}ms`
  const { rows } = await sql<Submission & { receivedAt: Date }>`
    with asked as (
      select asked.*, set_config('lock_timeout', coalesce(${lockTimeout}::text, current_setting('lock_timeout')), true) as waits
      from ${fewRows(arriving.map(rowOf), COLUMNS)} as asked
    ), opened as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, go_at)
      select submission_id, sender, environment, raw_key, true, case when go then now() end
      from asked where waits is not null order by sender, raw_key
      on conflict (sender_number, raw_key) where sealed_at is null and closed_at is null
      do update set last_file_at = now(), go_at = coalesce(submission.go_at, excluded.go_at)
      returning submission_id as "submissionId", sender_number as sender, environment, raw_key as "rawKey", routable,
        last_file_at as "lastFileAt", go_at as "goAt", sealed_at as "sealedAt", parked_at as "parkedAt",
        closed_at as "closedAt", opened_at as "openedAt"
    ), claimed as (
      insert into claim (submission_id, due_at)
      select "submissionId", now() + make_interval(secs => ${goWaitHours * 3600}) from opened
      on conflict do nothing
    ), arrived as (
      insert into received_file
        (file_id, submission_id, sender_number, environment, state, name, sha256, bytes, channel, principal, address, session)
      select file.file_id, opened."submissionId", opened.sender, opened.environment, 'received', file.name, file.sha256,
        file.bytes, file.channel, file.principal, file.address, file.session
      from opened join asked on asked.sender = opened.sender and asked.raw_key = opened."rawKey"
      cross join lateral json_to_recordset(asked.files) as file (
        file_id uuid, name text, sha256 text, bytes bigint, channel text, principal text, address text, session text)
    )
    select opened.*, now() as "receivedAt"
    from opened join asked on asked.sender = opened.sender and asked.raw_key = opened."rawKey"
    order by asked.place`.execute(tx)
  if (rows.length !== arriving.length) throw new TypeError('a submission was neither opened nor found open')
  return rows.map(({ receivedAt, ...submission }) => ({ submission, receivedAt }))
}

const COLUMNS = `submission_id uuid, ${PLACE_COLUMNS}, environment text, go boolean, files json`

function rowOf({ place, files, go }: ArrivingParts): object {
  return {
    ...{ submission_id: uuidV7(), ...placeRow(place) },
    ...{ environment: files[0].environment, go, files: files.map(fileRow) },
  }
}

function fileRow({ fileId, name, sha256, bytes, channel, principal, address, session }: ArrivedFile): object {
  return { file_id: fileId, name, sha256, bytes, channel, principal, address, session }
}
