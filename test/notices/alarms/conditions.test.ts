import { expect, test } from 'vitest'
import { type Condition, conditionsOf, type Measured } from '../../../src/notices/alarms/conditions.ts'

const QUIET: Measured = {
  ...{ parkedSubmissions: 0, handOvers: [], answers: [], paused: [], misplaced: 0, ill: [], certificates: [] },
  ...{
    unchainedSeconds: 0,
    silent: [],
    awaitingRevocation: { sets: 0, oldestSeconds: 0 },
    readers: [],
    clocks: [],
    restorations: [],
  },
}
const READS = { readsPerHour: 20, mostReadsPerHour: 200 }
const THRESHOLDS = {
  oldestMinutes: 30,
  answerMinutes: 15,
  revocationMinutes: 30,
  pausedHours: 4,
  certificateDays: 30,
  clockSeconds: 120,
  ...READS,
}
const [ANNA, BERT, CARL] = ['anna', 'bert', 'carl'].map((name) => `operator:${name}@console`) as [
  string,
  string,
  string,
]
const DMFA = { service: 'DMFA', environment: 'R', parked: 0, longInDoubt: 0, oldestSeconds: 0 } as const

test.each<[string, Partial<Measured>, Condition[]]>([
  ['nothing', {}, []],
  [
    'what is just within its bounds',
    {
      handOvers: [{ ...DMFA, oldestSeconds: 1800 }],
      paused: [{ service: 'DIMN', seconds: 14_400, reason: 'rest' }],
      certificates: [{ name: 'tls', daysLeft: 31 }],
      unchainedSeconds: 60,
      awaitingRevocation: { sets: 9, oldestSeconds: 1800 },
    },
    [],
  ],
  [
    'rule 31.12: a restored database that nobody has looked into',
    { restorations: [{ backup: '20261127T0300Z', since: new Date(0), madeAgain: 2, toDo: 3 }] },
    [
      {
        ...{ kind: 'restoreOpen', subject: '20261127T0300Z', severity: 'critical' },
        values: { since: '1970-01-01T00:00:00.000Z', madeAgain: 2, toDo: 3 },
      },
    ],
  ],
  [
    'parked sets',
    { parkedSubmissions: 2 },
    [{ kind: 'submissionsParked', subject: '', severity: 'critical', values: { count: 2 } }],
  ],
  [
    'parked hand-overs',
    { handOvers: [{ ...DMFA, parked: 3 }] },
    [{ kind: 'deliveriesParked', subject: 'DMFA R', severity: 'critical', values: { count: 3 } }],
  ],
  [
    'long doubt',
    { handOvers: [{ ...DMFA, environment: 'S', longInDoubt: 1 }] },
    [{ kind: 'deliveriesInDoubt', subject: 'DMFA S', severity: 'warning', values: { count: 1 } }],
  ],
  [
    'a service that takes nothing',
    { handOvers: [{ ...DMFA, oldestSeconds: 1861 }] },
    [{ kind: 'deliveriesLate', subject: 'DMFA R', severity: 'critical', values: { minutes: 31 } }],
  ],
  [
    'answers that are not published, and ones that are on their way',
    {
      answers: [
        { service: 'DMFA', environment: 'R', waiting: 4, oldestSeconds: 961, error: 'no key' },
        { service: 'DMFA', environment: 'T', waiting: 1, oldestSeconds: 901, error: null },
        { service: 'DIMN', environment: 'R', waiting: 9000, oldestSeconds: 900, error: null },
      ],
    },
    [
      {
        ...{ kind: 'answersLate', subject: 'DMFA R', severity: 'critical' },
        values: { count: 4, minutes: 16, error: 'no key' },
      },
      {
        ...{ kind: 'answersLate', subject: 'DMFA T', severity: 'critical' },
        values: { count: 1, minutes: 15, error: '–' },
      },
    ],
  ],
  [
    'sets whose signer nobody vouches for',
    { awaitingRevocation: { sets: 3, oldestSeconds: 1861 } },
    [{ kind: 'revocationUnanswered', subject: '', severity: 'critical', values: { count: 3, minutes: 31 } }],
  ],
  [
    'a forgotten pause',
    { paused: [{ service: 'DIMN', seconds: 18_001, reason: 'move' }] },
    [{ kind: 'servicePaused', subject: 'DIMN', severity: 'warning', values: { hours: 5, reason: 'move' } }],
  ],
  [
    'lost files',
    { misplaced: 1 },
    [{ kind: 'filesMisplaced', subject: '', severity: 'critical', values: { count: 1 } }],
  ],
  [
    'ill dependencies',
    {
      ill: [
        { node: 'a', name: 'queues', state: 'degraded', detail: 'slow' },
        { node: 'b', name: 'spool', state: 'down', detail: 'gone' },
      ],
    },
    [
      { kind: 'dependencyDown', subject: 'b spool', severity: 'critical', values: { detail: 'gone' } },
      { kind: 'dependencyDegraded', subject: 'a queues', severity: 'warning', values: { detail: 'slow' } },
    ],
  ],
  [
    'ending certificates',
    {
      certificates: [
        { name: 'tls', daysLeft: 30 },
        { name: 'acknowledgement', daysLeft: 7 },
      ],
    },
    [
      { kind: 'certificateEnding', subject: 'tls', severity: 'warning', values: { days: 30 } },
      { kind: 'certificateEnding', subject: 'acknowledgement', severity: 'critical', values: { days: 7 } },
    ],
  ],
  [
    'an audit without a chainer',
    { unchainedSeconds: 125 },
    [{ kind: 'auditUnchained', subject: '', severity: 'warning', values: { minutes: 2 } }],
  ],
  [
    'a process that died',
    { silent: [{ node: 'a', pid: 7, seconds: 90 }] },
    [{ kind: 'processSilent', subject: 'a 7', severity: 'critical', values: { minutes: 1 } }],
  ],
  [
    'clocks that differ, one that is just within its bounds, and a step that two processes saw (rule 32.3)',
    {
      clocks: [
        { node: 'a', skewSeconds: 120, steppedSeconds: -86_400.4 },
        { node: 'b', skewSeconds: -120.6, steppedSeconds: -86_400 },
      ],
    },
    [
      { kind: 'clockWrong', subject: 'b', severity: 'critical', values: { seconds: -121 } },
      { kind: 'clockStepped', subject: '', severity: 'critical', values: { seconds: -86_400 } },
    ],
  ],
])('rule 27.1: of %s', (_, measured, conditions) => {
  expect(conditionsOf({ ...QUIET, ...measured }, THRESHOLDS)).toEqual(conditions)
})

test('rule 27.8: one operator who reads many contents is an alarm of his own, urgent where no more are allowed', () => {
  const readers = [
    { reader: ANNA, reads: 20 },
    { reader: BERT, reads: 21 },
    { reader: CARL, reads: 200 },
  ]
  expect(conditionsOf({ ...QUIET, readers }, THRESHOLDS)).toEqual([
    { kind: 'manyReads', subject: BERT, severity: 'warning', values: { count: 21 } },
    { kind: 'manyReads', subject: CARL, severity: 'critical', values: { count: 200 } },
  ])
  const few = { ...THRESHOLDS, mostReadsPerHour: 5 }
  expect(conditionsOf({ ...QUIET, readers: [{ reader: ANNA, reads: 5 }] }, few)).toMatchObject([
    { severity: 'critical' },
  ])
})
