import { expect, test } from 'vitest'
import { plainAddress, unmapped } from '../../src/base/addresses.ts'

// biome-ignore format: a table
test.each([
  ['192.0.2.7',         '192.0.2.7'],
  ['::ffff:192.0.2.7',  '192.0.2.7'],
  ['::FFFF:192.0.2.7',  '192.0.2.7'],
  ['2001:db8::7',       '2001:db8::7'],
  ['fe80::1%eth0',      'fe80::1'],
  ['',                  ''],
])('%s is compared as %s', (address, plain) => {
  expect(plainAddress(address)).toBe(plain)
})

test('a zone stays where an address is listened on, and what is no address stays nothing', () => {
  expect(['::FFFF:192.0.2.1', 'fe80::1%eth0', undefined].map(unmapped)).toEqual(['192.0.2.1', 'fe80::1%eth0', ''])
})
