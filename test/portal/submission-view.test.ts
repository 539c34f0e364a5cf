import { expect, test } from 'vitest'
import type { FoundSubmission } from '../../src/ledger/find.ts'
import { seenOf, setKeyOf } from '../../src/portal/submission-view.ts'

const AT = new Date('2026-11-23T09:00:00Z')
const RAW_KEY = 'IN/DMFA.123456.20261123.00001.R'
const OPEN = { facts: {}, deliveries: [], parkedAt: null, closedAt: null, awaitsRevocation: null }
const NOTHING = { facts: {}, deliveriesDone: false, isParked: false, awaitsRevocationSince: null, isWithdrawn: false }

const found = (told: object) => ({ ...OPEN, routable: true, rawKey: RAW_KEY, ...told }) as unknown as FoundSubmission
const deliveries = (...states: readonly string[]) => ({ deliveries: states.map((state) => ({ state })) })
const cancelled = { facts: { cancellation: { at: AT } }, closedAt: AT }

test.each<[string, object, object]>([
  ['nothing happened yet', {}, {}],
  ['an authority is asked for', { awaitsRevocation: { since: AT, certificate: '00' } }, { awaitsRevocationSince: AT }],
  ['it waits for a person', { parkedAt: AT }, { isParked: true }],
  ['all its files were taken back', { closedAt: AT }, { isWithdrawn: true }],
  ['it was cancelled', cancelled, { facts: cancelled.facts }],
  ['one hand-over of two is over', deliveries('delivered', 'waiting'), {}],
  ['both are over', deliveries('delivered', 'refused'), { deliveriesDone: true }],
])('what is seen of a set: %s', (_, told, seen) => {
  expect(seenOf(found(told))).toEqual({ ...NOTHING, ...seen })
})

test.each([
  [
    'the verdict confirmed it',
    { facts: { verdict: { setKey: 'DMFA.123456.20261123.00002.R' } } },
    'DMFA.123456.20261123.00002.R',
  ],
  ['its names tell it', {}, 'DMFA.123456.20261123.00001.R'],
  ['its name tells no set', { routable: false, rawKey: 'letter.txt' }, 'letter.txt'],
])('the key of a set when %s', (_, told, key) => {
  expect(setKeyOf(found(told))).toBe(key)
})
