import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDeliverable } from '../../src/notices/message.ts'
import { parseMailAddress } from '../../src/registry/people/person-fields.ts'

test.each([
  ['mail', 'an.janssens+x@example.be', true],
  ['mail', "o'neil@sub.example.be", true],
  ['mail', 'an@example.be, piet@example.be', false],
  ['mail', 'an@example.be,piet@example.be', false],
  ['mail', 'An <an@example.be>', false],
  ['mail', 'an@example.be\r\nBcc: piet@example.be', false],
  ['mail', 'an@example.be\n', false],
  ['mail', 'an', false],
  ['mail', '', false],
  ['sms', '+32470123456', true],
  ['sms', '0470123456', false],
  ['sms', '+32470123456\n', false],
  ['sms', 'an@example.be', false],
] as const)('a %s to %j can be sent: %s', (medium, to, expected) => {
  expect(isDeliverable({ medium, to })).toBe(expected)
})

test('whatever can be sent to by mail is one address on one line', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const to = `${one}@${other}`
      if (isDeliverable({ medium: 'mail', to })) expect(to).toMatch(/^[^\s,;:<>@]+@[^\s,;:<>@]+$/)
    }),
  )
})

test('whatever address is taken from a person can be sent to', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'ab1é.@-_+[](),;:"<>\\ \u202E\u200B') })
  fc.assert(
    fc.property(letters, letters, (one, other) => {
      const taken = parseMailAddress(`${one}@${other}.be`)
      const to = taken.ok ? taken.value : 'an@example.be'
      expect([to, isDeliverable({ medium: 'mail', to })]).toEqual([to, true])
    }),
  )
})
