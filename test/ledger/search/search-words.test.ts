import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ticketOf } from '../../../src/batch/ticket.ts'
import { bucketOf, marksOf, oddNamesOf, searchedName, soughtIn } from '../../../src/ledger/search/name-part.ts'
import { searchWordsOf } from '../../../src/ledger/search/search-words.ts'

const DIGEST = 'c07f51e9'.repeat(8)

test.each([
  ['  ', null],
  ['DMFA.123456.20260105.00001.r', { setKey: 'DMFA.123456.20260105.00001.R' }],
  ['FI.DMFA.123456.20260105.00001.R.1.1', { setKey: 'DMFA.123456.20260105.00001.R' }],
  ['20260105', { name: '20260105' }],
  ['00001.R.2.', { name: '00001.r' }],
  ['123456', { sender: '123456', name: '123456' }],
  ['0206.731.645', { enterprise: '0206731645', name: '0206.731.645' }],
  ['BE 0206 731 645', { enterprise: '0206731645', name: 'be 0206 731 645' }],
  ['0206.731.646', { name: '0206.731.646' }],
  ['125', { code: 125, name: '125' }],
  ['acrf-125', { code: 125 }],
  ['ACRF-088', { code: 88 }],
  ['c07f51e9', { digest: 'c07f51e9', name: 'c07f51e9' }],
  [DIGEST.toUpperCase(), { digest: DIGEST }],
  [DIGEST.replaceAll(/.{8}/g, '$& '), { digest: DIGEST }],
  ['slu0000000015', { ticket: 'SLU0000000015', name: 'slu0000000015' }],
  ['0190f5c2-7b1e-7a3b-8c4d-1234567890ab', { submissionId: '0190f5c2-7b1e-7a3b-8c4d-1234567890ab' }],
  [
    'FO.ACRF.999999.20261123.24AZG.R',
    { answer: 'FO.ACRF.999999.20261123.24AZG.R', name: 'fo.acrf.999999.20261123.24azg.r' },
  ],
])('rule 22.1 %s may be %o', (typed, words) => {
  expect(searchWordsOf(typed)).toEqual(words)
})

test('rule 22.1 every ticket, digest and sender is taken for one, whatever is around it', () => {
  const around = fc.constantFrom('', ' ', '\t')
  fc.assert(
    fc.property(fc.nat(), around, around, (number, before, behind) => {
      const ticket = ticketOf('SLU', number)
      expect(searchWordsOf(before + ticket + behind)?.ticket).toBe(ticket)
      const sender = String(number % 1_000_000).padStart(6, '0')
      expect(searchWordsOf(before + sender + behind)?.sender).toBe(sender)
    }),
  )
})

test('rule 22.1 any text at all may be something, and is looked for', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      const words = searchWordsOf(text)
      expect(words === null).toBe(text.trim() === '')
      if (words) expect(Object.values(words).every((value) => value !== '')).toBe(true)
    }),
  )
})

const KEY = fc
  .tuple(fc.constantFrom('DMFA', 'DIMN', 'TEST'), fc.constantFrom('00001', 'A0Z19'), fc.constantFrom('R', 'T', 'S'))
  .map(([purpose, sequence, environment]) => `${purpose}.123456.20261123.${sequence}.${environment}`)
const MARK = fc.constantFrom('FI', 'FS', 'GO', 'TD')

test('rule 22.1 each part of a file’s name that reaches into the set’s finds the set', () => {
  fc.assert(
    fc.property(KEY, MARK, fc.constantFrom('.1', '.3.2'), fc.nat(), fc.nat(), (key, mark, tail, one, other) => {
      const name = `${mark}.${key}${tail}`
      const begin = one % (mark.length + key.length)
      const end = Math.max(begin + 1, mark.length + 2, other % (name.length + 1))
      const part = soughtIn(name.slice(begin, end))
      expect(searchedName(`IN/${key}`, null)).toContain(part)
    }),
  )
})

test('rule 22.1 what does not follow from the set’s name is kept of a member’s name', () => {
  const key = 'DMFA.123456.20260105.00001.R'
  const odd = (...names: string[]) => oddNamesOf(`IN/${key}`, names)
  expect(odd(`FI.${key}.1.1`, `FS.${key}.1.1`, `GO.${key}.1`)).toBe(null)
  expect(odd(`FI.${key}.1.1.copy`, `GO.${key}.1`)).toBe(`fi.${key.toLowerCase()}.1.1.copy`)
  expect(oddNamesOf('holiday.jpg', ['holiday.jpg'])).toBe(null)
})

test('rule 22.1 the marks of a part are among those of every name that holds it', () => {
  const text = fc.string({ unit: 'grapheme-ascii', minLength: 3, maxLength: 40 })
  fc.assert(
    fc.property(
      text,
      text,
      text,
      fc.date({ noInvalidDate: true, min: new Date(0) }),
      (before, part, behind, openedAt) => {
        const bucket = bucketOf(openedAt)
        const all = new Set(marksOf(before + part + behind, bucket))
        const wanted = marksOf(part, bucket)
        expect(wanted.filter((mark) => !all.has(mark))).toEqual([])
        expect(wanted.every((mark) => mark < 2 ** 31)).toBe(true)
      },
    ),
  )
})
