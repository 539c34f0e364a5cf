import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Coverage } from '../../src/spool/coverage.ts'

test('case S14: a file is whole exactly when every byte below its size was written', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), fc.nat(45), (changes, size) => {
      const coverage = new Coverage()
      let written = new Set<number>()
      for (const change of changes) {
        if ('cut' in change) {
          coverage.cut(change.cut)
          written = new Set([...written].filter((byte) => byte < change.cut))
        } else {
          coverage.add(change.from, change.from + change.length)
          for (let byte = change.from; byte < change.from + change.length; byte++) written.add(byte)
        }
      }
      const whole = Array.from({ length: size }, (_, byte) => byte).every((byte) => written.has(byte))
      expect(coverage.isWhole(size)).toBe(whole)
    }),
    { numRuns: 500 },
  )
})

test('a client that writes a file in crumbs is noticed before they fill the memory', () => {
  const coverage = new Coverage()
  for (let crumb = 0; crumb < 65_536; crumb++) coverage.add(crumb * 2, crumb * 2 + 1)
  expect(coverage.isScattered).toBe(false)
  coverage.add(1_000_000, 1_000_001)
  expect(coverage.isScattered).toBe(true)
})

const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ from: fc.nat(40), length: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ cut: fc.nat(45) }) },
)
