import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTicket, ticketOf } from '../../src/batch/ticket.ts'

test.each([
  ['SLU', 0, 'SLU0000000007'],
  ['SLU', 1, 'SLU0000000015'],
  ['SLU', 35, 'SLU00000000Z8'],
  ['038', 36 ** 9 - 1, '038ZZZZZZZZZV'],
])('the ticket of %s and %d', (prefix, number, ticket) => {
  expect(ticketOf(prefix, number)).toBe(ticket)
})

test('a number beyond nine digits has no ticket', () => {
  expect(() => ticketOf('SLU', 36 ** 9)).toThrow('no ticket has the number')
})

test('decision 13: the check character finds any wrong character, and nearly every swap of neighbours', () => {
  const ticket = fc
    .tuple(fc.stringMatching(/^[0-9A-Z]{3}$/), fc.integer({ min: 0, max: 36 ** 9 - 1 }))
    .map(([prefix, number]) => ticketOf(prefix, number))
  fc.assert(
    fc.property(ticket, fc.nat(12), fc.stringMatching(/^[0-9A-Z]$/), (right, position, character) => {
      const wrong = right.slice(0, position) + character + right.slice(position + 1)
      expect([isTicket(right), isTicket(wrong)]).toEqual([true, wrong === right])
    }),
  )
  fc.assert(
    fc.property(ticket, fc.nat(11), (right, position) => {
      const [one = '', other = ''] = right.slice(position, position + 2)
      const swapped = right.slice(0, position) + other + one + right.slice(position + 2)
      // As with decimal Luhn, only the swap of the first and the last digit passes.
      expect(isTicket(swapped)).toBe(one === other || `${one}${other}` === '0Z' || `${one}${other}` === 'Z0')
    }),
  )
})
