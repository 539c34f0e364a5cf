import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { writeAudit } from '../../src/registry/audit.ts'
import { chainAudit } from '../../src/registry/audit-chain.ts'
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

test('case O8: a record that somebody changed by hand ends the check with 1 and its place, in words and in JSON', async () => {
  for (const reason of ['one', 'two', 'three'])
    await database.transaction((tx) => writeAudit(tx, { actor: 'operator:ann', action: 'a.b', subject: 'x:1', reason }))
  await chainAudit(database)
  await database.transaction((tx) =>
    writeAudit(tx, { actor: 'operator:ann', action: 'a.b', subject: 'x:1', reason: 'four' }),
  )
  expect(await sluice('audit', 'verify')).toEqual({
    ...{ code: 0, err: '' },
    out: 'The chain is whole: 3 entries, 1 not chained yet.',
  })
  await changeByHand()
  expect(await sluice('audit', 'verify')).toEqual({
    ...{ code: 1, err: '' },
    out: 'The chain is broken at entry 2 (changed): 1 entries, 1 not chained yet.',
  })
  const { code, out } = await sluice('audit', 'verify', '--json')
  expect([code, JSON.parse(out)]).toMatchObject([1, { ok: false, firstBreak: { chainNo: 2, why: 'changed' } }])
})

/** As somebody with all rights on the server could. */
async function changeByHand(): Promise<void> {
  await sql`alter table audit disable trigger user`.execute(database.queries)
  await sql`update audit set reason = 'nothing' where chain_no = 2`.execute(database.queries)
  await sql`alter table audit enable trigger user`.execute(database.queries)
}
