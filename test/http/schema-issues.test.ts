import { expect, test } from 'vitest'
import { z } from 'zod'
import { schemaFaults } from '../../src/http/schema-issues.ts'

const schema = z.strictObject({ name: z.string(), counts: z.record(z.string(), z.int()).optional() })

test('what does not fit is told by its path, without its value', () => {
  const { error } = schema.safeParse({ name: 'a', counts: { b: 'secret' }, more: 'secret' })
  expect(schemaFaults(error)).toEqual([
    { kind: 'schemaViolation', name: 'counts.b', detail: expect.not.stringContaining('secret') },
    { kind: 'unknownInput', name: 'more' },
  ])
})

test.each([
  ['unknown members', Object.fromEntries(many((nth) => [`k${nth}`, 1]))],
  ['members that do not fit', { name: 'a', counts: Object.fromEntries(many((nth) => [`k${nth}`, ''])) }],
  ['a member with a very long name', { name: 'a', ['n'.repeat(100_000)]: 1 }],
])('an answer stays short beside %s', (_, input) => {
  const faults = schemaFaults(schema.safeParse(input).error)
  expect([faults.length <= 50, JSON.stringify(faults).length < 20_000]).toEqual([true, true])
})

function many<Value>(make: (nth: number) => Value): Value[] {
  return Array.from({ length: 10_000 }, (_, nth) => make(nth))
}
