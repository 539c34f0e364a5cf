import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ControlLines } from '../../../src/endpoints/ftp/control-lines.ts'

const LIMIT = 40

test('a line ends with CR LF and with nothing else', () => {
  expect(linesOf([Buffer.from('a\r\nb\nc\rd\r\r\n\r\nrest')])).toEqual(['a', 'b\nc\rd\r', ''])
})

test('bytes stay what they are', () => {
  expect(linesOf([Buffer.from([0xff, 0xf4, 0x00, 0xc3, 0xa9, 0x0d, 0x0a])])).toEqual(['\xff\xf4\0\xc3\xa9'])
})

test.each([
  ['of the longest length', LIMIT - 2, ['x'.repeat(LIMIT - 2), 'next']],
  ['a byte longer', LIMIT - 1, ['tooLong']],
])('a line %s, with its end (case F3)', (_, length, expected) => {
  expect(linesOf([Buffer.from(`${'x'.repeat(length)}\r\nnext\r\n`)])).toEqual(expected)
})

test('a line that does not end is too long as soon as it is (case F3)', () => {
  expect(linesOf([Buffer.alloc(LIMIT, 'x')])).toEqual([])
  expect(linesOf([Buffer.alloc(LIMIT + 1, 'x')])).toEqual(['tooLong'])
})

test('what is discarded never comes back (case F5)', () => {
  const lines = new ControlLines(() => LIMIT)
  lines.add(Buffer.from('AUTH TLS\r\nUSER anna\r\nPA'))
  expect(lines.next()).toBe('AUTH TLS')
  lines.discard()
  lines.add(Buffer.from('SS secret\r\n'))
  expect(lines.next()).toBe('SS secret')
})

test('wherever the bytes are cut, the lines are the same', () => {
  const bytes = fc.array(fc.constantFrom(0x0d, 0x0a, 0x41, 0xff, 0x00), { maxLength: 200 })
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(200)), (written, cuts) => {
      const whole = Buffer.from(written)
      expect(linesOf(cutAt(whole, cuts))).toEqual(naive(whole))
    }),
  )
})

test('cut at every byte, the lines are the same', () => {
  const dialogue = Buffer.from('USER anna\r\nPASS \r \n\r\n\r\nABOR\r\n\xff\xf4abor\r\nQUIT\r\n', 'latin1')
  for (let at = 0; at <= dialogue.length; at++) expect(linesOf(cutAt(dialogue, [at]))).toEqual(naive(dialogue))
  expect(linesOf([...dialogue].map((byte) => Buffer.from([byte])))).toEqual(naive(dialogue))
})

/** Every line as soon as it is there; `tooLong` is the last. */
function linesOf(chunks: readonly Buffer[]): string[] {
  const lines = new ControlLines(() => LIMIT)
  const found: string[] = []
  for (const chunk of chunks) {
    lines.add(chunk)
    for (let line = lines.next(); line !== null; line = lines.next()) {
      found.push(line)
      if (line === 'tooLong') return found
    }
  }
  return found
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.filter((cut) => cut <= bytes.length).sort((one, other) => one - other), bytes.length]
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
}

function naive(bytes: Buffer): string[] {
  const parts = bytes.toString('latin1').split('\r\n')
  const rest = parts.pop() ?? ''
  const long = parts.findIndex((part) => part.length + 2 > LIMIT)
  if (long !== -1) return [...parts.slice(0, long), 'tooLong']
  return rest.length > LIMIT ? [...parts, 'tooLong'] : parts
}
