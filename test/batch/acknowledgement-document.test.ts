import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acknowledgedName, acknowledgementDocument, errorId } from '../../src/batch/acknowledgement-document.ts'
import { answerNames } from '../../src/batch/answer-names.ts'
import type { Member } from '../../src/batch/facts.ts'
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'

const KEY = 'DIMN.123456.20260203.00001.R'
const SETTINGS = { schema: 'ACRF_20231.xsd' }

test('rule 6.4 a negative answer names the set, its ticket and each different code once, in order', () => {
  const reasons = [{ code: 125, file: 'FS' }, { code: 88 }, { code: 125 }]
  const document = acknowledgementDocument(
    set(`FI.${KEY}.1.1`, `GO.${KEY}.1`),
    { ...verdict('rejected'), reasons },
    SETTINGS,
  )
  expect(document.toString('utf8')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<ACRF xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="ACRF_20231.xsd">
  <Form>
    <Identification>ACRF001</Identification>
    <FormCreationDate>2026-02-03</FormCreationDate>
    <FormCreationHour>09:15:02.117</FormCreationHour>
    <AttestationStatus>0</AttestationStatus>
    <TypeForm>FA</TypeForm>
    <FileReference>
      <FileName>GO.${KEY}.1</FileName>
      <ReferenceOrigin>2</ReferenceOrigin>
      <ReferenceNbr>SLU0000000018</ReferenceNbr>
    </FileReference>
    <ReceptionResult>
      <ResultCode>0</ResultCode>
      <ErrorID>ACRF-125</ErrorID>
      <ErrorID>ACRF-088</ErrorID>
    </ReceptionResult>
  </Form>
</ACRF>
`)
})

test('rule 6.4 a positive answer has result 1 and no codes, and the same facts give the same bytes', () => {
  const make = () => acknowledgementDocument(set(`GO.${KEY}.1`), verdict('accepted'), SETTINGS)
  expect(readAcknowledgement(make())).toEqual({
    ok: true,
    value: { fileName: `GO.${KEY}.1`, ticket: 'SLU0000000018', accepted: true, codes: [] },
  })
  expect(make()).toEqual(make())
})

test('the time is the verdict’s on the wall in Brussels, in summer and winter', () => {
  const hour = (judgedAt: string) =>
    /<FormCreationDate>(.*)<\/FormCreationDate>\s*<FormCreationHour>(.*)<\/FormCreationHour>/
      .exec(acknowledgementDocument(set(`GO.${KEY}.1`), { ...verdict('accepted'), judgedAt }, SETTINGS).toString())
      ?.slice(1)
  expect(hour('2026-07-01T22:00:00.000Z')).toEqual(['2026-07-02', '00:00:00.000'])
  expect(hour('2026-12-31T23:59:59.999Z')).toEqual(['2027-01-01', '00:59:59.999'])
})

describe('rule 6.5 the answer names', () => {
  // biome-ignore format: a table
  test.each([
    ['the GO',                               [`FI.${KEY}.1.1`, `FS.${KEY}.1.1`, `GO.${KEY}.1`], `GO.${KEY}.1`],
    ['a misnamed GO too',                    [`FI.${KEY}.1.1`, `GO.${KEY}.1.1`],                `GO.${KEY}.1.1`],
    ['the better named of two GO',           [`GO.${KEY}.1.1`, `GO.${KEY}.1`],                  `GO.${KEY}.1`],
    ['a misnamed TD, which counts as GO',    [`FI.${KEY}.1.1`, `TD.${KEY}.1.1`],                `TD.${KEY}.1.1`],
    ['the GO that would have come, full',    [`FI.${KEY}.4.2`],                                 `GO.${KEY}.4`],
    ['the GO that would have come, short',   [`FS.${KEY}`],                                     `GO.${KEY}`],
    ['the GO of a misnamed FI',              [`FI.${KEY}.1.1.xml`],                             `GO.${KEY}`],
    ['the file itself when it tells no set', ['letter.pdf'],                                    'letter.pdf'],
    ['a file that only starts well',         ['FI.DIMN'],                                       'FI.DIMN'],
  ])('%s', (_, names, expected) => {
    expect(acknowledgedName(set(...names))).toBe(expected)
  })
})

test('rule 6.6 the answer’s own files have one tail', () => {
  expect(answerNames({ date: '20260203', sequence: '0000A' }, 'T', '999999')).toEqual({
    document: 'FO.ACRF.999999.20260203.0000A.T',
    signature: 'FS.ACRF.999999.20260203.0000A.T',
    trigger: 'GO.ACRF.999999.20260203.0000A.T',
  })
})

test('a code has three digits', () => {
  expect([88, 125].map(errorId)).toEqual(['ACRF-088', 'ACRF-125'])
})

test('whatever a file is called, its name comes back', () => {
  const name = fc
    .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 128 })
    .filter((text) => text.trim() === text)
  fc.assert(
    fc.property(name, fc.uniqueArray(fc.integer({ min: 1, max: 999 })), (fileName, codes) => {
      const reasons = codes.map((code) => ({ code }))
      const document = acknowledgementDocument(set(fileName), { ...verdict('rejected'), reasons }, SETTINGS)
      expect(readAcknowledgement(document)).toEqual({
        ok: true,
        value: { fileName: acknowledgedName(set(fileName)), ticket: 'SLU0000000018', accepted: false, codes },
      })
    }),
  )
})

describe('reading an acknowledgement', () => {
  const right = acknowledgementDocument(set(`GO.${KEY}.1`), verdict('accepted'), SETTINGS).toString()
  const NO_XML = 'The file is no XML of this gateway.'
  const NO_ACKNOWLEDGEMENT = 'The file is no acknowledgement of this gateway.'

  // biome-ignore format: a table
  test.each([
    ['nothing',              '',                                                    NO_XML],
    ['text',                 'hello',                                               NO_XML],
    ['a DOCTYPE',            right.replace('<ACRF', '<!DOCTYPE a><ACRF'),           NO_XML],
    ['a cut-off document',   right.slice(0, -20),                                   NO_XML],
    ['another document',     '<NOTIFICATION/>',                                     NO_ACKNOWLEDGEMENT],
    ['two forms',            right.replace('</Form>', '</Form><Form>x</Form>'),     NO_ACKNOWLEDGEMENT],
    ['no ticket',            right.replace(/<ReferenceNbr>.*<\/ReferenceNbr>/, ''), NO_ACKNOWLEDGEMENT],
    ['another result',       right.replace('>1</ResultCode>', '>2</ResultCode>'),   NO_ACKNOWLEDGEMENT],
    ['another kind of code', right.replace('</ReceptionResult>', '<ErrorID>90059-312</ErrorID></ReceptionResult>'), NO_ACKNOWLEDGEMENT],
    ['far too many bytes',   ' '.repeat(70_000),                                    'The file is too large for an acknowledgement.'],
  ])('refuses %s', (_, text, problem) => {
    expect(readAcknowledgement(Buffer.from(text))).toEqual({ ok: false, problem })
  })

  test.each(['<ACRF></ACRF><?xml', '<constructor></constructor>'])('%s is a problem like any other', (text) => {
    const problem = 'The file is no XML of this gateway.'
    expect(readAcknowledgement(Buffer.from(text))).toEqual({ ok: false, problem })
  })

  test('never throws', () => {
    const pieces = fc.array(
      fc.constantFrom('<ACRF>', '</ACRF>', '<Form>', '</Form>', '<ErrorID>', 'x', '&lt;', '<!--', '<?xml'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          pieces.map((list) => list.join('')),
        ),
        (text) => {
          expect(readAcknowledgement(Buffer.from(text)).ok).toBe(false)
        },
      ),
    )
  })
})

function set(...names: string[]) {
  return { members: names.map((name) => ({ name }) as Member), ticket: 'SLU0000000018' }
}

function verdict(outcome: 'accepted' | 'rejected') {
  return { outcome, reasons: [], judgedAt: '2026-02-03T08:15:02.117Z' }
}
