import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attributes } from '../../src/endpoints/files/client-files.ts'
import { attributeBytes, listingLine, readAttributes } from '../../src/endpoints/sftp/attributes.ts'
import { FieldReader } from '../../src/endpoints/sftp/packets.ts'

const NOW = new Date('2026-11-23T12:00:00Z')

const FILE: Attributes = {
  kind: 'file',
  size: 1234,
  mode: 0o640,
  owner: 0,
  group: 7,
  accessedAt: NOW,
  modifiedAt: new Date('2026-11-03T08:05:00Z'),
}

test('attributes on the wire are read back, whatever they are', () => {
  fc.assert(
    fc.property(
      fc.nat(Number.MAX_SAFE_INTEGER),
      fc.nat(0o7777),
      fc.nat(0xffff_ffff),
      fc.nat(0xffff_ffff),
      (size, mode, owner, time) => {
        const at = new Date(time * 1000)
        const bytes = attributeBytes({ ...FILE, size, mode, owner, accessedAt: at, modifiedAt: at })
        expect(readAttributes(new FieldReader(bytes, 0))).toEqual({
          size,
          mode,
          ownership: { owner, group: 7 },
          times: { accessedAt: at, modifiedAt: at },
        })
      },
    ),
  )
})

test('times outside 1970 to 2106 are brought to its ends', () => {
  const [early, late] = [new Date(-5000), new Date(0xffff_ffff * 1000 + 5000)]
  const bytes = attributeBytes({ ...FILE, accessedAt: early, modifiedAt: late })
  expect([bytes.readUInt32BE(24), bytes.readUInt32BE(28)]).toEqual([0, 0xffff_ffff])
})

test.each<[string, Attributes, string]>([
  ['a file of this half-year', FILE, '-rw-r-----    1 0        7            1234 Nov  3 08:05 name'],
  [
    'an old folder',
    { ...FILE, kind: 'directory', mode: 0o755, modifiedAt: new Date('2024-02-29T08:05:00Z') },
    'drwxr-xr-x    1 0        7            1234 Feb 29  2024 name',
  ],
  ['a link', { ...FILE, kind: 'link', mode: 0o777 }, 'lrwxrwxrwx    1 0        7            1234 Nov  3 08:05 name'],
])('lists %s as ls -l does', (_, attributes, line) => {
  expect(listingLine('name', attributes, NOW)).toBe(line)
})
