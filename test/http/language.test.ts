import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../src/batch/languages.ts'
import { formatsOf } from '../../src/http/formats.ts'
import { languageOf, speaker } from '../../src/http/language.ts'

const TEXTS = {
  waiting: {
    de: '{count, plural, one {Ein Satz wartet} other {# Sätze warten}}',
    fr: '{count, plural, one {# ensemble attend} other {# ensembles attendent}}',
    nl: '{count, plural, one {# set wacht} other {# sets wachten}}',
    en: '{count, plural, one {# set waits} other {# sets wait}}',
  },
  hello: { de: 'Guten Tag, {name}', fr: 'Bonjour, {name}', nl: 'Dag, {name}', en: 'Hello, {name}' },
} as const

test.each([
  ['de', 1, 'Ein Satz wartet'],
  ['de', 1200, '1.200 Sätze warten'],
  ['fr', 0, '0 ensemble attend'],
  ['fr', 2, '2 ensembles attendent'],
  ['nl', 2, '2 sets wachten'],
  ['en', 1, '1 set waits'],
] as const)('plurals follow the rules of the language: %s, %i', (language, count, expected) => {
  expect(speaker(TEXTS, language)('waiting', { count })).toBe(expected)
})

test('a value is put in as it is, whatever it holds', () => {
  const name = `{count} <b>'{'`
  expect(speaker(TEXTS, 'fr')('hello', { name })).toBe(`Bonjour, ${name}`)
})

test('a value that a text names must be given', () => {
  expect(() => speaker(TEXTS, 'fr')('hello')).toThrow('name')
})

test.each([
  [{ asked: 'nl', cookie: 'de', person: 'en', accepted: 'de' }, 'nl'],
  [{ cookie: 'de', person: 'en', accepted: 'nl' }, 'de'],
  [{ person: 'en', accepted: 'nl' }, 'en'],
  [{ accepted: 'nl-BE,fr;q=0.8' }, 'nl'],
  [{ accepted: 'pt, en;q=0.2, de;q=0.9' }, 'de'],
  [{ accepted: 'de;q=0, pt' }, 'fr'],
  [{ accepted: '*' }, 'fr'],
  [{ asked: 'xx', cookie: '__proto__', person: 'toString', accepted: ';;q=,,' }, 'fr'],
  [{}, 'fr'],
] as const)('the language of %j is %s', (hints, expected) => {
  expect(languageOf(hints)).toBe(expected)
})

test('any header leads to one of the four languages', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), (accepted) => {
      expect(LANGUAGES).toContain(languageOf({ accepted }))
    }),
  )
})

test('times are those of Brussels, written as the language writes them', () => {
  const winter = new Date('2026-12-05T22:40:00Z')
  expect(LANGUAGES.map((language) => formatsOf(language).date(winter))).toEqual([
    '5. Dezember 2026',
    '5 décembre 2026',
    '5 december 2026',
    '5 December 2026',
  ])
  expect(LANGUAGES.map((language) => formatsOf(language).time(winter))).toEqual(['23:40', '23:40', '23:40', '23:40'])
  expect(formatsOf('nl').time(new Date('2026-07-01T22:05:00Z'))).toBe('00:05')
})

test.each([
  ['2026-12-09T09:00:00Z', 'in 12 days'],
  ['2026-11-28T08:59:59Z', 'in 23 hours'],
  ['2026-11-27T08:57:01Z', '2 minutes ago'],
  ['2026-11-27T09:00:00Z', 'now'],
])('the age of %s is told in whole units: %s', (moment, expected) => {
  expect(formatsOf('en').age(new Date(moment), new Date('2026-11-27T09:00:00Z'))).toBe(expected)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1_549_000, '1,5 MB'],
  [3e15, '3.000 TB'],
])('%i bytes are %s', (count, expected) => {
  expect(formatsOf('de').bytes(count)).toBe(expected)
})
