import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Transaction } from '../../src/database/database.ts'
import { noteRead, readersWithinHour } from '../../src/registry/contents-reads.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

const ANNA = { actor: 'operator:anna@console', reason: 'why' }
const FILE = { submissionId: '0197a000-0000-7000-8000-000000000001', file: 'FI', sha256: null, bytes: 0 }

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await sql`insert into audit (at, actor, action, subject)
    select now() - interval '61 minutes', ${ANNA.actor}, 'contents.read', 'x' from generate_series(1, 500)
    union all select now(), ${ANNA.actor}, 'session.kicked', 'x' from generate_series(1, 10000)`.execute(
    database.queries,
  )
})
afterAll(() => database?.[Symbol.asyncDispose]())

test('rule 22.11: however long the audit is, only readings of the last hour are looked at', async () => {
  for (const analyzed of [false, true]) {
    if (analyzed) await sql`analyze audit`.execute(database.queries)
    const noted = await rowsRead(database, (tx) => noteRead(tx as Transaction, ANNA, FILE, 10))
    expect([noted.value, noted.rows < 50]).toEqual([{ isNoted: true }, true])
    const readers = await rowsRead(database, readersWithinHour)
    expect(readers.rows).toBeLessThan(50)
  }
  expect(await readersWithinHour(database.queries)).toEqual([{ reader: ANNA.actor, reads: 2 }])
})

test('rule 22.11: when there is no room, it is told how long the oldest that counts still does', async () => {
  const carl = { actor: 'operator:carl@console', reason: 'why' }
  await sql`insert into audit (at, actor, action, subject)
    select now() - minutes * interval '1 minute', ${carl.actor}, 'contents.read', 'x'
    from unnest(array[50, 20, 10]) as minutes`.execute(database.queries)
  const told = await database.transaction((tx) => noteRead(tx, carl, FILE, 2))
  expect(told.isNoted || Math.round(told.seconds / 60)).toBe(40)
  expect(await database.transaction((tx) => noteRead(tx, carl, FILE, 4))).toEqual({ isNoted: true })
})
