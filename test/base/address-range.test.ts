import { expect, test } from 'vitest'
import { isInRange, LOOPBACK, parseAddressRange, rangesMeet, rangeText } from '../../src/base/address-range.ts'
import { parseAddress } from '../../src/base/addresses.ts'

const range = (text: string) => {
  const parsed = parseAddressRange(text)
  if (!parsed) throw new Error(`no range: ${text}`)
  return parsed
}

test.each([
  ['192.0.2.7', { family: 4, first: 0xc0000207n, last: 0xc0000207n, prefix: 32 }],
  [' 192.0.2.200/25 ', { family: 4, first: 0xc0000280n, last: 0xc00002ffn, prefix: 25 }],
  ['0.0.0.0/0', { family: 4, first: 0n, last: 0xffffffffn, prefix: 0 }],
  ['::ffff:192.0.2.7', { family: 4, first: 0xc0000207n, last: 0xc0000207n, prefix: 32 }],
  ['::ffff:192.0.2.7/120', { family: 4, first: 0xc0000200n, last: 0xc00002ffn, prefix: 24 }],
  ['::FFFF:c000:207/128', { family: 4, first: 0xc0000207n, last: 0xc0000207n, prefix: 32 }],
  ['::ffff:0:0/95', { family: 6, first: 0xfffe00000000n, last: 0xffffffffffffn, prefix: 95 }],
  ['fe80::7%eth0/64', { family: 6, first: 0xfe80n << 112n, last: (0xfe80n << 112n) + (1n << 64n) - 1n, prefix: 64 }],
  ['2001:DB8::/32', { family: 6, first: 0x20010db8n << 96n, last: (0x20010db9n << 96n) - 1n, prefix: 32 }],
  ['::1', { family: 6, first: 1n, last: 1n, prefix: 128 }],
])('%s is a range', (text, expected) => {
  expect(parseAddressRange(text)).toEqual(expected)
})

test.each([
  ...['', 'x', '192.0.2', '192.0.2.256', '192.0.2.07', '192.0.2.7/33', '192.0.2.7/', '192.0.2.7/-1', '192.0.2.7/08'],
  ...[
    '192.0.2.7/8/8',
    '1.2.3.4.5',
    ':::',
    '1::2::3',
    '2001:db8',
    '2001:db8::/129',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7:8:9',
  ],
])('"%s" is none', (text) => {
  expect(parseAddressRange(text)).toBeNull()
})

test.each([
  ['192.0.2.7', '192.0.2.7/32'],
  ['::FFFF:192.0.2.9/120', '192.0.2.0/24'],
  ['2001:DB8:0:0::9/48', '2001:db8::/48'],
  ['fe80::1%eth0', 'fe80::1/128'],
])('%s is kept as %s', (text, kept) => {
  expect(rangeText(range(text))).toBe(kept)
})

test('ranges meet where they share an address, and never across families', () => {
  expect(rangesMeet(range('10.0.0.0/8'), range('10.255.0.0/16'))).toBe(true)
  expect(rangesMeet(range('10.0.0.0/8'), range('11.0.0.0/8'))).toBe(false)
  expect(rangesMeet(range('::/0'), range('10.0.0.0/8'))).toBe(false)
  expect(LOOPBACK.map((own) => rangesMeet(own, range('126.0.0.0/7')))).toEqual([true, false])
})

test('an address is in its range, in either dress', () => {
  expect(
    ['192.0.2.7', '::ffff:192.0.2.7', '::ffff:c000:207', '192.0.3.7', '::1'].map((one) => {
      const address = parseAddress(one)
      return address && isInRange(address, range('192.0.2.0/24'))
    }),
  ).toEqual([true, true, true, false, false])
})
