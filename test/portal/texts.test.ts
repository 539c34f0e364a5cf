import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../src/batch/languages.ts'
import { TEXTS as CONSOLE_TEXTS } from '../../src/console/texts.ts'
import type { Texts } from '../../src/http/language.ts'
import { TEXTS } from '../../src/portal/texts.ts'
import { ACCOUNT } from '../../src/registry/people/account-states.ts'
import { QUALITY_USER } from '../../src/registry/people/move-user.ts'
import { CERTIFICATE, CHANNEL, ENTERPRISE, QUALITY, SENDER } from '../../src/registry/transitions.ts'

const ROOT = join(import.meta.dirname, '..', '..', 'src')
const ALL = Object.entries<Readonly<Record<string, string>>>(TEXTS)

test('every text can be read, and names the same values in every language', () => {
  const uneven = ALL.flatMap(([key, text]) => {
    const named = LANGUAGES.map((language) => [...valuesIn(text[language] ?? '')].sort().join())
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

test('no key stands in two areas', async () => {
  const areas = ['http', 'portal'].flatMap((folder) =>
    readdirSync(join(ROOT, folder, 'texts')).map((file) => join(ROOT, folder, 'texts', file)),
  )
  const keys: string[] = []
  for (const area of areas) {
    const exported = Object.values((await import(area)) as Record<string, Texts>)
    keys.push(...exported.flatMap((texts) => Object.keys(texts)))
  }
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  expect(keys.toSorted()).toEqual(ALL.map(([key]) => key).toSorted())
})

/** The glossary of the specification is whole, whether or not a page says each word; the others are looked up by words of the registry. */
const KEPT =
  /^(role|term|caption|button|paging|form|steps|failure|accountState|personLanguage|auditAction|auditTopic|stateWord|noticeKind)\./

test('no text is there that nobody says', () => {
  const sources = ['http', 'portal'].flatMap((folder) => sourcesIn(join(ROOT, folder))).join('\n')
  const refusals = sourcesIn(ROOT).join('\n')
  const unused = ALL.map(([key]) => key).filter((key) => {
    const refused = /^refusal\.(\w+)\./.exec(key)?.[1]
    if (refused) return !refusals.includes(`'${refused}'`)
    return !KEPT.test(key) && !sources.includes(`'${key}'`) && !isDone(key, sources) && !isPutTogether(key, sources)
  })
  expect(unused).toEqual([])
})

test('every change that the audit tells has a name in every language', () => {
  const changes = ['registry', 'identity'].flatMap((folder) => sourcesIn(join(ROOT, folder)))
  const actions = changes.flatMap((text) =>
    [...text.matchAll(/action: '([a-zA-Z]+\.[a-zA-Z]+)'/g)].map(([, action]) => action),
  )
  const moves = Object.entries(MACHINES).flatMap(([of, { moves: all }]) =>
    Object.values(all).flatMap((events) => Object.keys(events).map((event) => `${of}.${event}`)),
  )
  const named = [...new Set([...actions, ...moves])]
    .filter((action) => !action?.startsWith('operator.')) // told in the console alone
    .map((action) => `auditAction.${action}`)
  expect(named.filter((key) => !Object.hasOwn(TEXTS, key))).toEqual([])
})

test('every notice has a name in every language', () => {
  const kinds = [...readFileSync(join(ROOT, 'notices', 'kinds.ts'), 'utf8').matchAll(/^ {2}\| '(\w+)'$/gm)]
  const named = kinds.map(([, kind]) => `noticeKind.${kind}`)
  expect([named.length > 20, named.filter((key) => !Object.hasOwn(TEXTS, key))]).toEqual([true, []])
})

const MACHINES = {
  ...{ enterprise: ENTERPRISE, quality: QUALITY, sender: SENDER, channel: CHANNEL, certificate: CERTIFICATE },
  ...{ account: ACCOUNT, user: QUALITY_USER },
}

/** Second names of what has a first one: sets, their signatures and rejections, the operator. */
const SECOND_NAMES: Readonly<Record<string, RegExp>> = {
  de: /\b(?:Satz|Sätzen?|Unterschrift\p{L}*|unterschr\p{L}+|zurückgewiesen)\b/iu,
  fr: /\brejet/iu,
  nl: /\bverzending(?:en)?\b|beheerder van het systeem/iu,
}

test('one thing has one name in each language', () => {
  const twice = ALL.flatMap(([key, text]) =>
    Object.entries(SECOND_NAMES).flatMap(([language, names]) =>
      names.test(text[language] ?? '') ? [[key, language]] : [],
    ),
  )
  expect(twice).toEqual([])
})

test('every refusal that people can meet is told in every language', () => {
  const texts = toldRefusals().flatMap(({ key }) => [`refusal.${key}.cause`, `refusal.${key}.remedy`])
  const isTold = (key: string) => Object.hasOwn(TEXTS, key) || Object.hasOwn(CONSOLE_TEXTS, key)
  expect([...new Set(texts)].filter((key) => !isTold(key))).toEqual([])
})

test('the text of a refusal names no value that the refusal does not carry', () => {
  const missing = toldRefusals().flatMap(({ key, values }) => {
    const texts = ALL.filter(([name]) => [`refusal.${key}.cause`, `refusal.${key}.remedy`].includes(name))
    const named = texts.flatMap(([, text]) => [...valuesIn(text.de ?? '')])
    return named.filter((name) => !values.includes(name)).map((name) => `${key}: ${name}`)
  })
  expect(missing).toEqual([])
})

/** Here a key does not stand beside the word `key` but is handed to a function, or comes out of a table. */
const HANDING: readonly string[] = [
  ...['identity/eid/refusals.ts', 'identity/oidc/refusals.ts', 'batch/ssh-key.ts', 'batch/ssh-key-text.ts'],
  ...['signing/uploaded-file.ts', 'signing/inspect-certificate.ts', 'signing/validity-fits.ts'],
]

type Told = { readonly key: string; readonly values: readonly string[] }

function toldRefusals(): Told[] {
  const handing = HANDING.map((path) => readFileSync(join(ROOT, path), 'utf8'))
  return [
    ...toldIn(sourcesIn(ROOT), /\{\s*key: '(\w+)'(?:,?\s*\}|,\s*values\b(?:: \{([^}]*)\})?)/g),
    ...toldIn(
      handing,
      /'((?:eid|provider|sshKey|certificate)[A-Z]\w*|\w+InFile|fileEmpty|brokenPem)'(?:,\s*\{([^}]*)\})?/g,
    ),
  ]
}

function toldIn(sources: readonly string[], form: RegExp): Told[] {
  return sources
    .flatMap((text) => [...text.matchAll(form)])
    .map(([, key = '', values = '']) => ({
      key,
      values: [...values.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name = '']) => name),
    }))
}

/** `states.${state}`: one of several that are told by the same word of ours. */
function isPutTogether(key: string, sources: string): boolean {
  return sources.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`)
}

function isDone(key: string, sources: string): boolean {
  return key.startsWith('done.') && sources.includes(`done: '${key.slice('done.'.length)}'`)
}

function valuesIn(message: string): Set<string> {
  const names = new Set<string>()
  const visit = (parts: readonly unknown[]) => {
    for (const part of parts as { type: number; value?: string; options?: Record<string, { value: unknown[] }> }[]) {
      if (part.type !== 0 && part.type !== 7 && part.value !== undefined) names.add(part.value)
      for (const option of Object.values(part.options ?? {})) visit(option.value)
    }
  }
  visit(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
  return names
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('texts/'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
}
