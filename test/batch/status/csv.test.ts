import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRows, neutral } from '../../../src/batch/status/csv.ts'

test('a table is what RFC 4180 says', () => {
  const table = csvRows([
    ['Set', 'Reason'],
    ['DMFA.123456.20261123.00001.R', 'Datei, die "fehlt"'],
    ['', 'two\r\nlines'],
  ])
  expect(table).toBe('Set,Reason\r\nDMFA.123456.20261123.00001.R,"Datei, die ""fehlt"""\r\n,"two\r\nlines"\r\n')
})

// biome-ignore format: a table
test.each([
  ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  ['+1',                 "'+1"],
  ['-1',                 "'-1"],
  ['@SUM(A1)',           "'@SUM(A1)"],
  ['\t=1',               "'\t=1"],
  ['\r=1',               "'\r=1"],
  ['FI;=1+1;x',          "FI;'=1+1;x"],
  ['a=1',                'a=1'],
  ['',                   ''],
])('W6, N14: %j is no formula to a spreadsheet', (cell, expected) => {
  expect(neutral(cell)).toBe(expected)
})

test('W6: whatever the cells hold, a reader gets them back, and no formula', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', "'", 'a') }),
  )
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }))
  fc.assert(
    fc.property(table, (rows) => {
      const read = readCsv(Buffer.from(csvRows(rows)).toString('utf8'))
      expect(read).toEqual(rows.map((cells) => cells.map(neutral).map(wellFormed)))
      for (const one of read.flat().flatMap((text) => text.split(';'))) expect(one).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})

/** Half a character cannot be written in UTF-8. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString('utf8')
}

/** RFC 4180, and nothing else. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}
