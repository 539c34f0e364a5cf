import { sql } from 'kysely'
import { uuidV7 } from '../base/ids.ts'
import type { Transaction } from '../database/database.ts'
import type { ArrivedFile, SetPlace } from './arrived-file.ts'
import type { Submission } from './submissions.ts'

export type TakenParts = { readonly submission: Submission; readonly openedAt: Date; readonly receivedAt: Date }

/**
 * Adds files to the open submission of their set, which is opened where none is, and locks it: of several that come at the same
 * instant one goes on and the others wait for its commit. All of it is one statement. `go`: the set's GO is among the files,
 * and the wait for what is missing begins now, unless it began before.
 *
 * A violated index (`isRejectedByDatabase`) means that a file of one of the names is there already: nothing was done.
 */
export async function takeParts(
  tx: Transaction,
  set: SetPlace,
  files: readonly [ArrivedFile, ...ArrivedFile[]],
  { go, goWaitHours }: { readonly go: boolean; readonly goWaitHours: number },
): Promise<TakenParts> {
  const { rows } = await sql<Submission & { openedAt: Date; receivedAt: Date }>`
    with opened as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, go_at)
      values (${uuidV7()}, ${set.sender}, ${files[0].environment}, ${set.rawKey}, true,
        case when ${go}::boolean then now() end)
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
        (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel, principal, address, session)
      select file.*, 'received', ${files[0].channel}::text, ${files[0].principal}::text, ${files[0].address}::text,
        ${files[0].session}::text
      from opened cross join lateral (
        select file_id, opened."submissionId", opened.sender, opened.environment, name, sha256, bytes
        from json_to_recordset(${JSON.stringify(files.map(rowOf))}) as file (file_id uuid, name text, sha256 text, bytes bigint)
      ) as file
    )
    select opened.*, now() as "receivedAt" from opened`.execute(tx)
  const [row] = rows
  if (!row) throw new TypeError('a submission was neither opened nor found open')
  const { openedAt, receivedAt, ...submission } = row
  return { submission, openedAt, receivedAt }
}

function rowOf({ fileId, name, sha256, bytes }: ArrivedFile): object {
  return { file_id: fileId, name, sha256, bytes }
}
