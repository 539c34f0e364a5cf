import { SocketAddress } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAddress, plainAddress, unmapped } from '../../src/base/addresses.ts'

// biome-ignore format: a table
test.each([
  ['192.0.2.7',         '192.0.2.7'],
  ['::ffff:192.0.2.7',  '192.0.2.7'],
  ['::FFFF:192.0.2.7',  '192.0.2.7'],
  ['::ffff:c000:207',   '192.0.2.7'],
  ['0:0:0:0:0:FFFF:C000:0207', '192.0.2.7'],
  ['::ffff:192.0.2.7%eth0', '192.0.2.7'],
  ['2001:db8::7',       '2001:db8::7'],
  ['2001:0DB8:0:0:0000:0:0:7', '2001:db8::7'],
  ['2001:db8:0:1:0:0:0:7', '2001:db8:0:1::7'],
  ['2001:0:0:1:0:0:1:1', '2001::1:0:0:1:1'],
  ['1:0:2:3:4:5:6:7',   '1:0:2:3:4:5:6:7'],
  ['64:ff9b::192.0.2.7', '64:ff9b::c000:207'],
  ['0::0',              '::'],
  ['fe80::1%eth0',      'fe80::1'],
  ['publilink',         'publilink'],
  ['',                  ''],
])('rule 26.10: %s is compared as %s', (address, plain) => {
  expect(plainAddress(address)).toBe(plain)
})

test.each(['192.0.2', '192.0.2.07', '::ffff:192.0.2.256', '::1.2.3', '1::2::3', '1:2:3:4:5:6:7', '::g', '%eth0'])(
  '"%s" is no address',
  (text) => {
    expect(parseAddress(text)).toBeNull()
  },
)

test('the one spelling of an address is the one that sockets tell', () => {
  const group = fc.oneof(fc.constant(0), fc.nat({ max: 0xffff }))
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const written = groups.map((part) => part.toString(16).padStart(4, '0').toUpperCase()).join(':')
      const told = new SocketAddress({ address: written, family: 'ipv6' }).address
      fc.pre(!told.includes('.'))
      expect(plainAddress(written)).toBe(told)
    }),
  )
})

test('a zone stays where an address is listened on, and what is no address stays nothing', () => {
  expect(['::FFFF:192.0.2.1', 'fe80::1%eth0', undefined].map(unmapped)).toEqual(['192.0.2.1', 'fe80::1%eth0', ''])
})
