import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLabel } from '../../src/registry/labels.ts'

test('a name is one line of at most a hundred characters in any script, and once taken it is taken again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
      const label = parseLabel(text)
      if (!label.ok) {
        expect(label.problem).toMatchObject({ code: 'SLU-NAME', told: { key: 'labelMalformed' } })
        return
      }
      expect([...label.value].length).toBeLessThanOrEqual(100)
      expect(label.value).not.toMatch(/[\p{Cc}\u2028\u2029]|^\s|\s$/u)
      expect(parseLabel(label.value)).toEqual(label)
    }),
  )
})

// biome-ignore format: a table
test.each([
  ['  Lohnbüro 2026 ', 'Lohnbüro 2026'],
  ['',                 ''],
  ['e\u0301',          'é'],
  ['給料課',            '給料課'],
])('%j is kept as %j', (text, kept) => {
  expect(parseLabel(text)).toEqual({ ok: true, value: kept })
})
