import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scriptOf } from '../../../src/services/simulator/script.ts'

test('docs/answers.md tells every sequence that is played in a way of its own, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/answers.md'), 'utf8')
  const told = [...page.matchAll(/^\| `(\d{5})` \|/gm)].map(([, sequence = '']) => sequence)
  const usual = scriptOf('00001', 'DIMN')
  const own = Array.from({ length: 100_000 }, (_, number) => String(number).padStart(5, '0')).filter(
    (sequence) => scriptOf(sequence, 'DIMN') !== usual,
  )
  expect(told).toEqual(own)
})

test('rule 20.12: keys follow what was taken of an original DmfA, and nothing else', () => {
  const keys = ['00001', '90001', '90002', '90006', '90007'].map((sequence) =>
    ['DMFA', 'DIMN'].map((service) => scriptOf(sequence, service).answers.filter(({ what }) => what === 'keys')),
  )
  const soon = { what: 'keys', when: 'soon' }
  expect(keys).toEqual([
    [[soon], []],
    [[{ ...soon, when: 'late' }], []],
    [[], []],
    [[soon], []],
    [[], []],
  ])
})
