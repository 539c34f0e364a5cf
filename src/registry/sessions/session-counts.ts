import { sql } from 'kysely'
import type { ChannelType } from '../../batch/channel.ts'
import type { Queries } from '../../database/database.ts'

export type SessionCount = { readonly channel: ChannelType; readonly network: string; readonly sessions: number }

/** Who is connected now, by channel and network; outside of the configured networks the network has no name. */
export async function sessionCounts(queries: Queries): Promise<readonly SessionCount[]> {
  const { rows } = await sql<SessionCount>`
    select endpoint as channel, coalesce(network, '') as network, count(*)::int as sessions
      from live_session group by endpoint, coalesce(network, '') order by 1, 2`.execute(queries)
  return rows
}
