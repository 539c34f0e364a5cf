import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { listSenders } from '../../src/registry/sender-list.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

const NAMES = [
  'Bakkerij Peeters',
  'Société Générale d’Électricité',
  'Gemeente Aalter',
  '100% Zuiver BV',
  'ΕΤΑΙΡΕΙΑ 東京都',
]

let database: Database
beforeAll(async () => {
  database = await testDatabase()
  await sql`
    with made as (
      insert into enterprise (enterprise_number, legal_name, language, state)
      select lpad(n::text, 10, '0'), coalesce((${sql.lit(`{${NAMES.map((name) => `"${name}"`).join(',')}}`)}::text[])[n], 'Firma ' || md5(n::text)), 'fr', 'active'
      from generate_series(1, 20000) as n returning enterprise_number
    ), acting as (
      insert into quality (enterprise_number, quality_code, state) select enterprise_number, 'QUAL_EMP_NOSS', 'active' from made
    )
    insert into sender (sender_number, enterprise_number, quality_code, state)
    select right(enterprise_number, 6), enterprise_number, 'QUAL_EMP_NOSS', 'active' from made`.execute(
    database.queries,
  )
  await sql`vacuum analyze enterprise`.execute(database.queries)
})
afterAll(() => database?.[Symbol.asyncDispose]())

const found = async (text: string) =>
  (await listSenders(database.queries, { text, sort: 'number', limit: 50 })).map(({ legalName }) => legalName)

test.each([
  ['PEETERS', [NAMES[0]]],
  ['rij pee', [NAMES[0]]],
  ['ÉLEC', [NAMES[1]]],
  ['d’électricité', [NAMES[1]]],
  ['0% z', [NAMES[3]]],
  ['%ui%', []],
  ['京都', [NAMES[4]]],
  ['αιρ', [NAMES[4]]],
  ['nte', [NAMES[2]]],
  ['nowhere to be seen', []],
])('rule 26.7: a sender is found by a part of its name: %s', async (text, names) => {
  expect(await found(text)).toEqual(names)
})

test('rule 26.7: a part of a name is found without a look at each, however many there are', async () => {
  const filter = { sort: 'number', limit: 50 } as const
  const { value, rows } = await rowsRead(database, (queries) => listSenders(queries, { ...filter, text: 'peeters' }))
  expect([value.length, rows < 300, rows]).toEqual([1, true, expect.any(Number)])
})
