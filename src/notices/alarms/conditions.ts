/** rule 27.1: what a person has to be called for. One table, from what was measured to what is the matter; pure. */
import type { Environment } from '../../batch/environment.ts'
import type { Reader } from '../../registry/contents-reads.ts'

/** Of one service in one environment. */
export type OpenHandOvers = {
  readonly service: string
  readonly environment: Environment
  readonly parked: number
  /** In doubt for longer than `inDoubtMinutes`. */
  readonly longInDoubt: number
  /** Age of the oldest that is neither over nor parked; 0 without one. */
  readonly oldestSeconds: number
}

/** Of one service in one environment: answers that nobody can fetch yet. */
export type WaitingAnswers = {
  readonly service: string
  readonly environment: Environment
  readonly waiting: number
  /** Since the oldest came, or was owed. */
  readonly oldestSeconds: number
  /** Why, if it was tried. */
  readonly error: string | null
}

/** What a process of the gateway says of something that it needs and that is not as it should be. */
export type IllDependency = {
  readonly node: string
  readonly name: string
  readonly state: 'degraded' | 'down'
  readonly detail: string
}

/** What a process says of the clocks. */
export type SeenClock = { readonly node: string; readonly skewSeconds: number; readonly steppedSeconds: number }

export type Measured = {
  readonly parkedSubmissions: number
  readonly handOvers: readonly OpenHandOvers[]
  readonly answers: readonly WaitingAnswers[]
  readonly paused: readonly { readonly service: string; readonly seconds: number; readonly reason: string }[]
  /** Sets that wait for revocation data of their signer's certificate. */
  readonly awaitingRevocation: { readonly sets: number; readonly oldestSeconds: number }
  /** Accepted files that are nowhere. */
  readonly misplaced: number
  readonly ill: readonly IllDependency[]
  /** Our own: the TLS pair, the key of the answers. */
  readonly certificates: readonly { readonly name: string; readonly daysLeft: number }[]
  /** Since the oldest entry of the audit that is not chained; 0 without one. */
  readonly unchainedSeconds: number
  /** Processes that said nothing lately and did not end properly. */
  readonly silent: readonly { readonly node: string; readonly pid: number; readonly seconds: number }[]
  /** Backups that were put back and that nobody has acknowledged. */
  readonly restorations: readonly {
    readonly backup: string
    readonly since: Date
    readonly madeAgain: number
    readonly toDo: number
  }[]
  /** Operators who read contents of declarations within the last hour. */
  readonly readers: readonly Reader[]
  readonly clocks: readonly SeenClock[]
}

export type AlarmThresholds = {
  readonly oldestMinutes: number
  readonly answerMinutes: number
  readonly revocationMinutes: number
  readonly pausedHours: number
  readonly certificateDays: number
  readonly clockSeconds: number
  readonly readsPerHour: number
  readonly mostReadsPerHour: number
}

export type Severity = 'warning' | 'critical'

export type AlarmKind =
  | 'submissionsParked'
  | 'deliveriesParked'
  | 'deliveriesInDoubt'
  | 'deliveriesLate'
  | 'answersLate'
  | 'revocationUnanswered'
  | 'servicePaused'
  | 'filesMisplaced'
  | 'dependencyDown'
  | 'dependencyDegraded'
  | 'certificateEnding'
  | 'auditUnchained'
  | 'processSilent'
  | 'manyReads'
  | 'clockWrong'
  | 'clockStepped'
  | 'restoreOpen'

export type Condition = {
  readonly kind: AlarmKind
  /** What it is about among those of its kind: `DMFA R`, `node-1 spool`; empty where there is one only. */
  readonly subject: string
  readonly severity: Severity
  readonly values: Readonly<Record<string, string | number>>
}

const CERTIFICATE_CRITICAL_DAYS = 7
const UNCHAINED_SECONDS = 60
const HOUR = 3600
const MINUTE = 60

type Look = (measured: Measured, thresholds: AlarmThresholds) => readonly Condition[]

// biome-ignore format: a table
const LOOKS: readonly Look[] = [
  ({ parkedSubmissions: count }) => (count > 0 ? [condition('submissionsParked', '', 'critical', { count })] : []),
  ({ handOvers }) => handOvers.filter(({ parked }) => parked > 0).map((one) => condition('deliveriesParked', placeOf(one), 'critical', { count: one.parked })),
  ({ handOvers }) => handOvers.filter(({ longInDoubt }) => longInDoubt > 0).map((one) => condition('deliveriesInDoubt', placeOf(one), 'warning', { count: one.longInDoubt })),
  ({ handOvers }, { oldestMinutes }) => handOvers.filter(({ oldestSeconds }) => oldestSeconds > oldestMinutes * MINUTE).map((one) => condition('deliveriesLate', placeOf(one), 'critical', { minutes: Math.floor(one.oldestSeconds / MINUTE) })),
  ({ answers }, { answerMinutes }) => answers.filter(({ oldestSeconds }) => oldestSeconds > answerMinutes * MINUTE).map((one) => condition('answersLate', placeOf(one), 'critical', { count: one.waiting, minutes: Math.floor(one.oldestSeconds / MINUTE), error: one.error ?? '–' })),
  ({ awaitingRevocation: { sets: count, oldestSeconds } }, { revocationMinutes }) => (oldestSeconds > revocationMinutes * MINUTE ? [condition('revocationUnanswered', '', 'critical', { count, minutes: Math.floor(oldestSeconds / MINUTE) })] : []),
  ({ paused }, { pausedHours }) => paused.filter(({ seconds }) => seconds > pausedHours * HOUR).map(({ service, seconds, reason }) => condition('servicePaused', service, 'warning', { hours: Math.floor(seconds / HOUR), reason })),
  ({ misplaced: count }) => (count > 0 ? [condition('filesMisplaced', '', 'critical', { count })] : []),
  ({ ill }) => ill.filter(({ state }) => state === 'down').map(({ node, name, detail }) => condition('dependencyDown', `${node} ${name}`, 'critical', { detail })),
  ({ ill }) => ill.filter(({ state }) => state === 'degraded').map(({ node, name, detail }) => condition('dependencyDegraded', `${node} ${name}`, 'warning', { detail })),
  ({ certificates }, { certificateDays }) => certificates.filter(({ daysLeft }) => daysLeft <= certificateDays).map(({ name, daysLeft: days }) => condition('certificateEnding', name, days <= CERTIFICATE_CRITICAL_DAYS ? 'critical' : 'warning', { days })),
  ({ unchainedSeconds: seconds }) => (seconds > UNCHAINED_SECONDS ? [condition('auditUnchained', '', 'warning', { minutes: Math.floor(seconds / MINUTE) })] : []),
  ({ silent }) => silent.map(({ node, pid, seconds }) => condition('processSilent', `${node} ${pid}`, 'critical', { minutes: Math.floor(seconds / MINUTE) })),
  // rule 31.12
  ({ restorations }) => restorations.map(({ backup, since, madeAgain, toDo }) => condition('restoreOpen', backup, 'critical', { since: since.toISOString(), madeAgain, toDo })),
  // rule 27.8: urgent when no more are allowed, also where that is set below the other
  ({ readers }, { readsPerHour, mostReadsPerHour: most }) => readers.filter(({ reads }) => reads > readsPerHour || reads >= most).map(({ reader, reads: count }) => condition('manyReads', reader, count >= most ? 'critical' : 'warning', { count })),
  // rule 32.3
  ({ clocks }, { clockSeconds }) => clocks.filter(({ skewSeconds }) => Math.abs(skewSeconds) > clockSeconds).map(({ node, skewSeconds }) => condition('clockWrong', node, 'critical', { seconds: Math.round(skewSeconds) })),
  ({ clocks }, { clockSeconds }) => clocks.filter(({ steppedSeconds }) => Math.abs(steppedSeconds) > clockSeconds).slice(0, 1).map(({ steppedSeconds }) => condition('clockStepped', '', 'critical', { seconds: Math.round(steppedSeconds) })),
]

export function conditionsOf(measured: Measured, thresholds: AlarmThresholds): readonly Condition[] {
  return LOOKS.flatMap((look) => look(measured, thresholds))
}

/** Names an alarm as long as it lasts. */
export function keyOf({ kind, subject }: Pick<Condition, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`.trimEnd()
}

function condition(kind: AlarmKind, subject: string, severity: Severity, values: Condition['values']): Condition {
  return { kind, subject, severity, values }
}

function placeOf({ service, environment }: Pick<OpenHandOvers, 'service' | 'environment'>): string {
  return `${service} ${environment}`
}
