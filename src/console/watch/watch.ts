/** What the watching pages of the console show, read for all of them together. */
import type { Log } from '../../base/log.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Language } from '../../batch/languages.ts'
import type { Queries } from '../../database/database.ts'
import { type WaitingAnswers, waitingAnswers } from '../../ledger/answers/waiting-answers.ts'
import type { Books } from '../../ledger/books.ts'
import { type PausedService, pausedServices } from '../../ledger/delivery-control.ts'
import { type RunningProcess, runningProcesses } from '../../ledger/processes.ts'
import {
  type ChannelIntake,
  intakeHistory,
  type SessionHistory,
  sessionHistory,
  type VerdictCount,
  verdictCounts,
} from '../../ledger/watch/flow-history.ts'
import type { Happening } from '../../ledger/watch/happenings.ts'
import {
  CURVE_SCALES,
  HISTORY_SPANS,
  type HistorySpan,
  PACE_SCALE,
  PLOT_SCALES,
} from '../../ledger/watch/history-steps.ts'
import { type OpenQueue, openQueues } from '../../ledger/watch/open-queues.ts'
import { type ParkedSets, parkedSets } from '../../ledger/watch/parked-sets.ts'
import { type QueueHistories, queueHistories } from '../../ledger/watch/queue-history.ts'
import { lineOfService, type ServiceLine } from '../../ledger/watch/service-line.ts'
import type { SessionCount } from '../../ledger/watch/write-history.ts'
import { type SharedPart, sharedPart } from './shared-part.ts'
import { createTail } from './tail.ts'

/** An online service as its page shows it; all of it is configuration. */
export type WatchedService = {
  readonly code: string
  readonly labels: Readonly<Record<Language, string>>
  readonly environments: readonly Environment[]
  /** How it is reached, without secrets: `directory /srv/dmfa`. */
  readonly target: string
  readonly retry: { readonly firstSeconds: number; readonly lastSeconds: number; readonly attempts: number }
  readonly rate: number
  readonly concurrency: number
}

/** Of the breaker before a target: `open` lets nothing through, `halfOpen` one to try. */
export type BreakerState = {
  readonly service: string
  readonly environment: Environment
  readonly state: 'closed' | 'open' | 'halfOpen'
  readonly since: Date
  readonly failures: number
  readonly openUntil: Date | null
  readonly lastError: string | null
}

/** A certificate of ours. */
export type OwnCertificate = { readonly name: string; readonly notAfter: Date }

/** Whether the gateway's own set went through, by channel. */
export type SelfTest = { readonly channel: string; readonly lastGreenAt: Date | null; readonly error: string | null }

/** What others know; each is asked no more often than the parts are read. */
export type WatchSources = {
  readonly services: () => readonly WatchedService[]
  /** The last count of this process, with its time; null before the first. */
  readonly books: () => { readonly books: Books; readonly at: Date } | null
  readonly breakers: (queries: Queries) => Promise<readonly BreakerState[]>
  readonly sessions: (queries: Queries) => Promise<readonly SessionCount[]>
  readonly certificates: () => Promise<readonly OwnCertificate[]>
  readonly selfTests: (queries: Queries) => Promise<readonly SelfTest[]>
  readonly tailEvents: () => number
}

/** What is not over, and what holds it up. */
export type QueuesNow = {
  readonly queues: readonly OpenQueue[]
  readonly paused: readonly PausedService[]
  readonly breakers: readonly BreakerState[]
  readonly parkedSets: ParkedSets | null
  /** Of online services, that nobody can fetch yet. */
  readonly answers: readonly WaitingAnswers[]
}

export type FlowHistory = {
  readonly curves: QueueHistories
  /** Of the last minutes, for the pace. */
  readonly pace: QueueHistories
  readonly verdicts: readonly VerdictCount[]
  readonly intake: readonly ChannelIntake[]
  readonly sessions: readonly SessionHistory[]
}

export type HealthNow = {
  readonly processes: readonly RunningProcess[]
  readonly certificates: readonly OwnCertificate[]
  readonly selfTests: readonly SelfTest[]
}

export type Watch = Pick<WatchSources, 'services' | 'books'> & {
  readonly queues: SharedPart<QueuesNow>
  readonly health: SharedPart<HealthNow>
  readonly sessions: SharedPart<readonly SessionCount[]>
  readonly history: (span: HistorySpan) => SharedPart<FlowHistory>
  /** Of one service that is configured. */
  readonly course: (service: string, span: HistorySpan) => SharedPart<QueueHistories>
  readonly line: (service: string) => SharedPart<ServiceLine>
  readonly tail: SharedPart<readonly Happening[]>
}

type Under = {
  readonly queries: Queries
  readonly sources: WatchSources
  readonly now: () => Date
  readonly log: Log
}

const [NOW, LINE, HISTORY] = [2000, 5000, 15_000] as const
/** A process that said nothing for so long is shown no more. */
const PROCESS_SECONDS = 3600

export function createWatch({ queries, sources, now, log }: Under): Watch {
  const part = <Value>(name: string, freshMilliseconds: number, read: () => Promise<Value>) =>
    sharedPart({ name, freshMilliseconds, read, now, log })
  const histories = new Map(
    HISTORY_SPANS.map((span) => [span, part(`history.${span}`, HISTORY, () => readHistory(queries, span, now()))]),
  )
  const known = new Map<string, SharedPart<never>>()
  /** The names of services are few: those of the configuration. */
  const perName = <Value>(name: string, fresh: number, read: () => Promise<Value>): SharedPart<Value> => {
    const made = known.get(name) ?? part(name, fresh, read)
    known.set(name, made as SharedPart<never>)
    return made as SharedPart<Value>
  }
  return {
    ...{ services: sources.services, books: sources.books },
    queues: part('queues', NOW, async () => ({
      queues: await openQueues(queries),
      paused: await pausedServices(queries),
      breakers: await sources.breakers(queries),
      parkedSets: await parkedSets(queries),
      answers: await waitingAnswers(queries),
    })),
    health: part('health', NOW, async () => ({
      processes: await runningProcesses(queries, PROCESS_SECONDS),
      certificates: await sources.certificates(),
      selfTests: await sources.selfTests(queries),
    })),
    sessions: part('sessions', NOW, () => sources.sessions(queries)),
    history: (span) => histories.get(span) as SharedPart<FlowHistory>,
    course: (service, span) =>
      perName(`course.${service}.${span}`, HISTORY, () => queueHistories(queries, PLOT_SCALES[span], now(), service)),
    line: (service) => perName(`line.${service}`, LINE, () => lineOfService(queries, service)),
    tail: part('tail', NOW, createTail(queries, sources.tailEvents)),
  }
}

async function readHistory(queries: Queries, span: HistorySpan, now: Date): Promise<FlowHistory> {
  return {
    curves: await queueHistories(queries, CURVE_SCALES[span], now),
    pace: await queueHistories(queries, PACE_SCALE, now),
    verdicts: await verdictCounts(queries, PLOT_SCALES[span], now),
    intake: await intakeHistory(queries, PLOT_SCALES[span], now),
    sessions: await sessionHistory(queries, PLOT_SCALES[span], now),
  }
}
