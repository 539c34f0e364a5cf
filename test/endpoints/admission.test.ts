import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SessionCounts, Strangers } from '../../src/endpoints/sessions/admission.ts'

test('of one address the stranger who has been there longest has to go (case S6)', () => {
  const strangers = new Strangers<number>({ strangers: 10, strangersPerAddress: 2 })
  expect([1, 2, 3, 4].map((stranger) => strangers.enter('a', stranger))).toEqual([undefined, undefined, 1, 2])
  expect(strangers.count).toBe(2)
})

test('of all addresses the most crowded one has to give (case S6)', () => {
  const strangers = new Strangers<string>({ strangers: 4, strangersPerAddress: 3 })
  for (const stranger of ['a1', 'b1', 'b2', 'b3']) strangers.enter(stranger.slice(0, 1), stranger)
  expect(strangers.enter('c', 'c1')).toBe('b1')
})

test('of equally crowded addresses the one that came first has to give', () => {
  const strangers = new Strangers<string>({ strangers: 2, strangersPerAddress: 2 })
  strangers.enter('a', 'a1')
  strangers.enter('b', 'b1')
  expect(strangers.enter('c', 'c1')).toBe('a1')
})

test('who left is not asked to leave', () => {
  const strangers = new Strangers<number>({ strangers: 10, strangersPerAddress: 1 })
  strangers.enter('a', 1)
  strangers.leave('a', 1)
  strangers.leave('a', 1)
  expect([strangers.enter('a', 2), strangers.count]).toEqual([undefined, 1])
})

test('there are never more strangers than allowed, and none is forgotten', () => {
  const limits = { strangers: 8, strangersPerAddress: 3 }
  fc.assert(
    fc.property(fc.array(fc.record({ address: fc.nat(5), leaves: fc.boolean() }), { maxLength: 100 }), (steps) => {
      const strangers = new Strangers<number>(limits)
      const inside = new Map<number, string>()
      for (const [stranger, { address, leaves }] of steps.entries()) {
        const [first] = inside
        if (leaves && first) {
          strangers.leave(first[1], first[0])
          inside.delete(first[0])
        }
        inside.set(stranger, `${address}`)
        const evicted = strangers.enter(`${address}`, stranger)
        if (evicted !== undefined) inside.delete(evicted)
        const ofAddress = [...inside.values()].filter((other) => other === `${address}`).length
        expect(strangers.count).toBe(inside.size)
        expect(inside.size).toBeLessThanOrEqual(limits.strangers)
        expect(ofAddress).toBeLessThanOrEqual(limits.strangersPerAddress)
      }
    }),
  )
})

test('sessions are limited in total, by account and by address', () => {
  const counts = new SessionCounts({ sessions: 3, sessionsPerAddress: 2, sessionsPerUser: 2 })
  const enter = (name: string, address: string): boolean => counts.enter({ name, address })
  expect([enter('u', '1'), enter('u', '2'), enter('u', '3')]).toEqual([true, true, false])
  expect([enter('v', '1'), enter('w', '1'), enter('w', '4')]).toEqual([true, false, false])
  counts.leave({ name: 'u', address: '1' })
  expect([enter('w', '1'), counts.count]).toEqual([true, 3])
})
