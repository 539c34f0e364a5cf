import { sql } from 'kysely'
import { uuidV7 } from '../base/ids.ts'
import type { Queries } from '../database/database.ts'
import type { ArrivedFile, SetPlace } from './arrived-file.ts'

export type ArrivingMember = ArrivedFile & SetPlace

export type ReceivedMember = { readonly submissionId: string; readonly receivedAt: Date }

/**
 * The usual case of an accepted file, for many files in one statement and so in one commit: FI and FS of sets whose GO is not there
 * yet. Opens the submission where none is open, supersedes a file of the same name (case A8), inserts the rows. Returns submission and
 * time of receipt by file id; a file that is not in it belongs to a set that has its GO and must take the long way (`openSubmission`).
 *
 * No two of `members` may have the same sender, key and name. A violated index (`isRejectedByDatabase`) means that another
 * node accepted the same name in this instant: nothing was done, and each file is to take the long way.
 *
 * Written as SQL because five steps that depend on each other are one statement here; the order of the keys keeps two nodes
 * from waiting for each other, and counting `superseded` makes its rows leave the unique index before the new ones enter it.
 */
export async function acceptMembers(
  queries: Queries,
  members: readonly ArrivingMember[],
  goWaitHours: number,
): Promise<ReadonlyMap<string, ReceivedMember>> {
  const { rows } = await sql<{ file_id: string; submission_id: string; received_at: Date }>`
    with arriving as (
      select * from json_to_recordset(${JSON.stringify(members.map(rowOf))}) as file (
        file_id uuid, submission_id uuid, sender text, raw_key text, environment text, name text, sha256 text, bytes bigint,
        channel text, principal text, address text, session text)
    ), opened as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable)
      select distinct on (sender, raw_key) submission_id, sender, environment, raw_key, true
      from arriving order by sender, raw_key
      on conflict (sender_number, raw_key) where sealed_at is null and closed_at is null
      do update set last_file_at = now() where submission.go_at is null
      returning submission_id, sender_number as sender, raw_key
    ), claimed as (
      insert into claim (submission_id, due_at)
      select submission_id, now() + make_interval(secs => ${goWaitHours * 3600}) from opened
      on conflict do nothing
    ), superseded as (
      update received_file set state = 'superseded'
      from arriving join opened using (sender, raw_key)
      where received_file.submission_id = opened.submission_id
        and received_file.name = arriving.name and received_file.state = 'received' and not received_file.temporary
      returning received_file.file_id
    )
    insert into received_file
      (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel, principal, address, session)
    select arriving.file_id, opened.submission_id, sender, arriving.environment, arriving.name, arriving.sha256,
      arriving.bytes, 'received', arriving.channel, arriving.principal, arriving.address, arriving.session
    from arriving join opened using (sender, raw_key)
    where (select count(*) from superseded) >= 0
    returning file_id, received_file.submission_id, received_at`.execute(queries)
  return new Map(
    rows.map(({ file_id, submission_id, received_at }) => [
      file_id,
      { submissionId: submission_id, receivedAt: received_at },
    ]),
  )
}

/** `submission_id` is used if this file opens its set. */
function rowOf(member: ArrivingMember): object {
  const { fileId, sender, rawKey, environment, name, sha256, bytes, channel, principal, address, session } = member
  const ids = { file_id: fileId, raw_key: rawKey, submission_id: uuidV7() }
  return { ...ids, sender, environment, name, sha256, bytes, channel, principal, address, session }
}
