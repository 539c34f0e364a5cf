import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasControlBytes, parseCommandLine } from '../../../src/endpoints/ftp/command-line.ts'

test.each([
  ['NOOP', 'NOOP', null],
  ['noop', 'NOOP', null],
  ['NOOP ', 'NOOP', ''],
  ['STOR  a b ', 'STOR', ' a b '],
  ['XMD5 a', 'XMD5', 'a'],
  ['SITE CHMOD 777 x', 'SITE', 'CHMOD 777 x'],
  ['', '', null],
  [' NOOP', '', 'NOOP'],
  ['NOOP\tx', '', null],
  ['5XYZ', '', null],
  ['ABCDEFGHI', '', null],
])('the line %j', (line, verb, argument) => {
  expect(parseCommandLine(line)).toEqual({ verb, argument })
})

test.each([
  ['IAC IP, IAC DM', '\xff\xf4\xff\xf2ABOR'],
  ['the mark beside the stream', '\xff\xf4\xffABOR'],
  ['the mark alone', '\xf2ABOR'],
  ['IAC IP alone', '\xff\xf4ABOR'],
  ['an option that is refused', '\xff\xfc\x06ABOR'],
  ['an option whose byte is a letter', '\xff\xfdAABOR'],
])('Telnet before ABOR: %s (case F10)', (_, line) => {
  expect(parseCommandLine(line)).toEqual({ verb: 'ABOR', argument: null })
})

test('a name keeps its bytes; 255 is sent twice (RFC 854, case F13)', () => {
  expect(parseCommandLine('STOR a\xff\xffb').argument).toBe('a\xffb')
  expect(parseCommandLine('STOR \xc3\xa9\xff').argument).toBe('\xc3\xa9\xff')
})

test('every command comes back as it was written', () => {
  const verb = fc.stringMatching(/^[A-Z][A-Z0-9]{0,7}$/)
  const argument = fc.option(byteText())
  fc.assert(
    fc.property(verb, argument, (written, text) => {
      const line = text === null ? written : `${written} ${text.replaceAll('\xff', '\xff\xff')}`
      expect(parseCommandLine(line)).toEqual({ verb: written, argument: text })
    }),
  )
})

test('whatever the line holds, it is read', () => {
  fc.assert(
    fc.property(byteText(), (line) => {
      expect(parseCommandLine(line).verb).toMatch(/^([A-Z][A-Z0-9]{0,7})?$/)
    }),
  )
})

test('CR, LF and NUL are in no name (case F13)', () => {
  fc.assert(
    fc.property(byteText(), (text) => {
      expect(hasControlBytes(text)).toBe([...text].some((byte) => byte === '\r' || byte === '\n' || byte === '\0'))
    }),
  )
  expect(['\r', '\n', '\0', '\x7f'].map(hasControlBytes)).toEqual([true, true, true, false])
})

/** Any bytes, more often those that matter. */
function byteText(): fc.Arbitrary<string> {
  const special = fc.constantFrom(0xff, 0xf4, 0xf2, 0x20, 0x0d, 0x0a, 0x00, 0x41)
  const byte = fc.oneof(special, fc.nat(255))
  return fc.array(byte, { maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
}
