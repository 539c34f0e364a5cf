import { sql } from 'kysely'
import type { Sha256 } from '../base/hashes.ts'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'
import { sealedWithin } from './sealed-within.ts'

/** A file as its sender sees it in an IN folder. */
export type InEntry = {
  readonly fileId: string
  readonly submissionId: string | null
  readonly name: string
  readonly sha256: Sha256
  readonly bytes: number
  /** Nothing of it was kept (decision 9). */
  readonly overLimit: boolean
  readonly receivedAt: Date
  /** `sealed`: a ghost, still listed for some seconds though its set is sealed (decision 7). */
  readonly place: 'open' | 'waiting' | 'sealed'
}

export type InFolderView = {
  readonly sender: string
  readonly environment: Environment
  readonly ghostSeconds: number
}

export async function findIn(queries: Queries, view: InFolderView, name: string): Promise<InEntry | null> {
  return (await findAllIn(queries, view, [name])).get(name) ?? null
}

/** By their names, all as of one instant. Of several files of one name the open one is seen, then the one sealed last. */
export async function findAllIn(
  queries: Queries,
  { sender, environment, ghostSeconds }: InFolderView,
  names: readonly string[],
): Promise<ReadonlyMap<string, InEntry>> {
  const columns = sql`f.file_id, f.submission_id, f.name, f.sha256, f.bytes, f.over_limit, f.received_at`
  const isAsked = sql`f.name = any (${sql.val(names)})`
  const { rows } = await sql<InEntry>`
    select distinct on (name) file_id as "fileId", submission_id as "submissionId", name, sha256, bytes, over_limit as "overLimit",
      received_at as "receivedAt", place
    from (
      select ${columns}, 'open' as place, 0 as rank
      from submission s join received_file f on f.submission_id = s.submission_id
      where s.sender_number = ${sender} and s.environment = ${environment} and s.sealed_at is null and s.closed_at is null
        and f.state = 'received' and ${isAsked}
      union all
      select ${columns}, 'waiting', 1
      from received_file f
      where f.sender_number = ${sender} and f.environment = ${environment} and f.state = 'received' and f.temporary
        and f.discarded_at is null and ${isAsked}
      union all
      select ${columns}, 'sealed', 2
      from submission s join received_file f on f.submission_id = s.submission_id
      where s.sender_number = ${sender} and s.environment = ${environment}
        and ${sealedWithin('s.sealed_at', ghostSeconds)}
        and f.state = 'received' and f.hidden_at is null and ${isAsked}
    ) as entry
    order by name, rank, received_at desc`.execute(queries)
  return new Map(rows.map((entry) => [entry.name, entry]))
}
