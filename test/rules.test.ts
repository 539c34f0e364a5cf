import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const RULES = rulesOf(readFileSync(join(ROOT, 'docs/rules.md'), 'utf8'))

test('every rule that code or tests cite stands in docs/rules.md', () => {
  expect([...citedIn('src'), ...citedIn('test')].filter((rule) => !RULES.includes(rule))).toEqual([])
})

test('every rule is cited by code', () => {
  expect(missingIn('src')).toEqual([])
})

test('every rule is cited by a test', () => {
  expect(missingIn('test')).toEqual([])
})

test('rules are numbered once, chapter by chapter', () => {
  const ordered = RULES.map((rule) => rule.split('.').map(Number)).sort(
    ([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d,
  )
  expect(RULES).toEqual(ordered.map((rule) => rule.join('.')))
  expect(new Set(RULES).size).toBe(RULES.length)
})

test('a rule is seen in its row, and a citation in a sentence', () => {
  expect(rulesOf('| 1.1 | Something holds. |\n| 12.3 | More. | 1.4 |\n1.5 not a row')).toEqual(['1.1', '12.3'])
  expect(citations('rule 1.1: and rule 12.3, but not 4.5 nor rules 1.2')).toEqual(['1.1', '12.3'])
})

function missingIn(folder: string): readonly string[] {
  const cited = new Set(citedIn(folder))
  return RULES.filter((rule) => !cited.has(rule))
}

function citedIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && path !== 'rules.test.ts')
    .flatMap((path) => citations(readFileSync(join(ROOT, folder, path), 'utf8')))
}

function rulesOf(text: string): readonly string[] {
  return [...text.matchAll(/^\| ([0-9]+\.[0-9]+) \|/gm)].map(([, rule = '']) => rule)
}

function citations(text: string): readonly string[] {
  return [...text.matchAll(/\brule ([0-9]+\.[0-9]+)/g)].map(([, rule = '']) => rule)
}
