/** Minutes become hours, and what is old is forgotten: the history has its size, however long the gateway runs. */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../../database/database.ts'

/** rule 24.2: an hour keeps the highest level of its minutes and the sum of what passed. */
const OF_AN_HOUR: readonly RawBuilder<unknown>[] = [
  sql`insert into queue_sample select 'hour', hour, service, environment, max(waiting), max(active), max(retrying),
      max(in_doubt), max(parked), max(oldest_seconds), sum(handed_over),
      sum(seconds_p50 * handed_over) / nullif(sum(handed_over), 0), max(seconds_p95)
    from queue_sample join due on at >= hour and at < hour + interval '1 hour' and grain = 'minute' group by 1, 2, 3, 4`,
  sql`insert into verdict_sample select 'hour', hour, environment, code, sum(sets)
    from verdict_sample join due on at >= hour and at < hour + interval '1 hour' and grain = 'minute' group by 1, 2, 3, 4`,
  sql`insert into intake_sample select 'hour', hour, environment, channel, sum(files), sum(bytes)
    from intake_sample join due on at >= hour and at < hour + interval '1 hour' and grain = 'minute' group by 1, 2, 3, 4`,
  sql`insert into session_sample select 'hour', hour, channel, network, max(sessions)
    from session_sample join due on at >= hour and at < hour + interval '1 hour' and grain = 'minute' group by 1, 2, 3, 4`,
]

type Kept = { readonly sampleHours: number; readonly sampleDays: number }

/** Belongs into the transaction that wrote a minute. */
export async function thinHistory(tx: Transaction, { sampleHours, sampleDays }: Kept): Promise<void> {
  const { rows } = await sql<{ hour: Date }>`
    with over as (
      select date_trunc('hour', max(at) + interval '1 minute', 'UTC') as until from history_mark where grain = 'minute'
    )
    insert into history_mark (grain, at, looked)
    select 'hour', date_trunc('hour', at, 'UTC'), bool_or(looked) from history_mark, over
    where grain = 'minute' and at < until
      and at >= coalesce((select max(at) + interval '1 hour' from history_mark where grain = 'hour'), '-infinity')
    group by 2 returning at as hour`.execute(tx)
  if (rows.length > 0) {
    const hours = sql.join(rows.map(({ hour }) => sql`(${hour}::timestamptz)`))
    for (const sum of OF_AN_HOUR) await sql`with due (hour) as (values ${hours}) ${sum}`.execute(tx)
  }
  await sql`delete from history_mark
    where grain = 'minute' and at < now() - make_interval(secs => ${sampleHours * 3600})`.execute(tx)
  await sql`delete from history_mark
    where grain = 'hour' and at < now() - make_interval(days => ${sampleDays})`.execute(tx)
}
