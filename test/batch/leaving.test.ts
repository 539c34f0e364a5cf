import { describe, expect, test } from 'vitest'
import { firstLookDays, leavingOf, type StandingAnswer } from '../../src/batch/leaving.ts'

const RULES = { outDays: 60, noticeDays: [14, 3] }
const day = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 86_400_000)

describe('rule 23.1: an answer leaves its OUT folder', () => {
  test.each<[string, Partial<StandingAnswer>, number, ReturnType<typeof leavingOf>]>([
    ['read: stays until its days are over', { isTaken: true }, 59.9, { do: 'stay' }],
    ['read: leaves then, and nobody need be told', { isTaken: true }, 60, { do: 'leave' }],
    ['unread: stays quietly at first', {}, 45.9, { do: 'stay' }],
    ['unread: is told of two weeks before', {}, 46, { do: 'tell', days: 14, leavesAt: day(60) }],
    ['told of once: waits for the second notice', { noticeDays: 14, leavesAt: day(60) }, 56.9, { do: 'stay' }],
    [
      'told of once: is told of again',
      { noticeDays: 14, leavesAt: day(60) },
      57,
      { do: 'tell', days: 3, leavesAt: day(60) },
    ],
    ['told of twice: stays to the promised day', { noticeDays: 3, leavesAt: day(60) }, 59.9, { do: 'stay' }],
    ['told of twice: leaves then', { noticeDays: 3, leavesAt: day(60) }, 60, { do: 'leave' }],
    [
      'found too late: the notice comes first, with all its days',
      {},
      200,
      { do: 'tell', days: 14, leavesAt: day(214) },
    ],
    [
      'found too late: no notice is left out',
      { noticeDays: 14, leavesAt: day(214) },
      300,
      { do: 'tell', days: 3, leavesAt: day(303) },
    ],
    ['found too late: leaves when the last notice says', { noticeDays: 3, leavesAt: day(303) }, 302.9, { do: 'stay' }],
    [
      'read after the notices: its usual days count',
      { noticeDays: 3, leavesAt: day(303), isTaken: true },
      302,
      { do: 'leave' },
    ],
  ])('%s', (_, standing, today, leaving) => {
    const answer = { publishedAt: day(0), isTaken: false, noticeDays: null, leavesAt: null, ...standing }
    expect(leavingOf(answer, RULES, day(today))).toEqual(leaving)
  })

  test('notices longer than its stay do not count, and it is first looked at when something may be due', () => {
    const rules = { outDays: 10, noticeDays: [14, 3] }
    const answer = { publishedAt: day(0), isTaken: false, noticeDays: null, leavesAt: null }
    expect([leavingOf(answer, rules, day(7)), firstLookDays(rules), firstLookDays(RULES)]).toEqual([
      { do: 'tell', days: 3, leavesAt: day(10) },
      7,
      46,
    ])
  })
})
