/** What came in and what was answered, from the history: nothing of the flow's own tables is read. */
import { sql } from 'kysely'
import type { ChannelType } from '../../batch/channel.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Queries } from '../../database/database.ts'
import type { HistoryScale } from './history-steps.ts'
import { stepsUntil } from './history-steps.ts'
import { stepOf } from './queue-history.ts'

/** Sets that were finished; `code` is the one that the acknowledgement names first, null for accepted ones. */
export type VerdictCount = { readonly environment: Environment; readonly code: number | null; readonly sets: number }

export type IntakeStep = { readonly files: number; readonly bytes: number }
export type ChannelIntake = { readonly channel: ChannelType; readonly steps: readonly IntakeStep[] }
export type SessionHistory = {
  readonly channel: ChannelType
  readonly network: string
  readonly steps: readonly number[]
}

/** The most frequent first. */
export async function verdictCounts(
  queries: Queries,
  scale: HistoryScale,
  now: Date,
): Promise<readonly VerdictCount[]> {
  const { rows } = await sql<VerdictCount>`
    select environment, nullif(code, 0) as code, sum(sets) as sets from verdict_sample
    where grain = ${scale.grain} and at >= ${stepsUntil(now, scale)[0] ?? now}
    group by 1, 2 order by 3 desc, 2, 1`.execute(queries)
  return rows
}

export async function intakeHistory(
  queries: Queries,
  scale: HistoryScale,
  now: Date,
): Promise<readonly ChannelIntake[]> {
  const steps = stepsUntil(now, scale)
  const [from = now] = steps
  const { rows } = await sql<IntakeStep & { channel: ChannelType; step: number }>`
    select channel, ${stepOf(scale, from)} as step, sum(files) as files, sum(bytes)::bigint as bytes from intake_sample
    where grain = ${scale.grain} and at >= ${from} group by 1, 2 order by 1, 2`.execute(queries)
  const channels = [...new Set(rows.map(({ channel }) => channel))]
  return channels.map((channel) => {
    const own = new Map(rows.filter((row) => row.channel === channel).map((row) => [row.step, row]))
    return {
      channel,
      steps: steps.map((_, step) => ({ files: own.get(step)?.files ?? 0, bytes: own.get(step)?.bytes ?? 0 })),
    }
  })
}

export async function sessionHistory(
  queries: Queries,
  scale: HistoryScale,
  now: Date,
): Promise<readonly SessionHistory[]> {
  const steps = stepsUntil(now, scale)
  const [from = now] = steps
  const { rows } = await sql<{ channel: ChannelType; network: string; step: number; sessions: number }>`
    select channel, network, ${stepOf(scale, from)} as step, max(sessions) as sessions from session_sample
    where grain = ${scale.grain} and at >= ${from} group by 1, 2, 3 order by 1, 2, 3`.execute(queries)
  const lines = new Map<string, { channel: ChannelType; network: string; steps: number[] }>()
  for (const { channel, network, step, sessions } of rows) {
    const key = `${channel} ${network}`
    const line = lines.get(key) ?? { channel, network, steps: steps.map(() => 0) }
    lines.set(key, line)
    line.steps[step] = sessions
  }
  return [...lines.values()]
}
