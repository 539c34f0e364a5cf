/** One process at a time works on a watched folder. A lease that ran out harms nothing: each file is taken in once all the same. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'

/** Takes the lease, or renews one's own; null when it is ours now, else who has it. */
export async function holdFolder(
  queries: Queries,
  { sender, owner, seconds }: { readonly sender: string; readonly owner: string; readonly seconds: number },
): Promise<string | null> {
  const { rows } = await sql<{ owner: string }>`
    insert into folder_lease as held (sender_number, owner, until)
    values (${sender}, ${owner}, clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (sender_number) do update
    set owner = case when held.owner = excluded.owner or held.until < clock_timestamp() then excluded.owner else held.owner end,
        until = case when held.owner = excluded.owner or held.until < clock_timestamp() then excluded.until else held.until end
    returning owner`.execute(queries)
  const holder = rows[0]?.owner ?? owner
  return holder === owner ? null : holder
}

/** The process ends: the next one need not wait. */
export async function leaveFolders(queries: Queries, owner: string): Promise<void> {
  await queries.deleteFrom('folder_lease').where('owner', '=', owner).execute()
}
