import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDeliverable } from '../../../src/notices/message.ts'
import { makeUsername } from '../../../src/registry/people/accounts.ts'
import { foldedName, latinLetters } from '../../../src/registry/people/names.ts'
import { parseMailAddress, parseMobilePhone, parsePersonName } from '../../../src/registry/people/person-fields.ts'

type Vectors = {
  readonly same: readonly (readonly [string, string])[]
  readonly other: readonly (readonly [string, string])[]
  readonly valid: readonly string[]
  readonly invalid: readonly string[]
}
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', 'names.json'), 'utf8')) as Vectors
const NAME_PARTS = fc.array(fc.constantFrom(...vectors.valid.join('')), { maxLength: 40 }).map((all) => all.join(''))

describe('two spellings', () => {
  test.each(vectors.same)('%s and %s are one name', (some, other) => {
    expect(foldedName(some)).toBe(foldedName(other))
  })
  test.each(vectors.other)('%s and %s are two names', (some, other) => {
    expect(foldedName(some)).not.toBe(foldedName(other))
  })
  test('are one when they differ in capitals or in how accents are written', () => {
    fc.assert(
      fc.property(NAME_PARTS, (name) => {
        const spellings = [name.normalize('NFD'), name.normalize('NFC'), ` ${name} `, [...name].join('-')]
        expect(new Set(spellings.map(foldedName)).size).toBe(1)
      }),
    )
  })
})

describe('a name', () => {
  test.each(vectors.valid)('%s is taken', (name) => {
    expect(parsePersonName(name, 'lastName')).toEqual({ ok: true, value: name.normalize('NFC').trim() })
  })
  test.each(vectors.invalid)('%j is refused', (name) => {
    expect(parsePersonName(name, 'firstName')).toEqual(refused('firstName'))
  })
  test.each(['Pee\u00adters', '\ufeffPeeters', 'Pee\u200bters', 'Peeters\u2060 '])(
    'is taken from %j without what nobody sees',
    (name) => {
      expect(parsePersonName(name, 'lastName')).toEqual({ ok: true, value: 'Peeters' })
    },
  )
  test('of nothing that can be seen is refused', () => {
    expect(parsePersonName('\u200b\u00ad', 'lastName')).toEqual(refused('lastName'))
  })
  test('has at most 100 characters, however many bytes they need', () => {
    expect(parsePersonName('𐐷'.repeat(100), 'lastName').ok).toBe(true)
    expect(parsePersonName('𐐷'.repeat(101), 'lastName')).toEqual(refused('lastName'))
  })
  test('that is taken is taken again as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        const first = parsePersonName(text, 'lastName')
        if (first.ok) expect(parsePersonName(first.value, 'lastName')).toEqual(first)
      }),
    )
  })
})

describe('a user name', () => {
  test.each(vectors.valid)('of %s fits the column and holds no more than letters of the name', (name) => {
    const username = makeUsername({ lastName: name, firstName: name })
    expect(username).toMatch(/^[a-z]{1,8}\.[2-9a-hjkmnp-z]{6}$/)
    expect(username.startsWith(`${latinLetters(name).slice(0, 1)}`)).toBe(true)
  })
  test('begins with the first letter of the first name', () => {
    expect(makeUsername({ lastName: "d'Ursel-Łoś", firstName: 'Émile' })).toMatch(/^edursell\./)
    expect(makeUsername({ lastName: '李', firstName: '小龍' })).toMatch(/^user\./)
  })
})

test.each([
  ['+32 470 00 00 00', '+32470000000'],
  ['0032 (470) 00-00/00', '+32470000000'],
  ['+1.202.555.0100', '+12025550100'],
])('the telephone number %s is taken', (text, number) => {
  expect(parseMobilePhone(text)).toEqual({ ok: true, value: number })
})

test.each(['0470000000', '+0470000000', '+32', '+3247000000000000', '+32470O00000', '', '+٣٢٤٧٠٠٠٠٠٠٠'])(
  'the telephone number %j is refused',
  (text) => {
    expect(parseMobilePhone(text)).toEqual(refused('mobilePhone'))
  },
)

test('a telephone number is what E.164 says, or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'+0123456789 ./()-x') }), (text) => {
      const number = parseMobilePhone(text)
      if (number.ok) expect(number.value).toMatch(/^\+[1-9][0-9]{6,14}$/)
    }),
  )
})

test.each(['jan@example.be', ' Jan.Peeters+a@example.be ', "o'neill@example.be", 'elise@xn--exmple-cua.be'])(
  'the e-mail address %s is taken',
  (text) => {
    expect(parseMailAddress(text)).toEqual({ ok: true, value: text.trim() })
  },
)

test.each([
  'jan',
  '@example.be',
  'jan@',
  'a@b@c',
  'jan@example.be\r\nBcc: x@y.be',
  'a b@c.be',
  '<a@b.be>',
  'a[b@c.be',
  'jan@exam_ple.be',
  'jan@exam\u200Bple.be',
  'jan@example.be/x',
  'jan@exam%70le.be',
  'jan@exam\u202Eple.be',
  'jan@b.be, piet@b.be',
  `${'a'.repeat(65)}@b.be`,
  'élise@example.be',
  'elise@exämple.be',
  'jan@[192.0.2.1]',
])('the e-mail address %j is refused', (text) => {
  expect(parseMailAddress(text)).toEqual(refused('email'))
})

test('an address that is taken is one that messages are sent to', () => {
  const letters = [...'abZ09.-_+\'!#/=?^`{|}~"(),:;<>[\\]@ \n', 'é', 'ß', 'ａ', '\u{1f600}']
  const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 5 })
  const taken = fc.tuple(text, text).map(([local, domain]) => parseMailAddress(`${local}@${domain}`))
  fc.assert(
    fc.property(taken, (address) => {
      if (address.ok) expect(isDeliverable({ medium: 'mail', to: address.value })).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

function refused(key: string) {
  return { ok: false, problem: expect.objectContaining({ code: 'SLU-INPUT', told: { key } }) }
}
