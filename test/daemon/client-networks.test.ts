import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkFault, networkFinder } from '../../src/daemon/client-networks.ts'

const NETWORKS = [
  network('empty', []),
  network('office', ['192.0.2.0/24', '2001:db8:1::/48']),
  network('one', ['198.51.100.7/32', '2001:db8:2::7/128']),
  network('wide', ['192.0.0.0/8', '10.0.0.0/9', '::ffff:172.16.0.0/108']),
  network('six', ['2001:db8::/32', '::/96']),
]

// biome-ignore format: a table
test.each([
  ['192.0.2.0',                'office'],
  ['192.0.2.255',              'office'],
  ['192.0.3.0',                'wide'],
  ['198.51.100.7',             'one'],
  ['198.51.100.8',             null],
  ['10.127.255.255',           'wide'],
  ['10.128.0.0',               null],
  ['::ffff:192.0.2.9',         'office'],
  ['::FFFF:10.1.2.3',          'wide'],
  ['172.16.4.4',               'wide'],
  ['::ffff:172.31.255.255',    'wide'],
  ['172.32.0.0',               null],
  ['2001:db8:1::1',            'office'],
  ['2001:DB8:1:ffff::',        'office'],
  ['2001:db8:2::7',            'one'],
  ['2001:db8:2::8',            'six'],
  ['2001:db9::',               null],
  ['::1',                      'six'],
  ['fe80::1%eth0',             null],
  ['2001:db8:1::1%eth0',       'office'],
])('decision 31: %s comes from %s', (address, expected) => {
  expect(networkFinder(() => NETWORKS)(address)?.name ?? null).toBe(expected)
})

test('all of IPv6 holds no IPv4 client, however it is written', () => {
  const find = networkFinder(() => [network('all', ['::/0'])])
  expect(['::1', '192.0.2.1', '::ffff:192.0.2.1'].map((address) => find(address)?.name)).toEqual([
    ...['all', undefined, undefined],
  ])
})

test('without networks everybody comes from none', () => {
  expect(networkFinder(() => [])('192.0.2.1')).toBeNull()
})

test('every address of a range is in it, and IPv4 in IPv6 clothes is the same client', () => {
  const address = fc.nat({ max: 2 ** 32 - 1 })
  fc.assert(
    fc.property(address, address, fc.integer({ min: 0, max: 32 }), (net, other, bits) => {
      const size = 2 ** (32 - bits)
      const isInside = Math.floor(net / size) === Math.floor(other / size)
      const find = networkFinder(() => [network('range', [`${dotted(net)}/${bits}`])])
      const found = [dotted(other), `::ffff:${dotted(other)}`].map((written) => find(written) !== null)
      expect(found).toEqual([isInside, isInside])
    }),
  )
})

test('the ranges are read once for each list, and a new list is in force at once', () => {
  let reads = 0
  const counted = () => ({
    ...network('counted', []),
    get cidrs() {
      reads += 1
      return ['192.0.2.0/24']
    },
  })
  let networks = [counted()]
  const find = networkFinder(() => networks)
  expect([find('192.0.2.1')?.name, find('192.0.2.2')?.name, find('203.0.113.1'), reads]).toEqual([
    ...['counted', 'counted', null, 1],
  ])
  networks = []
  expect(find('192.0.2.1')).toBeNull()
})

// biome-ignore format: a table
test.each([
  [null,              'sftp', null],
  [null,              'ftp',  null],
  [['ftp'] as const,  'ftp',  null],
  [['ftp'] as const,  'sftp', 'channelNotInNetwork'],
  [[],                'ftp',  'channelNotInNetwork'],
] as const)('decision 31: where %s may be used, %s meets %s', (channels, channel, fault) => {
  expect(networkFault(channels && { ...network('some', []), channels }, channel)).toBe(fault)
})

function network(name: string, cidrs: readonly string[]) {
  return { name, cidrs, channels: ['sftp', 'ftp', 'web'] as const }
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}
