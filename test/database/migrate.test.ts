import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { nextMigration, readMigrations } from '../../src/database/migrate.ts'

const KNOWN = ['0001-one', '0002-two', '0003-three'].map((name) => ({ name, sql: name, hash: sha256(name) }))
const APPLIED = KNOWN.map(({ name, hash }) => ({ name, sha256: hash }))

test('after any beginning of what is known comes the next one, and nothing after the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: KNOWN.length }), (count) => {
      expect(nextMigration(KNOWN, APPLIED.slice(0, count))).toEqual(KNOWN[count])
    }),
  )
})

test('O2: a migration of a newer program is refused', () => {
  const applied = [...APPLIED, { name: '0004-four', sha256: 'x' }]
  expect(() => nextMigration(KNOWN, applied)).toThrow(
    'The database has the migration 0004-four, this program knows them up to 0003-three: it refuses on a newer schema.',
  )
})

test('a migration that was applied with another text is refused', () => {
  expect(() => nextMigration(KNOWN, [{ name: '0001-one', sha256: 'x' }])).toThrow(Misconfigured)
})

test('a gap in what was applied is refused', () => {
  expect(() => nextMigration(KNOWN, APPLIED.slice(1))).toThrow(Misconfigured)
})

test('the migrations of the package are numbered without a gap', async () => {
  const numbers = (await readMigrations()).map(({ name }) => Number(name.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})
