import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type OpenSet, sealingDecision, signatureIsRequired } from '../../src/batch/sealing.ts'

const LIMITS = { graceSeconds: 10, graceMaxSeconds: 1800, goWaitHours: 24 }
const KEY = 'DMFA.123456.20261123.00001.R'

describe('decision 6', () => {
  test.each<[string, Partial<OpenSet> & { arrivals: Record<string, number> }, object]>([
    ['all members, GO last: sealed', { arrivals: { 'FI.1.1': 1, 'FS.1.1': 2, 'GO.1': 3 } }, seal('complete')],
    ['short names are count 1, part 1', { arrivals: { FI: 1, FS: 2, GO: 3 } }, seal('complete')],
    ['GO first, members complete: sealed', { arrivals: { 'GO.1': 1, 'FI.1.1': 2, 'FS.1.1': 3 } }, seal('complete')],
    ['FS missing: waits for the grace period (A2)', { arrivals: { 'FI.1.1': 1, 'GO.1': 3 } }, wait(13)],
    [
      'FS missing at the deadline: as it is (A3)',
      { arrivals: { 'FI.1.1': 1, 'GO.1': 3 }, now: at(13) },
      seal('deadline'),
    ],
    ['GO alone: waits, then as it is (A6)', { arrivals: { 'GO.1': 3 } }, wait(13)],
    ['no GO: waits a day from the last file', { arrivals: { 'FI.1.1': 1, 'FS.1.1': 3 }, goAt: null }, wait(3 + 86_400)],
    [
      'no GO for a day: expires (A5)',
      { arrivals: { 'FI.1.1': 1 }, goAt: null, lastFileAt: at(1), now: at(86_401) },
      seal('expired'),
    ],
    ['signature not required, GO last: sealed (A4)', optional({ 'FI.1.1': 1, 'GO.1': 3 }), seal('complete')],
    ['signature not required, GO first: it may still come', optional({ 'GO.1': 1, 'FI.1.1': 2 }), wait(11)],
    ['signature not required, GO first, FS there', optional({ 'GO.1': 1, 'FI.1.1': 2, 'FS.1.1': 3 }), seal('complete')],
    ['parts out of order, GO last (A14)', { arrivals: parts([3, 1, 2], 3) }, seal('complete')],
    ['a part is missing (A14)', { arrivals: parts([1, 3], 3) }, wait(20)],
    ['more parts than announced', { arrivals: { ...parts([1, 2], 2), 'GO.1': 20 }, goAt: at(20) }, seal('complete')],
    [
      'an unreadable part number stands for a missing part',
      { arrivals: { 'FI.1.X': 1, 'FS.1.1': 2, 'GO.1': 3 } },
      seal('complete'),
    ],
    [
      'a part number out of range stands for a missing part',
      { arrivals: { 'FI.1.7': 1, 'FS.1.7': 2, 'GO.1': 3 } },
      seal('complete'),
    ],
    [
      'a GO whose own name is wrong announces what its members do',
      { arrivals: { ...parts([1], 2), 'GO.1.1': 20 }, goAt: at(20) },
      wait(30),
    ],
    ['a misnamed TD runs like a GO', { arrivals: { 'FI.1.1': 1, 'FS.1.1': 2, 'TD.1.1': 3 } }, seal('complete')],
    [
      'an upload is open: waits',
      { arrivals: { 'FI.1.1': 1, 'FS.1.1': 2, 'GO.1': 3 }, openUploads: [{ lastByteAt: at(3) }] },
      wait(13),
    ],
    [
      'an upload goes on: its last byte moves the deadline',
      { arrivals: { 'FI.1.1': 1, 'GO.1': 3 }, openUploads: [{ lastByteAt: at(99) }], now: at(100) },
      wait(109),
    ],
    [
      'an upload goes on for ever: sealed after graceMaxSeconds',
      { arrivals: { 'FI.1.1': 1, 'GO.1': 3 }, openUploads: [{ lastByteAt: at(1802) }], now: at(1803) },
      seal('deadline'),
    ],
    [
      'a stalled upload holds nothing up',
      {
        arrivals: { 'FI.1.1': 1, 'FS.1.1': 2, 'GO.1': 30 },
        goAt: at(30),
        openUploads: [{ lastByteAt: at(4) }],
        now: at(30),
      },
      seal('complete'),
    ],
    [
      'a long FI came after its GO: the FS that comes next is waited for',
      { arrivals: { 'GO.1': 1, 'FI.1.1': 40 }, goAt: at(1), lastFileAt: at(40), now: at(40) },
      wait(50),
    ],
    [
      'complete when the optional wait is over',
      { ...optional({ 'GO.1': 1, 'FI.1.1': 2 }), now: at(12) },
      seal('complete'),
    ],
  ])('%s', (_, { arrivals, ...rest }, expected) => {
    expect(sealingDecision(openSet(arrivals, rest), LIMITS)).toEqual(expected)
  })

  test('any order of arrival ends in the same set, sealed once and whole', () => {
    fc.assert(
      fc.property(arrivalOrders, fc.boolean(), ({ names, count }, signatureRequired) => {
        const sealed = sealInOrder(names, signatureRequired)
        expect(sealed).toEqual([...names].sort())
        expect(names.length).toBe(2 * count + 1)
      }),
    )
  })

  test('a set that waits is due at some time, and then it is sealed', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const decision = sealingDecision(set, LIMITS)
        if (decision.do === 'seal') return
        expect(decision.until > set.now).toBe(true)
        expect(sealingDecision({ ...set, now: decision.until }, LIMITS).do).toBe('seal')
      }),
    )
  })
})

test('decisions 10 and 14: signatures are required by environment, never of a sender’s own acknowledgement', () => {
  const required = (key: string, environment: 'R' | 'T' | 'S') => signatureIsRequired(key, environment, ['R', 'T'])
  expect([
    required(`IN/${KEY}`, 'R'),
    required(`INTEST/${KEY}`, 'T'),
    required(`INTEST-S/${KEY}`, 'S'),
    required('IN/ACRF.123456.20261123.00001.R', 'R'),
  ]).toEqual([true, true, false, false])
})

const arrivalOrders = fc.integer({ min: 1, max: 9 }).chain((count) => {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const names = [
    ...numbers.flatMap((n) => [named(`FI.${count}.${n}`), named(`FS.${count}.${n}`)]),
    named(`GO.${count}`),
  ]
  return fc.shuffledSubarray(names, { minLength: names.length }).map((shuffled) => ({ names: shuffled, count }))
})

const anySet = fc
  .record({
    tails: fc.uniqueArray(fc.constantFrom('FI.1.1', 'FS.1.1', 'FI.2.1', 'FI.2.2', 'FS.2.X', 'FI.0.1'), {
      minLength: 1,
    }),
    go: fc.option(fc.constantFrom('GO', 'GO.1', 'GO.2', 'GO.X')),
    uploads: fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 3 }),
    now: fc.integer({ min: 10, max: 5000 }),
    signatureRequired: fc.boolean(),
  })
  .map(({ tails, go, uploads, now, signatureRequired }) =>
    openSet(Object.fromEntries([...tails, ...(go ? [go] : [])].map((tail, index) => [tail, index])), {
      goAt: go ? at(tails.length) : null,
      openUploads: uploads.filter((second) => second <= now).map((second) => ({ lastByteAt: at(second) })),
      now: at(now),
      signatureRequired,
    }),
  )

/** What is sealed when members arrive one by one, each within the grace period of the one before. */
function sealInOrder(names: readonly string[], signatureRequired: boolean): string[] | null {
  const members: { name: string; receivedAt: Date }[] = []
  let goAt: Date | null = null
  for (const [index, name] of names.entries()) {
    const now = at(index / 10)
    members.push({ name, receivedAt: now })
    if (name.startsWith('GO')) goAt = now
    // Uploads of the rest are under way: FS are optional where signatures are not required.
    const openUploads = index < names.length - 1 ? [{ lastByteAt: now }] : []
    const set = { members, goAt, lastFileAt: now, openUploads, signatureRequired, now }
    if (sealingDecision(set, LIMITS).do === 'seal') return members.map((member) => member.name).sort()
  }
  return null
}

function openSet(arrivals: Record<string, number>, rest: Partial<OpenSet>): OpenSet {
  const members = Object.entries(arrivals).map(([tail, second]) => ({ name: named(tail), receivedAt: at(second) }))
  const latest = Math.max(...Object.values(arrivals))
  const go = Object.entries(arrivals).find(([tail]) => tail.startsWith('GO') || tail.startsWith('TD'))
  return {
    members,
    goAt: go ? at(go[1]) : null,
    lastFileAt: at(latest),
    openUploads: [],
    signatureRequired: true,
    now: at(latest),
    ...rest,
  }
}

function parts(numbers: readonly number[], count: number): Record<string, number> {
  const members = numbers.flatMap((n) => [`FI.${count}.${n}`, `FS.${count}.${n}`])
  return Object.fromEntries([...members.map((tail, index) => [tail, index]), [`GO.${count}`, 10]])
}

function optional(arrivals: Record<string, number>) {
  return { arrivals, signatureRequired: false }
}

function named(tail: string): string {
  const [mark, ...numbers] = tail.split('.')
  return [mark, KEY, ...numbers].join('.')
}

function at(second: number): Date {
  return new Date(Date.UTC(2026, 10, 23) + second * 1000)
}

function seal(why: string) {
  return { do: 'seal', why }
}

function wait(second: number) {
  return { do: 'wait', until: at(second) }
}
