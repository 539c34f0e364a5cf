import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TARGETS } from './targets.ts'

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const rowsOf = (heading: RegExp): readonly (readonly string[])[] => {
  const lines = README.split('\n')
  const from = lines.findIndex((line) => heading.test(line))
  const table = lines.slice(from + 2)
  return table.slice(0, table.indexOf('')).map((line) => line.slice(2, -2).split(' | '))
}

test('the page of the public suites says what the targets say', () => {
  const rows = TARGETS.map(({ suite, folder, accepted, refused, exceptions, target }) => {
    const count = exceptions.reduce((sum, { cases }) => sum + cases.length, 0)
    return [suite, `\`${folder}\``, `${accepted}`, `${refused}`, `${count}`, target]
  })
  expect(rowsOf(/^\| suite \|/)).toEqual(rows)
})

test('the counts of a target add up, and every exception has its reason', () => {
  for (const { suite, accepted, refused, found, exceptions } of TARGETS) {
    const counted = Object.values(found).reduce((sum, count) => sum + count, 0)
    expect([suite, counted]).toEqual([suite, accepted + refused])
    for (const { found: words, because, cases } of exceptions) {
      expect([suite, cases.length <= (found[words] ?? 0)]).toEqual([suite, true])
      expect(because).toMatch(/\b(?:decision \d+|RFC \d+|X\.690|rule \d+\.\d+|question marks)\b/)
    }
  }
})

test('every case C1 to C27 is tested where the page says', () => {
  const rows = rowsOf(/^\| case \|/).map(([cases = '', , tests = '']) => ({ cases: cases.split(', '), tests }))
  const listed = rows.flatMap(({ cases }) => cases).sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)))
  const all = Array.from({ length: 27 }, (_, index) => `C${index + 1}`)
  expect(listed).toEqual(all.filter((name) => name !== 'C23'))
  for (const { cases, tests } of rows) {
    const texts = [...tests.matchAll(/`([^`]+)`/g)].map(([, path]) =>
      readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'),
    )
    for (const name of cases) {
      const isCited = texts.some((text) => new RegExp(`\\b${name}\\b`).test(text))
      expect([name, isCited]).toEqual([name, true])
    }
  }
})
