import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../src/batch/languages.ts'
import { TEXTS } from '../../src/console/texts.ts'
import type { Texts } from '../../src/http/language.ts'

const ROOT = join(import.meta.dirname, '..', '..', 'src')
const ALL = Object.entries<Readonly<Record<string, string>>>(TEXTS)
/** Where the console's own refusals are made. */
const OURS = ['console', 'identity/operators', 'registry/operators']

test('every text can be read, and names the same values in every language', () => {
  const uneven = ALL.flatMap(([key, text]) => {
    const named = LANGUAGES.map((language) => valuesIn(text[language] ?? ''))
    return new Set(named).size === 1 ? [] : [{ key, named }]
  })
  expect(uneven).toEqual([])
})

test('no text is empty, and none has a straight apostrophe, which would quote braces', () => {
  const bad = ALL.filter(([, text]) =>
    LANGUAGES.some((language) => !text[language]?.trim() || text[language].includes("'")),
  )
  expect(bad.map(([key]) => key)).toEqual([])
})

test('no key stands in two areas, and every area is joined', async () => {
  const keys: string[] = []
  for (const folder of ['http', 'console'].map((name) => join(ROOT, name, 'texts'))) {
    for (const file of readdirSync(folder)) {
      const exported = Object.values((await import(join(folder, file))) as Record<string, Texts>)
      keys.push(...exported.flatMap((texts) => Object.keys(texts)))
    }
  }
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  expect(keys.toSorted()).toEqual(ALL.map(([key]) => key).toSorted())
})

test('no text of the console is there that nobody says', () => {
  const sources = sourcesIn(join(ROOT, 'console')).join('\n')
  const refusals = sourcesIn(ROOT).join('\n')
  const unused = ownKeys().filter((key) => {
    const refused = /^refusal\.(\w+)\./.exec(key)?.[1]
    if (refused) return !refusals.includes(`'${refused}'`)
    const isDone = key.startsWith('done.') && sources.includes(`done: '${key.slice('done.'.length)}'`)
    const isPutTogether = sources.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`)
    return !sources.includes(`'${key}'`) && !isDone && !isPutTogether && !key.startsWith('failure.')
  })
  expect(unused).toEqual([])
})

test('every refusal of the console is told in every language', () => {
  const keys = OURS.flatMap((folder) => sourcesIn(join(ROOT, folder))).flatMap((text) =>
    [...text.matchAll(/\{\s*key: '(\w+)',?\s*(?:\}|values\b)/g)].map(([, key = '']) => key),
  )
  const texts = [...new Set(keys)].flatMap((key) => [`refusal.${key}.cause`, `refusal.${key}.remedy`])
  expect([texts.length > 10, texts.filter((key) => !Object.hasOwn(TEXTS, key))]).toEqual([true, []])
})

/** Of its own files, without those that the portal says too. */
function ownKeys(): string[] {
  const texts = sourcesIn(join(ROOT, 'console', 'texts'), /$/).join('\n')
  return ALL.map(([key]) => key).filter((key) => texts.includes(`'${key}'`))
}

function valuesIn(message: string): string {
  const names = new Set<string>()
  const visit = (parts: readonly unknown[]) => {
    for (const part of parts as { type: number; value?: string; options?: Record<string, { value: unknown[] }> }[]) {
      if (part.type !== 0 && part.type !== 7 && part.value !== undefined) names.add(part.value)
      for (const option of Object.values(part.options ?? {})) visit(option.value)
    }
  }
  visit(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
  return [...names].sort().join()
}

function sourcesIn(folder: string, files = /^(?!.*texts\/).*$/): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && files.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
}
