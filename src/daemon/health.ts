import type { Health, HealthCheck } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import type { FolderEndpoint } from '../endpoints/folder/folder-endpoint.ts'
import type { Books } from '../ledger/books.ts'
import { databaseTime } from '../ledger/tickets.ts'
import type { Queues } from '../queues/queues.ts'
import type { Answers } from '../services/answers/create-answers.ts'
import type { Spool } from '../spool/spool.ts'
import type { ClockState } from './clock-state.ts'

const SHOWN_MAX = 5

type SeenClock = Pick<ClockState, 'skewSeconds' | 'steppedSeconds'> & { readonly clockSeconds: number }

type Dependencies = {
  readonly database: Pick<Database, 'queries'>
  /** As it is now, and how much is too much (`alarms.clockSeconds`). */
  readonly clock: () => SeenClock
  readonly spool: Pick<Spool, 'assertWritable' | 'freeBytes' | 'isSuspect'>
  /** `limits.diskReserveBytes`, as it is now. */
  readonly diskReserveBytes: () => number
  readonly queues: Pick<Queues, 'health'> | null
  readonly folders: Pick<FolderEndpoint, 'problems'> | null
  /** Of the folders in which services put their answers. */
  readonly answers: Pick<Answers, 'problems'> | null
  /** The last count of the books; null before the first. Counting takes longer than a look may. */
  readonly books: () => Books | null
  /** Null where the self-test is off. */
  readonly selfTest?: HealthCheck | null
  /** Of what tells it itself: what signs and stamps answers, the copy of the audit. */
  readonly others?: Readonly<Record<string, HealthCheck>>
}

/** What the gateway needs, one look each. The queues may be away: judging and answering go on (decision 0004). */
export function readinessOf(dependencies: Dependencies): Readonly<Record<string, HealthCheck>> {
  const { database, queues, books, folders, answers, selfTest, others } = dependencies
  return {
    async database() {
      await databaseTime(database.queries)
      return UP
    },
    clock: async () => clockHealth(dependencies.clock()),
    spool: () => spoolHealth(dependencies),
    async books() {
      const { imbalance = 0, misfits = [] } = books() ?? {}
      if (imbalance === 0) return UP
      const detail = `${imbalance} files are nowhere, of submissions ${misfits.slice(0, SHOWN_MAX).join(' ')}`
      return { state: 'degraded', detail }
    },
    ...(folders ? { folders: async () => folderHealth(folders) } : {}),
    ...(answers ? { answerFolders: async () => folderHealth(answers) } : {}),
    ...(queues ? { queues: () => queueHealth(queues) } : {}),
    ...others,
    ...(selfTest ? { selfTest } : {}),
  }
}

/** rule 32.3. */
function clockHealth({ skewSeconds, steppedSeconds, clockSeconds }: SeenClock): Health {
  if (Math.abs(skewSeconds) > clockSeconds) {
    const detail = `the machine's clock differs from the database's by ${Math.round(skewSeconds)} s; correct the clocks`
    return { state: 'degraded', detail }
  }
  if (Math.abs(steppedSeconds) <= clockSeconds) return UP
  const detail = `the database's clock stepped by ${Math.round(steppedSeconds)} s; correct it if it is wrong`
  return { state: 'degraded', detail }
}

/** Without a writable spool nothing can be taken in or answered; below the reserve, answers still can (case D3). */
async function spoolHealth({ spool, diskReserveBytes }: Dependencies): Promise<Health> {
  await spool.assertWritable()
  if (spool.isSuspect)
    return { state: 'degraded', detail: 'a write to the disk failed; look at the disk, then restart' }
  const freeBytes = await spool.freeBytes()
  if (freeBytes >= diskReserveBytes()) return UP
  const detail = `only ${freeBytes} bytes are free, less than limits.diskReserveBytes: uploads are refused; make room`
  return { state: 'degraded', detail }
}

async function queueHealth(queues: Pick<Queues, 'health'>): Promise<Health> {
  const { problem } = await queues.health()
  return problem ? { state: 'degraded', detail: `${problem.cause} ${problem.remedy}` } : UP
}

/** One share that is away holds up one sender or service and not the gateway. */
function folderHealth(folders: { problems(): readonly string[] }): Health {
  const problems = folders.problems()
  return problems.length === 0 ? UP : { state: 'degraded', detail: problems.slice(0, SHOWN_MAX).join(' ') }
}

const UP: Health = { state: 'up' }
