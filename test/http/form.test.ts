import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FormEntry, type FormShape, readForm } from '../../src/http/form.ts'
import { entriesIn } from '../../src/http/form-body.ts'

const SHAPE = { name: 'text', key: 'lines', password: 'secret', use: 'list', sure: 'flag', file: 'file' } as const
const FILE = { fileName: 'a.cer', bytes: Buffer.from([0, 255]) }

test('fields are read by name, each as its kind', () => {
  const entries = [
    ...entriesIn('name=+Ann+&key=%0D%0Aa%0D%0Ab%0D%0A&password=+x+&use=a&use=+b+&sure=on'),
    ['file', FILE] as const,
  ]
  expect(readForm(entries, SHAPE)).toEqual({
    ok: true,
    value: { name: 'Ann', key: 'a\nb', password: ' x ', use: ['a', 'b'], sure: true, file: FILE },
  })
})

test('what did not come is empty', () => {
  expect(readForm([], SHAPE)).toEqual({
    ok: true,
    value: { name: '', key: '', password: '', use: [], sure: false, file: null },
  })
})

test.each<[string, readonly FormEntry[]]>([
  ['an unknown field', [['role', 'mainAccessManager']]],
  ['the prototype', [['__proto__', 'x']]],
  ['a method of all objects', [['constructor', 'x']]],
  ['a field that comes twice', entriesIn('name=Ann&name=Eve')],
  ['a flag that comes twice', entriesIn('sure=on&sure=on')],
  ['a line break in one line', [['name', 'Ann\nEve']]],
  ['a zero byte', [['name', 'Ann\0']]],
  ['bytes that are no UTF-8', entriesIn('name=%ff')],
  ['a zero byte in lines', [['key', 'a\0b']]],
  ['a file where a text belongs', [['name', FILE]]],
  ['a text where a file belongs', [['file', 'x']]],
  [
    'a second file',
    [
      ['file', FILE],
      ['file', FILE],
    ],
  ],
])('%s is refused (case R17)', (_, entries) => {
  const read = readForm(entries, SHAPE)
  expect(read).toMatchObject({ ok: false, problem: { code: 'SLU-INPUT', told: { key: 'formUnexpected' } } })
})

test('whatever comes, a form has the fields of its shape and no other, and no prototype changes', () => {
  const shape: FormShape = SHAPE
  const names = fc.oneof(fc.constantFrom(...Object.keys(shape), '__proto__', 'constructor'), fc.string())
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string())), (entries) => {
      const read = readForm(entries, shape)
      if (read.ok) expect(Object.keys(read.value)).toEqual(Object.keys(shape))
      expect(Object.getPrototypeOf({})).toBe(Object.prototype)
      expect(({} as Record<string, unknown>).polluted).toBe(undefined)
    }),
  )
})

test.each([
  ['fields', Array.from({ length: 201 }, (_, index) => `a${index}=1`).join('&')],
  ['bytes in a field', `a=${'x'.repeat(64 * 1024 + 1)}`],
  ['bytes in a name', `${'x'.repeat(101)}=1`],
])('too many %s are too large', (_, text) => {
  expect(() => entriesIn(text)).toThrow(expect.objectContaining({ statusCode: 413 }))
})
