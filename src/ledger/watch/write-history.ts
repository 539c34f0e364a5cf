/**
 * The history of queues, verdicts, intake and sessions, a minute at a time. What passed is counted from rows, so that a minute missed by a
 * crash is made up for and one written twice is the same; what waited is a look at now, and a missed one is a gap.
 */
import { sql } from 'kysely'
import type { ChannelType } from '../../batch/channel.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { LOCKS } from '../../database/locks.ts'
import { isNotOwn } from '../retention/self-tests.ts'
import { MINUTE, minutesDue } from './minute.ts'
import { oldestOf, openQueues } from './open-queues.ts'
import { thinHistory } from './thin-history.ts'

/** Open sessions, by channel and network. */
export type SessionCount = { readonly channel: ChannelType; readonly network: string; readonly sessions: number }

export type HistorySettings = {
  readonly sampleHours: number
  readonly sampleDays: number
  /** Sessions now, of all processes. */
  readonly sessions: (queries: Queries) => Promise<readonly SessionCount[]>
}

/** rule 24.1: one process writes a minute, and writing it again changes nothing. How many minutes were written. */
export async function writeHistory(tx: Transaction, settings: HistorySettings): Promise<number> {
  const { rows } = await sql<{ ours: boolean; now: Date; last: Date | null }>`
    select pg_try_advisory_xact_lock(${sql.join(LOCKS.history)}) as ours, now() as now,
      (select max(at) from history_mark where grain = 'minute') as last`.execute(tx)
  const [found] = rows
  const minutes = found?.ours ? minutesDue(found.now, found.last) : []
  const [first, last] = [minutes[0], minutes.at(-1)]
  if (!first || !last) return 0
  await tx
    .insertInto('history_mark')
    .values(minutes.map((at) => ({ grain: 'minute', at, looked: at === last })))
    .execute()
  await countWhatPassed(tx, first, new Date(last.getTime() + MINUTE))
  await lookAtQueues(tx, last)
  await lookAtSessions(tx, last, settings)
  await thinHistory(tx, settings)
  return minutes.length
}

/** Sets are looked at one by one, with their verdict and files, because a join would read whole tables while there are no statistics. */
async function countWhatPassed(tx: Transaction, from: Date, to: Date): Promise<void> {
  await sql`
    insert into queue_sample (grain, at, service, environment, handed_over, seconds_p50, seconds_p95)
    select 'minute', at, service, environment, count(*), percentile_cont(0.5) within group (order by seconds),
      percentile_cont(0.95) within group (order by seconds)
    from (
      select date_trunc('minute', finished_at) as at, service, environment,
        extract(epoch from finished_at - created_at)::float8 as seconds
      from delivery where finished_at >= ${from} and finished_at < ${to} and state = 'delivered' and ${isNotOwn}
    ) as passed group by 1, 2, 3, 4`.execute(tx)
  await sql`
    insert into verdict_sample (grain, at, environment, code, sets)
    select 'minute', date_trunc('minute', closed_at), environment, code, count(*)
    from submission cross join lateral (
      select max(case body ->> 'outcome' when 'accepted' then 0 else (body #>> '{reasons,0,code}')::integer end) as code
      from fact where fact.submission_id = submission.submission_id and kind = 'verdict'
    ) as verdict
    where closed_at >= ${from} and closed_at < ${to} and ${isNotOwn} and code is not null group by 1, 2, 3, 4`.execute(
    tx,
  )
  await sql`
    insert into intake_sample (grain, at, environment, channel, files, bytes)
    select 'minute', date_trunc('minute', closed_at), environment, came.channel, sum(files), sum(bytes)
    from submission cross join lateral (
      select channel, count(*) as files, sum(bytes) as bytes from received_file
      where received_file.submission_id = submission.submission_id and state = 'received' group by channel
    ) as came
    where closed_at >= ${from} and closed_at < ${to} and ${isNotOwn} group by 1, 2, 3, 4`.execute(tx)
}

async function lookAtQueues(tx: Transaction, at: Date): Promise<void> {
  const queues = await openQueues(tx)
  if (queues.length === 0) return
  const seen = queues.map(({ service, environment, counts, oldestSince }) => {
    const { inDoubt, ...others } = counts
    const since = oldestOf({ oldestSince })
    const oldest = since === null ? 0 : Math.max(0, Math.floor((at.getTime() + MINUTE - since.getTime()) / 1000))
    return { service, environment, ...others, in_doubt: inDoubt, oldest_seconds: oldest }
  })
  await sql`
    insert into queue_sample
      (grain, at, service, environment, waiting, active, retrying, in_doubt, parked, oldest_seconds)
    select 'minute', ${at}, * from json_to_recordset(${JSON.stringify(seen)}::json) as seen (service text, environment text,
      waiting integer, active integer, retrying integer, in_doubt integer, parked integer, oldest_seconds integer)
    on conflict (grain, at, service, environment) do update set waiting = excluded.waiting, active = excluded.active,
      retrying = excluded.retrying, in_doubt = excluded.in_doubt, parked = excluded.parked,
      oldest_seconds = excluded.oldest_seconds`.execute(tx)
}

async function lookAtSessions(tx: Transaction, at: Date, { sessions }: HistorySettings): Promise<void> {
  const counts = await sessions(tx)
  if (counts.length === 0) return
  const rows = counts.map((count) => ({ grain: 'minute', at, ...count }))
  await tx.insertInto('session_sample').values(rows).execute()
}
