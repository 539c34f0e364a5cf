/** How a queue went: for plots. What nobody knows of a step is null, and not zero. */
import { sql } from 'kysely'
import type { Environment } from '../../batch/environment.ts'
import type { Queries } from '../../database/database.ts'
import { type HistoryScale, stepsUntil } from './history-steps.ts'

/** The highest of the step, but for `handedOver`, which is its sum. */
export type QueueStep = {
  /** Those under way and between two attempts included. */
  readonly waiting: number | null
  readonly inDoubt: number | null
  readonly parked: number | null
  readonly oldestSeconds: number | null
  readonly handedOver: number | null
  /** From acceptance to the hand-over; null also where nothing was handed over. */
  readonly secondsP50: number | null
  readonly secondsP95: number | null
}

export type QueueHistory = {
  readonly service: string
  readonly environment: Environment
  /** As many as the steps of the plot. */
  readonly steps: readonly QueueStep[]
}

export type QueueHistories = {
  /** Begin of each step. */
  readonly steps: readonly Date[]
  readonly queues: readonly QueueHistory[]
}

type Row = QueueStep & { readonly service: string; readonly environment: Environment; readonly step: number }
type Mark = { readonly step: number; readonly looked: boolean }

const NOT_KNOWN = { waiting: null, inDoubt: null, parked: null, oldestSeconds: null }
const NONE = { waiting: 0, inDoubt: 0, parked: 0, oldestSeconds: 0 }
const IDLE = { handedOver: 0, secondsP50: null, secondsP95: null }

/** Of all services, or of one; those that never had anything in these steps are absent. */
export async function queueHistories(
  queries: Queries,
  scale: HistoryScale,
  now: Date,
  service?: string,
): Promise<QueueHistories> {
  const steps = stepsUntil(now, scale)
  const [from = now] = steps
  const step = stepOf(scale, from)
  const marks = await sql<Mark>`select ${step} as step, bool_or(looked) as looked from history_mark
    where grain = ${scale.grain} and at >= ${from} group by 1`.execute(queries)
  const { rows } = await sql<Row>`
    select service, environment, ${step} as step, max(waiting + active + retrying) as waiting, max(in_doubt) as "inDoubt",
      max(parked) as parked, max(oldest_seconds) as "oldestSeconds", sum(handed_over) as "handedOver",
      sum(seconds_p50 * handed_over) / nullif(sum(handed_over), 0) as "secondsP50", max(seconds_p95) as "secondsP95"
    from queue_sample
    where grain = ${scale.grain} and at >= ${from} ${service === undefined ? sql`` : sql`and service = ${service}`}
    group by 1, 2, 3 order by 1, 2, 3`.execute(queries)
  return { steps, queues: queuesOf(rows, stepsWithout(marks.rows, steps.length)) }
}

/** The place of a sample among the steps. */
export function stepOf({ stepMilliseconds }: HistoryScale, from: Date) {
  return sql`floor(extract(epoch from at - ${from}::timestamptz) * 1000 / ${stepMilliseconds}::float8)::integer`
}

/** Of a queue of which there is no sample. */
function stepsWithout(marks: readonly Mark[], count: number): readonly QueueStep[] {
  const looked = new Map(marks.map((mark) => [mark.step, mark.looked]))
  return Array.from({ length: count }, (_, step) => ({
    ...(looked.get(step) ? NONE : NOT_KNOWN),
    ...(looked.has(step) ? IDLE : { ...IDLE, handedOver: null }),
  }))
}

function queuesOf(rows: readonly Row[], idle: readonly QueueStep[]): readonly QueueHistory[] {
  const queues = new Map<string, { readonly first: Row; readonly steps: QueueStep[] }>()
  for (const row of rows) {
    const key = `${row.service} ${row.environment}`
    const queue = queues.get(key) ?? { first: row, steps: [...idle] }
    queues.set(key, queue)
    const { service, environment, step, ...values } = row
    const without = idle[step]
    if (without) queue.steps[step] = { ...values, ...(without.waiting === null && NOT_KNOWN) }
  }
  return [...queues.values()].map(({ first: { service, environment }, steps }) => ({ service, environment, steps }))
}
