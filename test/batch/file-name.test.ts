import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FileName, formatFileName, isTrigger, parseFileName } from '../../src/batch/file-name.ts'
import INVALID from './vectors/names-invalid.json' with { type: 'json' }
import VALID from './vectors/names-valid.json' with { type: 'json' }

describe('rule 1.12 reads a name', () => {
  test.each(VALID)('$name', ({ name, ...expected }) => {
    const read = parseFileName(name)
    expect(read).toMatchObject({ ok: true, value: expected })
    expect(read.ok && formatFileName(read.value)).toBe(name)
  })

  test.each(INVALID)('not $name: $why', ({ name, codes }) => {
    expect(codesOf(name)).toEqual(codes)
  })

  test('and tells each fault with what was seen', () => {
    expect(parseFileName('FI.DIMN.12345.20260231.00001.R.1.1')).toEqual({
      ok: false,
      problem: {
        mark: 'FI',
        faults: [
          { code: 131, seen: '12345', expected: '123456', detail: 'sender' },
          { code: 110, seen: '20260231', expected: '20260105' },
        ],
        readable: { mark: 'FI', purpose: 'DIMN', sequence: '00001', environment: 'R', count: 1, part: 1, form: 'full' },
      },
    })
  })
})

describe('any name', () => {
  test('is written and read back as the same', () => {
    fc.assert(
      fc.property(fileName, (name) => {
        expect(parseFileName(formatFileName(name))).toEqual({ ok: true, value: name })
      }),
    )
  })

  test('with one element wrong gets that element’s code and no other', () => {
    fc.assert(
      fc.property(fileName, mutation, (name, { element, text, codes }) => {
        const elements = formatFileName({ ...name, form: 'full' }).split('.')
        fc.pre(element < elements.length)
        elements[element] = text
        const structure = name.mark === 'FI' ? 131 : name.mark === 'FS' ? 132 : 107
        expect(codesOf(elements.join('.'))).toEqual(codes.map((code) => (code === STRUCTURE ? structure : code)))
      }),
    )
  })
})

test('no text makes the reader throw, and a name without faults is one that is written back alike', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('FI', 'GO', 'DMFA', '123456', '20260105', '00001', 'R', '1', '', 'x'))
      .map((elements) => elements.join('.')),
  )
  fc.assert(
    fc.property(text, (name) => {
      const read = parseFileName(name)
      if (read.ok) expect(formatFileName(read.value)).toBe(name)
      else expect(read.problem.faults.length).toBeGreaterThan(0)
    }),
  )
})

const STRUCTURE = -1

// biome-ignore format: a table
const mutation = fc.constantFrom(
  { element: 0, text: 'XX',       codes: [129] },
  { element: 1, text: 'dmfa',     codes: [STRUCTURE] },
  { element: 1, text: 'DMF',      codes: [STRUCTURE] },
  { element: 2, text: '12345',    codes: [STRUCTURE] },
  { element: 2, text: '1234567',  codes: [STRUCTURE] },
  { element: 3, text: '2026',     codes: [109] },
  { element: 3, text: '20260230', codes: [110] },
  { element: 4, text: '0001',     codes: [112] },
  { element: 4, text: '0000!',    codes: [367] },
  { element: 4, text: '00000',    codes: [127] },
  { element: 5, text: 'X',        codes: [117] },
  { element: 5, text: '',         codes: [144] },
  { element: 6, text: '10',       codes: [114] },
  { element: 6, text: 'A',        codes: [115] },
  { element: 6, text: '0',        codes: [116] },
  { element: 7, text: '0',        codes: [STRUCTURE] },
  { element: 7, text: '1.xml',    codes: [STRUCTURE] },
)

const upper = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const digits = [...'0123456789']

const fileName: fc.Arbitrary<FileName> = fc
  .record({
    mark: fc.constantFrom('FI', 'FS', 'GO', 'TD'),
    purpose: fc.tuple(letters(upper, 1), letters([...upper, ...digits], 3)).map((pieces) => pieces.join('')),
    sender: letters(digits, 6),
    date: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10).replaceAll('-', '')),
    sequence: letters([...upper, ...digits], 5).filter((sequence) => sequence !== '00000'),
    environment: fc.constantFrom('R', 'T', 'S'),
    count: fc.integer({ min: 1, max: 9 }),
    part: fc.integer({ min: 1, max: 9 }),
    form: fc.constantFrom('short', 'full'),
  })
  .map((name) => {
    const whole = name.form === 'short' ? { ...name, count: 1, part: 1 } : name
    return (isTrigger(whole.mark as FileName['mark']) ? { ...whole, part: null } : whole) as FileName
  })

function letters(alphabet: readonly string[], length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
}

function codesOf(name: string): number[] {
  const read = parseFileName(name)
  return read.ok ? [] : read.problem.faults.map(({ code }) => code)
}
