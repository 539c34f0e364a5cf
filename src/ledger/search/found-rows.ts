/** What a list shows of the submissions that a search found: little of each, in the order of the search. */
import { sql } from 'kysely'
import type { StatusSet } from '../../batch/status/status-set.ts'
import type { Queries } from '../../database/database.ts'
import type { DeliveryState } from '../deliveries.ts'
import { SET_COLUMNS, setRows, statusSetOf } from '../status-sets.ts'

export type FoundRow = StatusSet & {
  readonly sender: string
  readonly parkedReason: string | null
  /** All its files were taken away before it was complete. */
  readonly isWithdrawn: boolean
  readonly deliveries: readonly { readonly service: string; readonly state: DeliveryState }[]
}

export async function foundRows(queries: Queries, ids: readonly string[]): Promise<FoundRow[]> {
  if (ids.length === 0) return []
  // each by its key: as a list, the server read the whole index of times for their order
  const chosen = sql`
    select one.* from unnest(${ids}::uuid[]) as wanted
    cross join lateral (select ${SET_COLUMNS}, opened_at as shown_at from submission where submission_id = wanted offset 0) as one`
  const rows = new Map((await setRows(queries, chosen, ids.length)).map((row) => [row.submission_id, row]))
  const more = await moreOf(queries, ids)
  return ids.flatMap((id) => {
    const [row, told] = [rows.get(id), more.get(id)]
    if (!row || !told) return []
    return [
      { ...statusSetOf(row), ...told, isWithdrawn: row.closed_at !== null && row.sealed_at === null && !row.cancelled },
    ]
  })
}

async function moreOf(queries: Queries, ids: readonly string[]) {
  const { rows } = await sql<{ id: string } & Pick<FoundRow, 'sender' | 'parkedReason' | 'deliveries'>>`
    select submission_id as id, sender_number as sender, parked_reason as "parkedReason", (
      select coalesce(jsonb_agg(jsonb_build_object('service', service, 'state', state) order by service), '[]')
      from delivery where delivery.submission_id = submission.submission_id
    ) as deliveries
    from unnest(${ids}::uuid[]) as wanted
    cross join lateral (select * from submission where submission_id = wanted offset 0) as submission`.execute(queries)
  return new Map(rows.map(({ id, ...told }) => [id, told]))
}
