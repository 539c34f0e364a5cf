import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerTail, serviceAnswerNames } from '../../src/batch/answer-names.ts'
import { parseAnswerFileName, setKeyInName } from '../../src/batch/answer-reference.ts'
import { ticketOf } from '../../src/batch/ticket.ts'

const TICKET = ticketOf('SLU', 1)

test.each([
  [`${TICKET}.NOTI.xml`, { purpose: 'NOTI', to: { ticket: TICKET } }],
  [`${TICKET}.NOTI.2.xml`, { purpose: 'NOTI', to: { ticket: TICKET } }],
  ['123456.IDFL.2026-01-05.xml', { purpose: 'IDFL', to: { sender: '123456' } }],
  ['12345A.IDFL.xml', null],
  ['SLU0000000010.NOTI.xml', null],
  [`${TICKET}.noti.xml`, null],
  [`${TICKET}.NOTI.XML`, null],
  [`${TICKET}.NOTI..xml`, null],
  [`${TICKET}.NOTI.1.2.xml`, null],
  [`${TICKET}.NOTI.xml\n`, null],
  [`../${TICKET}.NOTI.xml`, null],
  ['', null],
])('the file %j tells %j', (name, told) => {
  expect(parseAnswerFileName(name)).toEqual(told)
})

test('what is told by a name is in it, and no text makes the reader throw', () => {
  const element = fc.oneof(fc.constantFrom(TICKET, '123456', 'NOTI', 'xml', ''), fc.string({ maxLength: 14 }))
  fc.assert(
    fc.property(fc.array(element, { maxLength: 6 }), (elements) => {
      const told = parseAnswerFileName(elements.join('.'))
      if (!told) return
      expect([Object.values(told.to)[0], told.purpose, 'xml']).toEqual([elements[0], elements[1], elements.at(-1)])
    }),
  )
})

test('every file of a set tells the same set, and nothing else tells any', () => {
  const parts = fc.constantFrom('', '.1', '.1.1', '.9.9', '.0', '.1.1.xml', '.')
  fc.assert(
    fc.property(fc.constantFrom('FI', 'FS', 'GO', 'TD', 'FO', 'fi', ''), parts, (mark, tail) => {
      const isFull =
        mark === 'FI' || mark === 'FS' ? ['', '.1.1', '.9.9'] : mark === 'GO' || mark === 'TD' ? ['', '.1'] : []
      expect(setKeyInName(`${mark}.DMFA.123456.20260105.00001.R${tail}`)).toBe(
        isFull.includes(tail) ? 'DMFA.123456.20260105.00001.R' : null,
      )
    }),
  )
})

test('the three files of an answer tell what they have in common, whether it is compressed or not', () => {
  const part = fc.record({
    purpose: fc.constantFrom('NOTI', 'DMPI', 'PROA'),
    date: fc.constantFrom('20260105', '20261231'),
    sequence: fc.stringMatching(/^[0-9A-Z]{5}$/),
    environment: fc.constantFrom('R' as const, 'T' as const, 'S' as const),
    compressed: fc.boolean(),
  })
  fc.assert(
    fc.property(part, (answer) => {
      const names = serviceAnswerNames(answer, '999999')
      const { purpose, date, sequence, environment } = answer
      const told = { tail: [purpose, '999999', date, sequence, environment].join('.'), purpose, environment }
      expect(Object.values(names).map(answerTail)).toEqual([told, told, told])
      expect(names.document.slice(0, 2)).toBe(answer.compressed ? 'CO' : 'FO')
    }),
  )
  expect(['FI.NOTI.999999.20260105.00001.R', 'FO.NOTI.999999.20260105.00001.R.1', ''].map(answerTail)).toEqual([
    null,
    null,
    null,
  ])
})
