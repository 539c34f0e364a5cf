import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPattern, matchesPattern } from '../../../src/endpoints/ftp/name-pattern.ts'

test.each([
  ['*', 'FO.1', true],
  ['*', '', true],
  ['?', '', false],
  ['FO.*', 'FO.1', true],
  ['FO.*', 'FS.1', false],
  ['*.1', 'FO.DMFA.1.1', true],
  ['F?.1', 'FO.1', true],
  ['F?.1', 'F.1', false],
  ['a*b*c', 'aXbXbXc', true],
  ['a*b*c', 'aXbX', false],
  ['[a]', 'a', false],
  ['fo', 'FO', false],
])('%s and %s', (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected)
})

test('it is as if every way were tried', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
  fc.assert(
    fc.property(text, text, (pattern, name) => {
      expect(matchesPattern(pattern, name)).toBe(naive(pattern, name))
    }),
    { numRuns: 3000 },
  )
})

test('a pattern made to take long does not', () => {
  expect(matchesPattern(`${'*a'.repeat(1000)}b`, 'a'.repeat(4000))).toBe(false)
})

test('a name without stars and question marks is none', () => {
  expect(['a', '-la', '[a]', 'a*', '?'].map(isPattern)).toEqual([false, false, false, true, true])
})

function naive(pattern: string, name: string): boolean {
  const [first] = pattern
  if (first === undefined) return name === ''
  if (first === '*') return naive(pattern.slice(1), name) || (name !== '' && naive(pattern, name.slice(1)))
  return name !== '' && (first === '?' || first === name[0]) && naive(pattern.slice(1), name.slice(1))
}
