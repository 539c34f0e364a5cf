/** The table of queues: what waits now, beside how it went. */
import type { Environment } from '../../batch/environment.ts'
import { type OpenQueue, oldestOf } from '../../ledger/watch/open-queues.ts'
import type { QueueHistories } from '../../ledger/watch/queue-history.ts'
import type { BreakerState, FlowHistory, QueuesNow, WatchedService } from './watch.ts'

export type QueueRow = Pick<OpenQueue, 'environment' | 'counts' | 'ages'> & {
  readonly oldestSince: Date | null
  /** Of the last minutes; null when nobody counted. */
  readonly perMinute: number | null
  readonly curve: readonly (number | null)[]
  readonly state: 'open' | 'paused' | 'heldBack' | 'trial'
}

export type ServiceRows = {
  readonly service: string
  /** Null for one that is no longer configured and still has something waiting. */
  readonly configured: WatchedService | null
  readonly rows: readonly QueueRow[]
}

export type QueueTable = {
  /** Those with something to tell. */
  readonly services: readonly ServiceRows[]
  /** Codes of the others. */
  readonly idle: readonly string[]
}

const ORDER: readonly Environment[] = ['R', 'T', 'S']
const NONE = { waiting: 0, active: 0, retrying: 0, inDoubt: 0, parked: 0 }

/** `history`: null while it cannot be read. A row that has no traffic and is not held up is left out, and with `isWhole` none is. */
export function queueTable(
  services: readonly WatchedService[],
  now: QueuesNow,
  history: FlowHistory | null,
  isWhole = false,
): QueueTable {
  const known = services.map(({ code }) => code)
  const strays = [...new Set(now.queues.map(({ service }) => service))].filter((code) => !known.includes(code))
  const all = [...known, ...strays].map((code) => {
    const configured = services.find((service) => service.code === code) ?? null
    const rows = ORDER.flatMap((environment) => {
      const row = rowOf(code, environment, now, history)
      const isOffered = configured?.environments.includes(environment) ?? false
      return hasTraffic(row) || (isOffered && (isWhole || row.state !== 'open')) ? [row] : []
    })
    return { service: code, configured, rows }
  })
  return {
    services: all.filter(({ rows }) => rows.length > 0),
    idle: all.flatMap(({ service, rows }) => (rows.length === 0 ? [service] : [])),
  }
}

function rowOf(service: string, environment: Environment, now: QueuesNow, history: FlowHistory | null): QueueRow {
  const isThis = (one: { readonly service: string; readonly environment: Environment }) =>
    one.service === service && one.environment === environment
  const queue = now.queues.find(isThis)
  const isPaused = now.paused.some((paused) => paused.service === service)
  return {
    ...{ environment, counts: queue?.counts ?? NONE, ages: queue?.ages ?? [] },
    oldestSince: queue ? oldestOf(queue) : null,
    perMinute: paceOf(history?.pace, isThis),
    curve: history?.curves.queues.find(isThis)?.steps.map(({ waiting }) => waiting) ?? [],
    state: isPaused ? 'paused' : stateOf(now.breakers.find(isThis)),
  }
}

function stateOf(breaker: BreakerState | undefined): QueueRow['state'] {
  if (breaker?.state === 'open') return 'heldBack'
  return breaker?.state === 'halfOpen' ? 'trial' : 'open'
}

function paceOf(
  pace: QueueHistories | undefined,
  isThis: (queue: { readonly service: string; readonly environment: Environment }) => boolean,
): number | null {
  if (!pace) return null
  const counts = pace.queues.find(isThis)?.steps.flatMap(({ handedOver }) => handedOver ?? [])
  if (counts === undefined) return 0
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0) / counts.length
}

function hasTraffic({ counts, perMinute, curve }: QueueRow): boolean {
  return (
    Object.values(counts).some((count) => count > 0) || (perMinute ?? 0) > 0 || curve.some((point) => (point ?? 0) > 0)
  )
}

export type QueueSums = {
  readonly counts: OpenQueue['counts']
  /** Those that are neither parked nor over. */
  readonly open: number
  readonly oldestSince: Date | null
  readonly ages: readonly number[]
  readonly perMinute: number
}

/** Of all rows together. */
export function sumsOf(rows: readonly QueueRow[]): QueueSums {
  const sum = (of: (row: QueueRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const counts = {
    ...{ waiting: sum((row) => row.counts.waiting), active: sum((row) => row.counts.active) },
    ...{ retrying: sum((row) => row.counts.retrying), inDoubt: sum((row) => row.counts.inDoubt) },
    parked: sum((row) => row.counts.parked),
  }
  const oldest = rows.flatMap(({ oldestSince }) => oldestSince?.getTime() ?? [])
  return {
    counts,
    open: counts.waiting + counts.active + counts.retrying + counts.inDoubt,
    oldestSince: oldest.length === 0 ? null : new Date(Math.min(...oldest)),
    ages: Array.from({ length: 7 }, (_, age) => sum((row) => row.ages[age] ?? 0)),
    perMinute: sum((row) => row.perMinute ?? 0),
  }
}
