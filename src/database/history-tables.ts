import type { Generated } from 'kysely'

/** What plots are drawn from; `grain`: `minute` or `hour`. */
export type HistoryTables = {
  history_mark: { grain: string; at: Date; looked: boolean }
  queue_sample: Sample & {
    service: string
    environment: string
    waiting: Generated<number>
    active: Generated<number>
    retrying: Generated<number>
    in_doubt: Generated<number>
    parked: Generated<number>
    oldest_seconds: Generated<number>
    handed_over: Generated<number>
    seconds_p50: number | null
    seconds_p95: number | null
  }
  verdict_sample: Sample & { environment: string; code: number; sets: number }
  intake_sample: Sample & { environment: string; channel: string; files: number; bytes: number }
  session_sample: Sample & { channel: string; network: string; sessions: number }
}

type Sample = { grain: string; at: Date }
