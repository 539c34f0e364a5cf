import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatSize, parseSize } from '../../src/config/size.ts'

test.each<[unknown, number | undefined]>([
  ['10 MiB', 10 * 1024 ** 2],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['64KiB', 65_536],
  ['2 MB', 2_000_000],
  ['1 kB', 1000],
  ['7 B', 7],
  ['7', 7],
  [7, 7],
  [7.9, 7],
  ['0.5 B', 0],
  [' 1 KiB ', 1024],
  ['1  KiB', undefined],
  ['1 kib', undefined],
  ['1 KB', undefined],
  ['10 M', undefined],
  ['-1 KiB', undefined],
  [-1, undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['', undefined],
  ['KiB', undefined],
  ['constructor', undefined],
  ['1 constructor', undefined],
  ['99999999999999 TiB', undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [null, undefined],
  [['1'], undefined],
])('%j is %j bytes', (written, bytes) => {
  expect(parseSize(written)).toBe(bytes)
})

test('what is written by formatSize is read back by parseSize', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (bytes) => parseSize(formatSize(bytes)) === bytes))
})

test('anything at all is a size of whole bytes, or none', () => {
  const written = fc.oneof(fc.anything(), fc.stringMatching(/^[0-9.]{0,6} ?[kKMGTiB]{0,3}$/))
  fc.assert(
    fc.property(written, (value) => {
      const bytes = parseSize(value)
      expect(bytes === undefined || (Number.isSafeInteger(bytes) && bytes >= 0)).toBe(true)
    }),
  )
})
