/** What needs a person, worst first. Decided from what was read; whoever shows it finds the words. */
import type { Environment } from '../../batch/environment.ts'
import type { WaitingAnswers } from '../../ledger/answers/waiting-answers.ts'
import type { Books } from '../../ledger/books.ts'
import type { OpenQueue } from '../../ledger/watch/open-queues.ts'
import type { ParkedSets } from '../../ledger/watch/parked-sets.ts'
import type { HealthNow, OwnCertificate, QueuesNow } from './watch.ts'

/** In this order: what may be lost, what stands still, what will. */
export type Need =
  | { readonly kind: 'imbalance'; readonly files: number; readonly submissions: readonly string[] }
  | { readonly kind: 'down'; readonly dependency: string; readonly node: string; readonly detail: string }
  | { readonly kind: 'silent'; readonly node: string; readonly pid: number; readonly since: Date }
  | ({ readonly kind: 'parkedSets' } & ParkedSets)
  | { readonly kind: 'parked'; readonly count: number; readonly since: Date; readonly queue: QueueName }
  | { readonly kind: 'inDoubt'; readonly count: number; readonly since: Date; readonly queue: QueueName }
  | {
      readonly kind: 'breaker'
      readonly queue: QueueName
      readonly since: Date
      readonly failures: number
      readonly error: string | null
    }
  | {
      readonly kind: 'answers'
      readonly queue: QueueName
      readonly count: number
      readonly since: Date
      readonly error: string
    }
  | {
      readonly kind: 'paused'
      readonly service: string
      readonly since: Date
      readonly actor: string
      readonly reason: string
      readonly waiting: number
    }
  | { readonly kind: 'degraded'; readonly dependency: string; readonly node: string; readonly detail: string }
  | { readonly kind: 'selfTest'; readonly channel: string; readonly since: Date | null; readonly error: string | null }
  | ({ readonly kind: 'certificate' } & OwnCertificate)

export type NeedKind = Need['kind']
export type QueueName = { readonly service: string; readonly environment: Environment }

export type NeedFacts = {
  readonly queues: QueuesNow | null
  readonly health: HealthNow | null
  readonly books: Books | null
  readonly now: Date
}

const DAY = 86_400_000
/** A certificate of ours that ends sooner is for a person. */
export const CERTIFICATE_DAYS = 30
/** A process reports every other second. */
export const SILENT_SECONDS = 15

const ORDER: readonly NeedKind[] = [
  ...(['imbalance', 'down', 'silent', 'parkedSets', 'parked', 'inDoubt', 'breaker'] as const),
  ...(['answers', 'paused', 'degraded'] as const),
  ...(['selfTest', 'certificate'] as const),
]

/** rule 24.7: all of it, in the order of what it costs; among equals what waits longest goes first. */
export function needsPerson({ queues, health, books, now }: NeedFacts): readonly Need[] {
  const needs = [...needsOfBooks(books), ...(queues ? needsOfQueues(queues) : []), ...needsOfHealth(health, now)]
  const rank = (need: Need) => ORDER.indexOf(need.kind)
  return needs.sort((one, other) => rank(one) - rank(other) || sinceOf(one) - sinceOf(other))
}

function sinceOf(need: Need): number {
  if ('oldestSince' in need) return need.oldestSince.getTime()
  if ('notAfter' in need) return need.notAfter.getTime()
  return 'since' in need ? (need.since?.getTime() ?? 0) : 0
}

function needsOfBooks(books: Books | null): Need[] {
  if (!books || books.imbalance === 0) return []
  return [{ kind: 'imbalance', files: books.imbalance, submissions: books.misfits }]
}

function needsOfQueues({ queues, paused, breakers, parkedSets, answers }: QueuesNow): Need[] {
  const open = breakers.filter(({ state }) => state === 'open')
  return [
    ...(parkedSets ? [{ kind: 'parkedSets' as const, ...parkedSets }] : []),
    ...queues.flatMap((queue) => stuck('parked', queue)),
    ...queues.flatMap((queue) => stuck('inDoubt', queue)),
    ...open.map(({ service, environment, since, failures, lastError }) => ({
      ...{ kind: 'breaker' as const, queue: { service, environment }, since, failures, error: lastError },
    })),
    ...answers.flatMap(unpublished),
    ...paused.map(({ service, pausedAt, actor, reason }) => ({
      ...{ kind: 'paused' as const, service, since: pausedAt, actor, reason, waiting: waitingOf(queues, service) },
    })),
  ]
}

function stuck(kind: 'parked' | 'inDoubt', queue: OpenQueue): Need[] {
  const { service, environment, counts, oldestSince } = queue
  const since = oldestSince[kind]
  return since ? [{ kind, count: counts[kind], since, queue: { service, environment } }] : []
}

/** What only waits for its turn needs nobody. */
function unpublished({ service, environment, failed, oldestSince, error }: WaitingAnswers): Need[] {
  if (failed === 0) return []
  return [{ kind: 'answers', queue: { service, environment }, count: failed, since: oldestSince, error: error ?? '–' }]
}

function waitingOf(queues: readonly OpenQueue[], service: string): number {
  const own = queues.filter((queue) => queue.service === service)
  return own.reduce((sum, { counts }) => sum + counts.waiting + counts.retrying, 0)
}

function needsOfHealth(health: HealthNow | null, now: Date): Need[] {
  if (!health) return []
  const { processes, certificates, selfTests } = health
  const silent = processes.filter(({ seenAt }) => now.getTime() - seenAt.getTime() > SILENT_SECONDS * 1000)
  const ending = certificates.filter(({ notAfter }) => notAfter.getTime() - now.getTime() < CERTIFICATE_DAYS * DAY)
  return [
    ...silent.map(({ node, pid, seenAt }) => ({ kind: 'silent' as const, node, pid, since: seenAt })),
    ...processes.filter((process) => !silent.includes(process)).flatMap(needsOfProcess),
    ...selfTests
      .filter(({ error }) => error !== null)
      .map(({ channel, lastGreenAt, error }) => ({ kind: 'selfTest' as const, channel, since: lastGreenAt, error })),
    ...ending.map((certificate) => ({ kind: 'certificate' as const, ...certificate })),
  ]
}

/** The books are told by themselves. */
function needsOfProcess({ node, health }: HealthNow['processes'][number]): Need[] {
  return dependenciesOf(health).flatMap(({ name, state, detail }) => {
    if (state === 'up' || name === 'books') return []
    return [{ kind: state, dependency: name, node, detail }]
  })
}

export type Dependency = {
  readonly name: string
  readonly state: 'up' | 'degraded' | 'down'
  readonly detail: string
}

/** What a process last said of what it needs; what is not as we write it is left out, for it may be of another version. */
export function dependenciesOf(health: Readonly<Record<string, unknown>>): readonly Dependency[] {
  return Object.entries(Object(health.dependencies) as Record<string, unknown>).flatMap(([name, told]) => {
    const { state, detail } = Object(told) as { state?: unknown; detail?: unknown }
    if (state !== 'up' && state !== 'degraded' && state !== 'down') return []
    return [{ name, state, detail: typeof detail === 'string' ? detail : '' }]
  })
}
