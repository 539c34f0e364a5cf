import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loginOrigin } from '../../src/registry/login-origin.ts'

// biome-ignore format: a table
test.each([
  ['192.0.2.7',                null,        { key: '192.0.2.7',           isCapped: true }],
  ['::ffff:192.0.2.7',         null,        { key: '192.0.2.7',           isCapped: true }],
  ['::FFFF:192.0.2.7',         null,        { key: '192.0.2.7',           isCapped: true }],
  ['2001:db8:1:2:3:4:5:6',     null,        { key: '2001:db8:1:2::/64',   isCapped: true }],
  ['2001:DB8:0001:2::9',       null,        { key: '2001:db8:1:2::/64',   isCapped: true }],
  ['2001:db8::1',              null,        { key: '2001:db8:0:0::/64',   isCapped: true }],
  ['::1',                      null,        { key: '0:0:0:0::/64',        isCapped: true }],
  ['fe80::1%eth0',             null,        { key: 'fe80:0:0:0::/64',     isCapped: true }],
  ['192.0.2.7',                'publilink', { key: 'publilink',           isCapped: false }],
])('decision 30: %s from network %s', (address, network, expected) => {
  expect(loginOrigin(address, network)).toEqual(expected)
})

test('all addresses of one /64 count as one, however they are written', () => {
  const group = fc.nat({ max: 0xffff }).map((value) => value.toString(16))
  const groups = (length: number) => fc.array(group, { minLength: length, maxLength: length })
  fc.assert(
    fc.property(groups(4), groups(4), groups(4), (subnet, some, others) => {
      const [one, other] = [some, others].map((host) => loginOrigin([...subnet, ...host].join(':'), null))
      expect(one).toEqual(other)
      const padded = [...subnet, ...some].map((part) => part.padStart(4, '0').toUpperCase()).join(':')
      expect(loginOrigin(padded, null)).toEqual(one)
    }),
  )
})
