import { expect, test } from 'vitest'
import { timelineOf } from '../../src/console/operations/find/timeline.ts'

type Whole = Parameters<typeof timelineOf>[0]

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 3, 11, second))

function attempt(
  second: number,
  came: 'retrying' | 'inDoubt' | 'parked',
  attempts: number,
  error = 'full',
  service = 'DMFA',
) {
  return { at: at(second), event: `delivery.${came}`, detail: { service, attempts, error } }
}

function whole(...events: readonly object[]): Whole {
  return {
    found: { files: [], facts: {}, events },
    origins: new Map(),
    fetched: [],
    acts: [],
  } as unknown as Whole
}

test('attempts that failed one after the other for the same reason are one entry, from the first to the last', () => {
  const told = timelineOf(
    whole(
      attempt(1, 'retrying', 1, 'cannot be reached'),
      attempt(2, 'retrying', 2),
      attempt(3, 'retrying', 3),
      attempt(4, 'retrying', 4),
      attempt(5, 'parked', 5),
    ),
  )
  expect(told).toEqual([
    { at: at(1), kind: 'retrying', what: 'DMFA · #1', detail: 'cannot be reached' },
    { at: at(2), kind: 'retrying', what: 'DMFA · #2–#4', detail: 'full', until: at(4) },
    { at: at(5), kind: 'deliveryParked', what: 'DMFA · #5', detail: 'full' },
  ])
})

test('what differs in reason, outcome, service or number stays an entry of its own', () => {
  const told = timelineOf(
    whole(
      attempt(1, 'retrying', 1),
      attempt(2, 'inDoubt', 2),
      attempt(3, 'retrying', 3, 'busy'),
      attempt(4, 'retrying', 4, 'busy', 'DIMN'),
      attempt(5, 'retrying', 1, 'busy', 'DIMN'),
      { at: at(6), event: 'go.repeated', detail: {} },
      { at: at(7), event: 'something.new', detail: { attempts: 3 } },
    ),
  )
  expect(told.map(({ kind, what, until }) => [kind, what, until])).toEqual([
    ['retrying', 'DMFA · #1', undefined],
    ['inDoubt', 'DMFA · #2', undefined],
    ['retrying', 'DMFA · #3', undefined],
    ['retrying', 'DIMN · #4', undefined],
    ['retrying', 'DIMN · #1', undefined],
    ['goRepeated', '', undefined],
    ['other', 'something.new', undefined],
  ])
})
