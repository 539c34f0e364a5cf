import { expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { FoundSubmission } from '../../src/ledger/find.ts'
import { momentsOf } from '../../src/portal/moments.ts'
import { standingOf } from '../../src/portal/standing.ts'

const ANSWER = { date: '20261123', sequence: '00001' }
const ACCEPTED = { envelope: true, verdict: { outcome: 'accepted', answer: ANSWER }, acknowledgement: true } as const
const REJECTED = { ...ACCEPTED, verdict: { outcome: 'rejected', answer: ANSWER } } as const
const HERE = { deliveriesDone: false, isParked: false, awaitsRevocationSince: null, isWithdrawn: false }
const WAITING = { awaitsRevocationSince: new Date(0) }

test.each([
  ['open', { facts: {} }],
  ['parked', { facts: { envelope: true }, isParked: true }],
  ['awaitsRevocation', { facts: { envelope: true }, ...WAITING }],
  ['parked', { facts: { envelope: true }, ...WAITING, isParked: true }],
  ['dispatched', { facts: { ...ACCEPTED, dispatch: true }, ...WAITING }],
  ['dispatched', { facts: { ...ACCEPTED, dispatch: true } }],
  ['parked', { facts: { ...ACCEPTED, dispatch: true }, isParked: true }],
  ['delivered', { facts: { ...ACCEPTED, dispatch: true }, deliveriesDone: true, isParked: true }],
  ['answered', { facts: { ...ACCEPTED, dispatch: true, answer: true }, isParked: true }],
  ['rejected', { facts: REJECTED }],
  ['cancelled', { facts: { cancellation: true }, isParked: true }],
  ['withdrawn', { facts: {}, isWithdrawn: true }],
] as const)('a set stands %s: %o', (standing, seen) => {
  expect(standingOf({ ...HERE, ...seen })).toBe(standing)
})

test('moments are told in the order of time, and what tells a sender nothing is left out', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 14, 0, second))
  const iso = (second: number) => at(second).toISOString()
  const file = { sha256: sha256('x'), bytes: 1, state: 'received', overLimit: false, channel: 'ftp', principal: 'p' }
  const found: FoundSubmission = {
    ...{
      submissionId: 'a',
      sender: '123456',
      environment: 'R',
      rawKey: 'IN/x',
      routable: true,
      parkedReason: null,
      contentsRemovedAt: null,
    },
    ...{ openedAt: at(1), goAt: at(2), sealedAt: at(3), parkedAt: null, closedAt: at(9) },
    files: [{ ...file, fileId: '1', name: 'GO.x', receivedAt: at(2), via: 'folder' }],
    facts: {
      envelope: { why: 'expired', sealedAt: iso(3) } as never,
      verdict: { outcome: 'rejected', judgedAt: iso(4) } as never,
      acknowledgement: { name: 'FO.x', publishedAt: iso(5), document: null, signature: null },
    },
    deliveries: [
      { service: 'DMFA', state: 'refused', attempts: 3, lastError: 'x', createdAt: at(5), finishedAt: at(6) },
      { service: 'DIMN', state: 'waiting', attempts: 0, lastError: null, createdAt: at(5), finishedAt: null },
    ],
    events: [
      { at: at(8), event: 'cancellation.tooLate', detail: {} },
      { at: at(1), event: 'delivery.retrying', detail: {} },
      { at: at(9), event: 'answer.published', detail: { name: 'FO.y' } },
      { at: at(10), event: 'answer.repeated', detail: { name: 'FO.y' } },
    ],
    answers: [
      { name: 'FO.x', sha256: 'a', bytes: 1, publishedAt: at(5), deletedAt: at(7), expiredAt: null, fetchedAt: null },
      { name: 'GO.x', sha256: null, bytes: 0, publishedAt: at(5), deletedAt: at(7), expiredAt: null, fetchedAt: null },
    ],
  }
  expect(momentsOf(found)).toEqual([
    { at: at(2), kind: 'received', name: 'GO.x', channel: 'ftp', via: 'folder' },
    { at: at(3), kind: 'deadline' },
    { at: at(4), kind: 'rejected' },
    { at: at(5), kind: 'answered' },
    { at: at(6), kind: 'refused', service: 'DMFA' },
    { at: at(7), kind: 'taken' },
    { at: at(8), kind: 'tdTooLate' },
    { at: at(9), kind: 'serviceAnswered', name: 'FO.y' },
    { at: at(10), kind: 'repeated', name: 'FO.y' },
  ])
})
