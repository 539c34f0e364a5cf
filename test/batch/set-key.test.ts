import fc from 'fast-check'
import { expect, test } from 'vitest'
import { finalName, rawKeysOf, routeOf } from '../../src/batch/set-key.ts'

const TEMPORARY = ['.*', '.filepart', '.part', '.partial', '.tmp', '.duckpart']

test.each([
  ['FI.DMFA.123456.20261123.00001.R.1.1', { kind: 'member', mark: 'FI', rawKey: 'IN/DMFA.123456.20261123.00001.R' }],
  ['FS.DMFA.123456.20261123.00001.R', { kind: 'member', mark: 'FS', rawKey: 'IN/DMFA.123456.20261123.00001.R' }],
  ['GO.DMFA.123456.20261123.00001.R.1', { kind: 'member', mark: 'GO', rawKey: 'IN/DMFA.123456.20261123.00001.R' }],
  ['TD.DMFA.123456.20261123.00001.R.1', { kind: 'member', mark: 'TD', rawKey: 'IN/DMFA.123456.20261123.00001.R' }],
  // decision 4: whatever the elements hold, they tell the set
  ['FI.dmfa.1.2.3.X.1.1.xml', { kind: 'member', mark: 'FI', rawKey: 'IN/dmfa.1.2.3.X' }],
  ['FI.....', { kind: 'member', mark: 'FI', rawKey: 'IN/....' }],
  ['FI.DMFA.123456.20261123.00001', { kind: 'unroutable', rawKey: 'FI.DMFA.123456.20261123.00001' }],
  ['FO.ACRF.999999.20261123.00001.R', { kind: 'unroutable', rawKey: 'FO.ACRF.999999.20261123.00001.R' }],
  ['fi.DMFA.123456.20261123.00001.R', { kind: 'unroutable', rawKey: 'fi.DMFA.123456.20261123.00001.R' }],
  ['GO', { kind: 'unroutable', rawKey: 'GO' }],
  // decision 5
  ['FI.DMFA.123456.20261123.00001.R.1.1.filepart', { kind: 'temporary' }],
  ['.FI.DMFA.123456.20261123.00001.R.1.1', { kind: 'temporary' }],
  ['.htaccess', { kind: 'temporary' }],
])('%s', (name, route) => {
  expect(routeOf('IN', name, TEMPORARY)).toEqual(route)
})

test('the folder is part of the key, so that a file in the wrong folder does not meet the right set', () => {
  const name = 'FI.DMFA.123456.20261123.00001.R.1.1'
  const keys = (['IN', 'INTEST', 'INTEST-S'] as const).map((folder) => routeOf(folder, name, TEMPORARY))
  expect(keys.map((route) => route.kind === 'member' && route.rawKey)).toEqual(
    rawKeysOf('DMFA.123456.20261123.00001.R'),
  )
})

test('every name has a route, and only a temporary one has another final name', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const final = finalName(name, TEMPORARY)
      expect(routeOf('IN', name, TEMPORARY).kind === 'temporary').toBe(final !== name)
      expect(routeOf('IN', final, TEMPORARY).kind).not.toBe('temporary')
    }),
  )
})

test('a name without its temporary marks', () => {
  expect(['.FI.A.filepart', 'FI.A.part.tmp', 'FI.A'].map((name) => finalName(name, TEMPORARY))).toEqual([
    'FI.A',
    'FI.A',
    'FI.A',
  ])
})

const anyName = fc
  .array(fc.oneof(fc.constantFrom('.', '.part', '.tmp', 'FI', 'GO', '.DMFA', '.R'), fc.string({ maxLength: 3 })), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''))
