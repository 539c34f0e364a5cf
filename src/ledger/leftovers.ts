import { sql } from 'kysely'
import type { Environment } from '../batch/environment.ts'
import type { Queries } from '../database/database.ts'

export type Leftover = {
  readonly name: string
  readonly environment: Environment
  readonly receivedAt: Date
  readonly discardedAt: Date
}

/** Files of the sender that still have a client's working name after so many minutes (decision 5), the oldest first. */
export async function leftoversOf(
  queries: Queries,
  sender: string,
  { minutes, goWaitHours, limit }: { readonly minutes: number; readonly goWaitHours: number; readonly limit: number },
): Promise<Leftover[]> {
  const { rows } = await sql<Leftover>`
    select name, environment, received_at as "receivedAt",
      received_at + make_interval(secs => ${goWaitHours * 3600}) as "discardedAt"
    from received_file
    where sender_number = ${sender} and state = 'received' and temporary and discarded_at is null
      and received_at < now() - make_interval(secs => ${minutes * 60})
    order by received_at, name limit ${limit}`.execute(queries)
  return rows
}
