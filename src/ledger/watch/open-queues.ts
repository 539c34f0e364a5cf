/** rule 24.3: what waits now, by service and environment; only what is not over is read, however long the history. */
import { sql } from 'kysely'
import type { Environment } from '../../batch/environment.ts'
import type { Queries } from '../../database/database.ts'

export const WATCHED_STATES = ['waiting', 'active', 'retrying', 'inDoubt', 'parked'] as const
export type WatchedState = (typeof WATCHED_STATES)[number]

/** Upper bounds of the classes of age, in seconds; the last class has none. */
export const AGE_BOUNDS = [60, 300, 900, 3600, 21_600, 86_400] as const

export type OpenQueue = {
  readonly service: string
  readonly environment: Environment
  readonly counts: Readonly<Record<WatchedState, number>>
  /** When the oldest of each state was accepted; states without any are absent. */
  readonly oldestSince: Readonly<Partial<Record<WatchedState, Date>>>
  /** How many are how old, one more than `AGE_BOUNDS`; what is parked waits for a person and is not among them. */
  readonly ages: readonly number[]
}

type Row = {
  readonly service: string
  readonly environment: Environment
  readonly state: WatchedState
  /** 0 is the oldest class. */
  readonly youth: number
  readonly count: number
  readonly oldest: Date
}

/** In order of service and environment; those in which nothing is open are absent. The states are written out so that their index fits. */
export async function openQueues(queries: Queries): Promise<readonly OpenQueue[]> {
  const bounds = AGE_BOUNDS.toReversed().map((seconds) => sql`now() - make_interval(secs => ${seconds})`)
  const { rows } = await sql<Row>`
    select service, environment, state, width_bucket(created_at, array[${sql.join(bounds)}]) as youth, count(*) as count,
      min(created_at) as oldest
    from delivery where state in ('waiting', 'active', 'retrying', 'inDoubt', 'parked')
    group by 1, 2, 3, 4 order by service, ${environmentOrder}`.execute(queries)
  const queues = new Map<string, Row[]>()
  for (const row of rows) {
    const key = `${row.service} ${row.environment}`
    queues.set(key, [...(queues.get(key) ?? []), row])
  }
  return [...queues.values()].map(queueOf)
}

/** Production first. */
export const environmentOrder = sql`array_position(array['R', 'T', 'S'], environment)`

function queueOf(parts: readonly Row[]): OpenQueue {
  const counts = { waiting: 0, active: 0, retrying: 0, inDoubt: 0, parked: 0 }
  const oldestSince: Partial<Record<WatchedState, Date>> = {}
  const ages = Array.from({ length: AGE_BOUNDS.length + 1 }, () => 0)
  for (const { state, youth, count, oldest } of parts) {
    counts[state] += count
    if (oldest < (oldestSince[state] ?? NEVER)) oldestSince[state] = oldest
    const age = AGE_BOUNDS.length - youth
    if (state !== 'parked') ages[age] = (ages[age] ?? 0) + count
  }
  const [{ service, environment }] = parts as readonly [Row, ...Row[]]
  return { service, environment, counts, oldestSince, ages }
}

const NEVER = new Date(8.64e15)

/** When the oldest that is not parked was accepted. */
export function oldestOf({ oldestSince }: Pick<OpenQueue, 'oldestSince'>): Date | null {
  const moments = WATCHED_STATES.filter((state) => state !== 'parked').flatMap((state) => oldestSince[state] ?? [])
  return moments.length === 0 ? null : new Date(Math.min(...moments.map((moment) => moment.getTime())))
}
