import { expect, test } from 'vitest'
import { type NeedFacts, needsPerson } from '../../../src/console/watch/needs.ts'
import { queueTable, sumsOf } from '../../../src/console/watch/queue-rows.ts'
import { joined } from '../../../src/console/watch/tail.ts'
import { readTailFilter, shownOf } from '../../../src/console/watch/tail-filter.ts'
import { verdictMix } from '../../../src/console/watch/verdict-mix.ts'
import type { BreakerState, HealthNow, QueuesNow, WatchedService } from '../../../src/console/watch/watch.ts'
import { PLACES } from '../../../src/ledger/books.ts'
import type { Happening } from '../../../src/ledger/watch/happenings.ts'
import type { OpenQueue } from '../../../src/ledger/watch/open-queues.ts'

const NOW = new Date('2026-11-23T14:00:00Z')
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)
const NONE = { waiting: 0, active: 0, retrying: 0, inDoubt: 0, parked: 0 }
const queue = (others: Partial<OpenQueue>): OpenQueue => ({
  ...{ service: 'DMFA', environment: 'R', counts: NONE, oldestSince: {}, ages: [0, 0, 0, 0, 0, 0, 0] },
  ...others,
})
const QUIET: QueuesNow = { queues: [], paused: [], breakers: [], parkedSets: null, answers: [] }
const WELL: HealthNow = { processes: [], certificates: [], selfTests: [] }
const EMPTY = Object.fromEntries(PLACES.map((place) => [place, 0])) as Record<(typeof PLACES)[number], number>
const process = (others: object) => ({
  ...{ processId: 'p', node: 'gate-1', pid: 7, version: '1', roles: [], addresses: {}, health: {} },
  ...{ startedAt: ago(900), seenAt: ago(1) },
  ...others,
})
const kinds = (facts: Partial<NeedFacts>) =>
  needsPerson({ queues: QUIET, health: WELL, books: null, now: NOW, ...facts }).map(({ kind }) => kind)

test('rule 24.7 nothing needs a person when all is well, or when nothing is known', () => {
  const balanced = { imbalance: 0, misfits: [], places: EMPTY }
  expect([kinds({ books: balanced }), kinds({ queues: null, health: null })]).toEqual([[], []])
})

test('rule 24.7 what needs a person comes worst first, and what waits longest first among equals', () => {
  const needs = needsPerson({
    now: NOW,
    books: { imbalance: 2, misfits: ['x'], places: EMPTY },
    queues: {
      queues: [
        queue({ counts: { ...NONE, inDoubt: 2, waiting: 5 }, oldestSince: { inDoubt: ago(50), waiting: ago(9) } }),
        queue({ service: 'DIMN', counts: { ...NONE, parked: 1 }, oldestSince: { parked: ago(60) } }),
        queue({ service: 'WECH', counts: { ...NONE, parked: 3 }, oldestSince: { parked: ago(90) } }),
      ],
      paused: [{ service: 'DMFA', pausedAt: ago(5), reason: 'why', actor: 'ann' }],
      breakers: [
        { ...BREAKER, state: 'open' },
        { ...BREAKER, state: 'closed', service: 'DIMN' },
      ],
      parkedSets: { sets: 4, oldestSince: ago(9), reason: 'corrupt' },
      answers: [
        { ...ANSWERS, failed: 0, error: null },
        { ...ANSWERS, service: 'DIMN', failed: 2, error: 'no key' },
      ],
    },
    health: {
      certificates: [
        { name: 'tls', notAfter: ago(-86_400 * 31) },
        { name: 'answer', notAfter: ago(-86_400 * 29) },
      ],
      selfTests: [
        { channel: 'sftp', lastGreenAt: ago(90), error: 'no answer' },
        { channel: 'web', lastGreenAt: ago(9), error: null },
      ],
      processes: [
        process({ health: HEALTH }),
        process({ node: 'gate-2', seenAt: ago(16), health: HEALTH }),
        process({ node: 'odd', health: { dependencies: { database: 'fine', spool: { state: 'strange' } } } }),
      ],
    },
  })
  expect(needs).toEqual([
    { kind: 'imbalance', files: 2, submissions: ['x'] },
    { kind: 'down', dependency: 'spool', node: 'gate-1', detail: 'full' },
    { kind: 'silent', node: 'gate-2', pid: 7, since: ago(16) },
    { kind: 'parkedSets', sets: 4, oldestSince: ago(9), reason: 'corrupt' },
    { kind: 'parked', count: 3, since: ago(90), queue: { service: 'WECH', environment: 'R' } },
    { kind: 'parked', count: 1, since: ago(60), queue: { service: 'DIMN', environment: 'R' } },
    { kind: 'inDoubt', count: 2, since: ago(50), queue: { service: 'DMFA', environment: 'R' } },
    { kind: 'breaker', queue: { service: 'DMFA', environment: 'R' }, since: ago(3), failures: 9, error: 'gone' },
    { kind: 'answers', queue: { service: 'DIMN', environment: 'R' }, count: 2, since: ago(70), error: 'no key' },
    { kind: 'paused', service: 'DMFA', since: ago(5), actor: 'ann', reason: 'why', waiting: 5 },
    { kind: 'degraded', dependency: 'queues', node: 'gate-1', detail: 'forgets' },
    { kind: 'selfTest', channel: 'sftp', since: ago(90), error: 'no answer' },
    { kind: 'certificate', name: 'answer', notAfter: ago(-86_400 * 29) },
  ])
})

test('the table of queues has what moves, and names the rest; a service that is gone keeps its row while something waits', () => {
  const now: QueuesNow = {
    ...QUIET,
    queues: [
      queue({ environment: 'T', counts: { ...NONE, waiting: 2, active: 1 }, oldestSince: { waiting: ago(40) } }),
      queue({ service: 'GONE', counts: { ...NONE, parked: 1 }, oldestSince: { parked: ago(99) } }),
    ],
    breakers: [{ ...BREAKER, environment: 'T', state: 'halfOpen' }],
  }
  const { services, idle } = queueTable([service('DMFA'), service('DIMN')], now, null)
  expect(
    services.map(({ service: code, configured, rows }) => [
      code,
      configured?.code,
      rows.map((row) => [row.environment, row.state, row.oldestSince]),
    ]),
  ).toEqual([
    ['DMFA', 'DMFA', [['T', 'trial', ago(40)]]],
    ['GONE', undefined, [['R', 'open', null]]],
  ])
  expect(idle).toEqual(['DIMN'])
  const whole = queueTable([service('DMFA'), service('DIMN')], now, null, true)
  expect(whole.services.map(({ rows }) => rows.map(({ environment }) => environment))).toEqual([
    ['R', 'T', 'S'],
    ['R', 'T', 'S'],
    ['R'],
  ])
  const sums = sumsOf(services.flatMap(({ rows }) => rows))
  expect([sums.counts, sums.open, sums.oldestSince]).toEqual([
    { ...NONE, waiting: 2, active: 1, parked: 1 },
    3,
    ago(40),
  ])
})

test('a paused service keeps its rows without traffic', () => {
  const paused = [{ service: 'DIMN', pausedAt: ago(5), reason: 'why', actor: 'ann' }]
  const { services, idle } = queueTable([service('DMFA'), service('DIMN')], { ...QUIET, paused }, null)
  expect([services.map(({ service: code, rows }) => [code, rows.map(({ state }) => state)]), idle]).toEqual([
    [['DIMN', ['paused', 'paused', 'paused']]],
    ['DMFA'],
  ])
})

test('a queue of which nobody counted has no pace, and one that stood still has 0', () => {
  const step = { waiting: 1, inDoubt: 0, parked: 0, oldestSeconds: 1, secondsP50: null, secondsP95: null }
  const pace = (handedOver: readonly (number | null)[]) => ({
    ...{ curves: { steps: [], queues: [] }, verdicts: [], intake: [], sessions: [] },
    pace: {
      steps: [],
      queues: [
        {
          service: 'DMFA',
          environment: 'R' as const,
          steps: handedOver.map((count) => ({ ...step, handedOver: count })),
        },
      ],
    },
  })
  const now = { ...QUIET, queues: [queue({ counts: { ...NONE, waiting: 1 } })] }
  const paceOf = (handedOver: readonly (number | null)[]) =>
    queueTable([service('DMFA')], now, pace(handedOver)).services[0]?.rows[0]?.perMinute
  expect([paceOf([null, 30, 60]), paceOf([null, null]), paceOf([0, 0])]).toEqual([45, null, 0])
})

test('verdicts are mixed over all environments, with the rare codes together', () => {
  const rare = [1, 2, 3, 4, 5, 6, 7, 8].map((code) => ({ environment: 'S' as const, code, sets: 10 - code }))
  const mix = verdictMix([
    { environment: 'R', code: null, sets: 90 },
    { environment: 'T', code: null, sets: 8 },
    { environment: 'R', code: 8, sets: 50 },
    ...rare,
  ])
  expect(mix).toEqual({
    ...{ accepted: 98, judged: 98 + 50 + 44 },
    codes: [
      [8, 52],
      [1, 9],
      [2, 8],
      [3, 7],
      [4, 6],
      [5, 5],
    ].map(([code, sets]) => ({ code, sets })),
    others: { codes: 2, sets: 4 + 3 },
  })
})

test('rule 24.6 the tail tells each event once, the newest first, and is bounded', () => {
  const told = [happening('b', 5), happening('a', 10)]
  const found = [happening('b', 5), happening('c', 7), happening('d', 1)]
  expect(joined(told, found, 3).map(({ key }) => key)).toEqual(['d', 'b', 'c'])
})

test('rule 24.6 what people did is told to those who may act, and a filter that cannot be narrows nothing', () => {
  const all = [
    happening('a', 1, { kind: 'person' }),
    happening('b', 2, { sender: '123456', service: 'DMFA' }),
    happening('c', 3),
  ]
  const keys = (query: string, mayAct = true) =>
    shownOf(all, readTailFilter(new URLSearchParams(query)), mayAct).map(({ key }) => key)
  expect([keys(''), keys('', false), keys('sender=1234'), keys('service=dmfa'), keys('kind=person')]).toEqual([
    ...[['a', 'b', 'c'], ['b', 'c'], ['b'], ['b'], ['a']],
  ])
  expect(keys('sender=x&service=%27&kind=nothing')).toEqual(['a', 'b', 'c'])
})

const ANSWERS = {
  ...{ service: 'DMFA', environment: 'R' as const, waiting: 9, oldestSince: ago(70), oldestSeconds: 70 },
} as const

const BREAKER: Omit<BreakerState, 'state'> = {
  ...{ service: 'DMFA', environment: 'R' as const, since: ago(3), failures: 9, openUntil: null, lastError: 'gone' },
}
const HEALTH = {
  dependencies: {
    ...{ database: { state: 'up' }, books: { state: 'degraded', detail: 'told by itself' } },
    ...{ spool: { state: 'down', detail: 'full' }, queues: { state: 'degraded', detail: 'forgets' } },
  },
}

function service(code: string): WatchedService {
  const labels = { de: code, fr: code, nl: code, en: code }
  const retry = { firstSeconds: 5, lastSeconds: 600, attempts: 300 }
  return { code, labels, environments: ['R', 'T', 'S'], target: 'directory /x', retry, rate: 10, concurrency: 4 }
}

function happening(key: string, agoSeconds: number, others: Partial<Happening> = {}): Happening {
  return {
    ...{ key, at: ago(agoSeconds), kind: 'event', event: 'x', detail: '' },
    ...{ submissionId: null, sender: null, environment: null, service: null },
    ...others,
  }
}
