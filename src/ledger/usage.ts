import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import type { SetPlace } from './arrived-file.ts'

/** What of a sender is unsealed: members of open sets and files under temporary names (case N18). */
export type OpenUsage = { readonly files: number; readonly bytes: number }

export async function openUsage(queries: Queries, sender: string): Promise<OpenUsage> {
  const { rows } = await sql<OpenUsage>`
    select count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes from (
      select f.bytes from submission s join received_file f on f.submission_id = s.submission_id
      where s.sender_number = ${sender} and s.sealed_at is null and s.closed_at is null and f.state = 'received'
      union all
      select bytes from received_file
      where sender_number = ${sender} and state = 'received' and temporary and discarded_at is null
    ) as open_file`.execute(queries)
  return rows[0] ?? { files: 0, bytes: 0 }
}

/** Files with unroutable names within the last hour (decision 4). */
export async function nameFaultsOfLastHour(queries: Queries, sender: string): Promise<number> {
  const { count } = await queries
    .selectFrom('submission')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('sender_number', '=', sender)
    .where('routable', '=', false)
    .where('opened_at', '>', sql<Date>`now() - interval '1 hour'`)
    .executeTakeFirstOrThrow()
  return count
}

/** What an open set holds, before a file called `name` comes to it; `from` is the member of it that takes this name, if any. */
export type SetRoom = {
  /** Current members but `from`. */
  readonly others: number
  /** A member is called `name`: the file takes its place. */
  readonly hasName: boolean
  readonly hasGo: boolean
}

export async function roomOfSet(
  queries: Queries,
  { sender, rawKey }: SetPlace,
  { name, from }: { readonly name: string; readonly from: string | null },
): Promise<SetRoom> {
  const current = sql`received_file f where f.submission_id = s.submission_id and f.state = 'received' and not f.temporary`
  const { rows } = await sql<SetRoom>`
    select go_at is not null as "hasGo",
      (select count(*) from ${current} and f.name is distinct from ${from}) as others,
      exists (select from ${current} and f.name = ${name}) as "hasName"
    from submission s
    where s.sender_number = ${sender} and s.raw_key = ${rawKey} and s.sealed_at is null and s.closed_at is null`.execute(
    queries,
  )
  return rows[0] ?? { others: 0, hasName: false, hasGo: false }
}
