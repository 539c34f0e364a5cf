import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { restored } from '../registry/restored-scene.ts'
import { testDatabase } from '../support/test-database.ts'
import { type CommandLine, commandLine } from './command-line.ts'

let database: Database
let sluice: CommandLine
beforeAll(async () => {
  database = await testDatabase()
  sluice = commandLine(database)
})
afterAll(async () => {
  sluice?.[Symbol.dispose]()
  await database?.[Symbol.asyncDispose]()
})

test('rule 31.11: of two changes with one number none is left out, where a page ends between them', async () => {
  const numbers = [...Array.from({ length: 499 }, (_, index) => index + 1), 500, 500]
  const entries = numbers.map((auditNo, index) => ({ auditNo, at: `2026-11-27T10:00:0${index === 500 ? 1 : 0}Z` }))
  await restored(database, '20261127T0300Z', entries)
  const { out } = await sluice('restored', 'list', '--json')
  const [{ changes }] = JSON.parse(out).restorations
  expect(changes.map(({ auditNo }: { auditNo: number }) => auditNo)).toEqual(numbers)
})
