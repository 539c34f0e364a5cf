import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Corrupt } from '../../src/base/errors.ts'
import { LANGUAGES } from '../../src/batch/languages.ts'
import { TEMPLATES, textOf } from '../../src/notices/texts.ts'

const VALUES = {
  url: 'https://sluice.example/activate/AbC',
  code: '12345678',
  username: 'an.janssens',
  password: 'aB3;xyzQ7!',
  count: '41',
  days: '90',
}

/** What each message must say, whatever the language. */
const SAYS: Readonly<Record<string, readonly (keyof typeof VALUES)[]>> = {
  'activation.link': ['url'],
  'activation.code': ['code'],
  'provisional.username': ['username', 'url'],
  'provisional.password': ['password'],
  'password.reset': [],
  'password.changed': [],
  'codeApp.confirmed': [],
  'codeApp.removed': [],
  'recoveryCodes.renewed': [],
  'recoveryCode.used': [],
  'rights.changed': [],
  'reach.changed': [],
  'notices.waiting': ['count'],
  'certificate.expiring': ['days'],
  'certificate.expired': [],
  'certificate.revoked': [],
}

const SMS = ['activation.code', 'provisional.password']

test('the templates are those that the registry queues', () => {
  expect([...TEMPLATES].sort()).toEqual(Object.keys(SAYS).sort())
})

describe.each(TEMPLATES)('%s', (template) => {
  test.each(LANGUAGES)('says in %s what it must, and nothing else of what it was given', (language) => {
    const { subject, text } = textOf(template, language, VALUES)
    const said = Object.entries(VALUES).filter(([, value]) => text.includes(value))
    expect(said.map(([name]) => name).sort()).toEqual([...(SAYS[template] ?? [])].sort())
    expect(`${subject}${text}`).not.toMatch(/[{}]/)
    expect(subject === '').toBe(SMS.includes(template))
  })

  test('is another text in each language', () => {
    expect(new Set(LANGUAGES.map((language) => textOf(template, language, VALUES).text)).size).toBe(4)
  })
})

test('an SMS with its code fits into one of 160 characters', () => {
  const long = SMS.flatMap((template) => LANGUAGES.map((language) => textOf(template, language, VALUES).text.length))
  expect(Math.max(...long)).toBeLessThanOrEqual(160)
})

test('no value writes a line of its own, whatever is in it', () => {
  const anything = fc.string({
    unit: fc.constantFrom('a', '\r', '\n', '\0', '\u0085', '\u2028', '\u2029', ':', '{url}'),
  })
  fc.assert(
    fc.property(anything, (username) => {
      const { subject, text } = textOf('provisional.username', 'en', { username, url: 'u' })
      const plain = textOf('provisional.username', 'en', { username: 'an', url: 'u' })
      expect(subject).toBe(plain.subject)
      expect(text.split(/[\r\n\0\u0085\u2028\u2029]/)).toHaveLength(plain.text.split('\n').length)
    }),
  )
})

test('what another version queued is not sent half: no such text, or a value that is missing', () => {
  expect(() => textOf('activation.pigeon', 'en', {})).toThrow(Corrupt)
  expect(() => textOf('constructor', 'en', {})).toThrow(Corrupt)
  expect(() => textOf('activation.link', 'en', { code: '1' })).toThrow(Corrupt)
})
