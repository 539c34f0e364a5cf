import { expect, test } from 'vitest'
import { restored } from '../registry/restored-scene.ts'
import { testDatabase } from '../support/test-database.ts'
import { commandLine } from './command-line.ts'

test('rule 31.11: of two changes with one number none is left out, where a page ends between them', async () => {
  await using database = await testDatabase()
  using sluice = commandLine(database)
  const numbers = [...Array.from({ length: 499 }, (_, index) => index + 1), 500, 500]
  const entries = numbers.map((auditNo, index) => ({ auditNo, at: `2026-11-27T10:00:0${index === 500 ? 1 : 0}Z` }))
  await restored(database, '20261127T0300Z', entries)
  const { out } = await sluice('restored', 'list', '--json')
  const [{ changes }] = JSON.parse(out).restorations
  expect(changes.map(({ auditNo }: { auditNo: number }) => auditNo)).toEqual(numbers)
})
