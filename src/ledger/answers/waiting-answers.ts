/** Answers that no sender can fetch yet: received and not published, or owed and not made. Only what waits is read, however long the history. */
import { sql } from 'kysely'
import type { Environment } from '../../batch/environment.ts'
import type { Queries } from '../../database/database.ts'

export type WaitingAnswers = {
  readonly service: string
  readonly environment: Environment
  readonly waiting: number
  /** Of these, how many failed at least once. */
  readonly failed: number
  /** When the oldest came, or was owed. */
  readonly oldestSince: Date
  readonly oldestSeconds: number
  /** Of the oldest that failed; null when none did. */
  readonly error: string | null
}

/** In order of service and environment; those for which nothing waits are absent. */
export async function waitingAnswers(queries: Queries): Promise<readonly WaitingAnswers[]> {
  const { rows } = await sql<WaitingAnswers>`
    with waiting as (
      select service, environment, received_at as since, attempts, last_error from service_answer where published_at is null
      union all
      select service, environment, finished_at, due.attempts, due.last_error
      from negative_answer_due as due cross join lateral (
        select service, environment, finished_at from delivery where delivery_id = due.delivery_id offset 0
      ) as refused
    )
    select service, environment, count(*)::int as waiting, (count(*) filter (where attempts > 0))::int as failed,
      min(since) as "oldestSince", extract(epoch from now() - min(since))::float8 as "oldestSeconds",
      (array_agg(last_error order by since) filter (where last_error is not null))[1] as error
    from waiting group by 1, 2 order by 1, 2`.execute(queries)
  return rows
}
