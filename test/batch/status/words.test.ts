import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../../../src/batch/languages.ts'
import { CERTIFICATE_WORDS } from '../../../src/batch/status/certificate-words.ts'
import { DAY_WORDS } from '../../../src/batch/status/day-words.ts'
import { NOTE_WORDS } from '../../../src/batch/status/note-words.ts'
import { QUEUE_WORDS } from '../../../src/batch/status/queue-words.ts'
import { WHY_WORDS } from '../../../src/batch/status/why-words.ts'

const TABLES: Readonly<Record<string, Readonly<Record<Language, object>>>> = {
  CERTIFICATE_WORDS,
  DAY_WORDS,
  NOTE_WORDS,
  QUEUE_WORDS,
  WHY_WORDS,
}

describe.each(Object.entries(TABLES))('%s', (_, table) => {
  const words = Object.fromEntries(LANGUAGES.map((language) => [language, flat(table[language])]))
  const keys = Object.keys(words.en ?? {})

  test('says the same in four languages', () => {
    expect(Object.keys(table)).toEqual([...LANGUAGES])
    for (const language of LANGUAGES) {
      expect(Object.keys(words[language] ?? {}), language).toEqual(keys)
      for (const key of keys) expect(words[language]?.[key], `${language} ${key}`).toMatch(/\S/)
    }
  })

  test('fills the same places in each', () => {
    for (const key of keys) {
      const places = LANGUAGES.map((language) => placesOf(words[language]?.[key] ?? ''))
      for (const those of places) expect(those, key).toEqual(places[0])
    }
  })

  test('leaves no sentence untranslated', () => {
    for (const key of keys) {
      const sentences = LANGUAGES.map((language) => words[language]?.[key] ?? '')
      if (sentences.some((sentence) => sentence.split(' ').length < 4)) continue
      expect(new Set(sentences).size, key).toBe(LANGUAGES.length)
    }
  })

  test('has the typography of each', () => {
    for (const language of LANGUAGES) {
      for (const text of Object.values(words[language] ?? {})) {
        expect(text).not.toMatch(/'| {2}|\.\./)
        if (language === 'fr') expect(text).not.toMatch(/[^ ][:;!?]/)
        else expect(text).not.toMatch(/ [:;!?]/)
      }
    }
  })
})

/** Each text under the path that leads to it. */
function flat(words: object, path = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(words).map(([key, value]) =>
      typeof value === 'string' ? { [`${path}${key}`]: value } : flat(value, `${path}${key}.`),
    ),
  )
}

function placesOf(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
}
