import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/batch/languages.ts'
import type { Reason } from '../../src/batch/reason.ts'
import { CATALOGUE, explain, textOf } from '../../src/batch/reasons/catalogue.ts'
import { filled, placeholdersOf } from '../../src/batch/reasons/fill.ts'

const ROWS = Object.entries(CATALOGUE)
const FULL: Reason = { code: 1, file: 'FI.A', seen: 'S', expected: 'E', line: 3, column: 4 }

describe('rule 6.8 every reason is told in four languages', () => {
  test('with a title, a cause and a remedy each', () => {
    for (const [key, texts] of ROWS) {
      expect(Object.keys(texts), key).toEqual([...LANGUAGES])
      for (const language of LANGUAGES) {
        const [title, cause, remedy] = texts[language]
        expect(title, `${key} ${language}`).toMatch(/^\p{Lu}[^.]{3,59}$/u)
        for (const sentence of [cause, remedy])
          expect(sentence, `${key} ${language}`).toMatch(/^\p{Lu}.*(\.|\]|\}|"|”|»|“|’)$/su)
      }
    }
  })

  test('that name the same fields, in the same optional places', () => {
    for (const [key, texts] of ROWS) {
      const shapes = LANGUAGES.map((language) => texts[language].map(shapeOf))
      for (const shape of shapes) expect(shape, key).toEqual(shapes[0])
    }
  })

  test('and differ from each other: nothing was left untranslated', () => {
    for (const [key, texts] of ROWS) {
      for (const field of [1, 2] as const) {
        expect(new Set(LANGUAGES.map((language) => texts[language][field])).size, key).toBe(LANGUAGES.length)
      }
    }
  })

  // biome-ignore format: a table
  test.each([
    ['de', /\b(der|die|das|den|dem|ein|eine|Sie|ist|Der|Die|Das|kein|keine)\b/],
    ['fr', /\b(le|la|les|un|une|Le|La|L|Un|est|ne|pas|du|de|aucun|Aucun|Il)\b/],
    ['nl', /\b(de|het|een|De|Het|Een|is|van|geen|u|uw)\b/],
    ['en', /\b(the|a|an|The|A|An|is|of|no|No)\b/],
  ] as const)('in the language that it says: %s', (language, words) => {
    for (const [key, texts] of ROWS) expect(texts[language].slice(1).join(' '), key).toMatch(words)
  })

  test('of their own typography', () => {
    for (const [key, texts] of ROWS) {
      const [de, fr, nl, en] = LANGUAGES.map((language) => texts[language].join(' '))
      expect(`${de}${nl}${en}`, key).not.toMatch(/[«»]/)
      expect(`${fr}${nl}${en}`, key).not.toMatch(/[„]/)
      expect(`${de}${fr}${nl}${en}`, key).not.toMatch(/'| {2}|\.\./)
      expect(fr?.replace(/https?:|xsi:/g, ''), key).not.toMatch(/[^ ][;!?]|[^ ]:(?!\/)/)
    }
  })
})

describe('a text is filled', () => {
  test('with everything the reason has', () => {
    for (const [key, texts] of ROWS) {
      for (const language of LANGUAGES) {
        for (const text of texts[language]) expect(filled(text, FULL), key).not.toMatch(/[{}[\]–]/)
      }
    }
  })

  test('without its optional pieces when the reason has nothing for them', () => {
    const text = 'The document[ {file}] is wrong[ (line {line}, column {column})].[ The reader says: {seen}]'
    expect(filled(text, { code: 102 })).toBe('The document is wrong.')
    expect(filled(text, { code: 102, file: 'F', line: 1, column: 2, seen: 'x' })).toBe(
      'The document F is wrong (line 1, column 2). The reader says: x',
    )
    expect(filled(text, { code: 102, line: 1, seen: '' })).toBe('The document is wrong.')
  })

  test('with a dash where a field is missing that should be there', () => {
    expect(filled('Only {expected}.', { code: 1 })).toBe('Only –.')
  })

  test('without taking brackets and braces of a stranger for its own', () => {
    const seen = '[x {file}] {seen}'
    expect(filled('It says {seen}[ in {file}].', { code: 1, seen, file: '{line}' })).toBe(
      'It says [x {file}] {seen} in {line}.',
    )
  })

  test('in one line that hides nothing, and not endlessly (cases N4, N14)', () => {
    const seen = 'a\r\nb\u001b[31m\u202ec\u200b\u0000'
    expect(filled('{seen}', { code: 1, seen })).toBe('a\\u{d}\\u{a}b\\u{1b}[31m\\u{202e}c\\u{200b}\\u{0}')
    expect(filled('{seen}', { code: 1, seen: 'x'.repeat(5000) })).toBe(`${'x'.repeat(300)}…`)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(filled('{seen}', { code: 1, seen: text })).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

describe('a reason is explained', () => {
  test('by cause and remedy, as full sentences', () => {
    expect(textOf({ code: 108, seen: '654321', expected: '123456' })).toEqual({
      de: 'Der Dateiname nennt den Absender 654321; dieser Ordner gehört zum Absender 123456. Verwenden Sie Ihre eigene Absendernummer oder melden Sie sich mit dem Kanal des genannten Absenders an.',
      fr: 'Le nom de fichier mentionne l’expéditeur 654321 ; ce dossier appartient à l’expéditeur 123456. Utilisez votre propre numéro d’expéditeur ou connectez-vous par le canal de l’expéditeur mentionné.',
      nl: 'De bestandsnaam vermeldt verzender 654321; deze map is van verzender 123456. Gebruik uw eigen verzendernummer of meld u aan via het kanaal van de vermelde verzender.',
      en: 'The file name names sender 654321; this folder belongs to sender 123456. Use your own sender number, or log in through the channel of the sender that is named.',
    })
  })

  test('by its finer cause, and by its code when the cause has no text of its own', () => {
    const file = 'FS.A'
    expect(explain({ code: 125, detail: 'asciiMode', file }, 'en').title).toBe('Line ends changed in the transfer')
    expect(explain({ code: 125, detail: 'somethingNew', file }, 'en').title).toBe('Signature not valid')
    expect(explain({ code: 153, detail: 'notRegistered', file }, 'en').title).toBe('Certificate is not the sender’s')
    expect(explain({ code: 125, file }, 'en').title).toBe('Signature not valid')
  })

  test('even when it is of a code that is not in use any more', () => {
    expect(textOf({ code: 999 }).en).toBe('The set was rejected with code 999. Ask the operator for its meaning.')
  })
})

/** What each piece of a text needs: outside the brackets, then inside each pair. */
function shapeOf(text: string): readonly (readonly string[])[] {
  const optional = [...text.matchAll(/\[([^[\]]*)\]/g)].map(([, piece = '']) => placeholdersOf(piece))
  const sorted = optional.sort((one, other) => (one.join() < other.join() ? -1 : 1))
  return [placeholdersOf(text.replaceAll(/\[[^[\]]*\]/g, '')), ...sorted]
}
