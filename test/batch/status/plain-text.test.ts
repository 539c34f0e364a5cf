import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelled, plainText, put, wrap } from '../../../src/batch/status/plain-text.ts'

test('a text is UTF-8 behind a byte order mark, with CRLF', () => {
  expect(plainText(['é', '', 'b']).toString('utf8')).toBe('\ufeffé\r\n\r\nb\r\n')
})

test('no line is longer than 76 columns unless one word is, and no word is lost', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'é', '.', '-', '😀'), minLength: 1, maxLength: 90 })
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 0, max: 8 }), (words, indent) => {
      const lines = wrap(' '.repeat(indent) + words.join(' '))
      expect(lines.join(' ').trim().split(/ +/)).toEqual(words.length === 0 ? [''] : words)
      for (const line of lines) expect([...line].length <= 76 || !line.trim().includes(' ')).toBe(true)
    }),
  )
})

test('a value that needs several lines stands under itself', () => {
  expect(labelled('Cause', 'word '.repeat(20).trim(), 6)).toEqual([
    'Cause   word word word word word word word word word word word word word',
    '        word word word word word word word',
  ])
})

test('a text is filled, and what fills it is not filled again', () => {
  expect(put('{a} and {b}, {c}', { a: '{b}', b: 2 })).toBe('{b} and 2, –')
})
