import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attributes } from '../../../src/endpoints/files/client-files.ts'
import { factsOf, type ListStyle, listLine, parseTime, timeText } from '../../../src/endpoints/ftp/listing.ts'

const NOW = new Date('2026-11-27T10:00:00Z')
const FILE: Attributes = {
  ...{ kind: 'file', size: 1234, mode: 0o640, owner: 7, group: 12345678 },
  ...{ accessedAt: NOW, modifiedAt: new Date('2026-11-23T09:08:07.999Z') },
}

test.each<[string, ListStyle, Partial<Attributes>, string]>([
  ['long', 'long', {}, '-rw-r----- 1 7        12345678         1234 Nov 23 09:08 a b\r\n'],
  [
    'a folder',
    'long',
    { kind: 'directory', mode: 0o750, size: 0 },
    'drwxr-x--- 1 7        12345678            0 Nov 23 09:08 a b\r\n',
  ],
  ['a link', 'long', { kind: 'link', mode: 0o777 }, 'lrwxrwxrwx 1 7        12345678         1234 Nov 23 09:08 a b\r\n'],
  [
    'a large file',
    'long',
    { size: 12_345_678_901_234 },
    '-rw-r----- 1 7        12345678 12345678901234 Nov 23 09:08 a b\r\n',
  ],
  [
    'half a year old',
    'long',
    { modifiedAt: new Date('2026-05-31T10:00:00Z') },
    '-rw-r----- 1 7        12345678         1234 May 31  2026 a b\r\n',
  ],
  [
    'a bit younger',
    'long',
    { modifiedAt: new Date('2026-05-31T10:00:01Z') },
    '-rw-r----- 1 7        12345678         1234 May 31 10:00 a b\r\n',
  ],
  [
    'of the future',
    'long',
    { modifiedAt: new Date('2026-12-01T10:00:00Z') },
    '-rw-r----- 1 7        12345678         1234 Dec  1  2026 a b\r\n',
  ],
  ['its name', 'names', {}, 'a b\r\n'],
  ['its facts', 'facts', {}, 'type=file;size=1234;modify=20261123090807;UNIX.mode=0640; a b\r\n'],
  [
    'the facts of a folder',
    'facts',
    { kind: 'directory', mode: 0o750 },
    'type=dir;modify=20261123090807;UNIX.mode=0750; a b\r\n',
  ],
  [
    'the facts of a link',
    'facts',
    { kind: 'link', mode: 0o777 },
    'type=OS.unix=slink;modify=20261123090807;UNIX.mode=0777; a b\r\n',
  ],
])('a line of a list: %s', (_, style, attributes, expected) => {
  expect(listLine(style, { name: 'a b', attributes: { ...FILE, ...attributes } }, NOW)).toBe(expected)
})

test('facts are those that were asked for, in their own order (RFC 3659 §7.9)', () => {
  expect(factsOf(FILE, ['type', 'modify'])).toBe('type=file;modify=20261123090807;')
  expect(factsOf(FILE, [])).toBe('')
})

test('a time comes back as it was written, to the second', () => {
  const time = fc.date({
    min: new Date('0100-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(time, (written) => {
      expect(parseTime(timeText(written))).toEqual(new Date(Math.floor(written.getTime() / 1000) * 1000))
    }),
  )
})

test.each([
  ['20261127101112', '2026-11-27T10:11:12.000Z'],
  ['20261127101112.345', '2026-11-27T10:11:12.000Z'],
  ['20280229000000', '2028-02-29T00:00:00.000Z'],
  // RFC 3659 §2.3: a second that is inserted is written as 60.
  ['20161231235960', '2016-12-31T23:59:59.000Z'],
])('the time %s', (text, expected) => {
  expect(parseTime(text)?.toISOString()).toBe(expected)
})

test.each([
  ...['20270229000000', '20261301000000', '20260001000000', '20260100000000', '20260132000000', '20260101240000'],
  ...['20260101006000', '20260101000061', '20260101000099', '2026010100000', '202601010000000', '20260101000000.'],
  ...['', ' 20260101000000', '2026-01-01 00:00:00', '+2026010100000'],
])('%j is no time', (text) => {
  expect(parseTime(text)).toBe(null)
})
