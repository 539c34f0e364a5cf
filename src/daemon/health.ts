import type { Health, HealthCheck } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import type { Books } from '../ledger/books.ts'
import { databaseTime } from '../ledger/tickets.ts'
import type { Queues } from '../queues/queues.ts'
import type { Spool } from '../spool/spool.ts'

const SKEW_SECONDS_MAX = 120

type Dependencies = {
  readonly database: Pick<Database, 'queries'>
  readonly spool: Pick<Spool, 'freeBytes' | 'isSuspect'>
  readonly queues: Pick<Queues, 'health'> | null
  /** The last count of the books; null before the first. Counting takes longer than a look may. */
  readonly books: () => Books | null
}

/** What the gateway needs, one look each. The queues may be away: judging and answering go on (decision 0004). */
export function readinessOf({ database, spool, queues, books }: Dependencies): Readonly<Record<string, HealthCheck>> {
  return {
    async database() {
      const skewSeconds = Math.abs((await databaseTime(database.queries)).getTime() - Date.now()) / 1000
      if (skewSeconds <= SKEW_SECONDS_MAX) return UP
      return {
        state: 'degraded',
        detail: `the database's clock differs by ${Math.round(skewSeconds)} s; correct the clocks`,
      }
    },
    async spool() {
      await spool.freeBytes()
      if (!spool.isSuspect) return UP
      return { state: 'degraded', detail: 'a write to the disk failed; look at the disk, then restart' }
    },
    async books() {
      const { imbalance = 0, misfits = [] } = books() ?? {}
      if (imbalance === 0) return UP
      const detail = `${imbalance} files are nowhere, of submissions ${misfits.slice(0, 5).join(' ')}`
      return { state: 'degraded', detail }
    },
    ...(queues ? { queues: () => queueHealth(queues) } : {}),
  }
}

async function queueHealth(queues: Pick<Queues, 'health'>): Promise<Health> {
  const { problem } = await queues.health()
  return problem ? { state: 'degraded', detail: `${problem.cause} ${problem.remedy}` } : UP
}

const UP: Health = { state: 'up' }
