import { expect, test } from 'vitest'
import { isInRange, LOOPBACK, parseAddressRange, rangesMeet } from '../../src/base/address-range.ts'

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

test('ranges meet where they share an address, and never across families', () => {
  expect(rangesMeet(range('10.0.0.0/8'), range('10.255.0.0/16'))).toBe(true)
  expect(rangesMeet(range('10.0.0.0/8'), range('11.0.0.0/8'))).toBe(false)
  expect(rangesMeet(range('::/0'), range('10.0.0.0/8'))).toBe(false)
  expect(LOOPBACK.map((own) => rangesMeet(own, range('126.0.0.0/7')))).toEqual([true, false])
})

test('an address is in its range, in either dress', () => {
  expect(
    ['192.0.2.7', '::ffff:192.0.2.7', '192.0.3.7', '::1', 'x'].map((one) => isInRange(one, range('192.0.2.0/24'))),
  ).toEqual([true, true, false, false, false])
})
