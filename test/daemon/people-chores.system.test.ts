import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import type { LiveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { startPeopleChores } from '../../src/daemon/people-chores.ts'
import type { Database } from '../../src/database/database.ts'
import { createSecretBox, makeSecretKey } from '../../src/registry/secret-box.ts'
import { eventually } from '../gateway/gateway.ts'
import { certificate, enrolled } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'

/** Of those in the table, those by which something ends. */
const ENDING = 8

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

test('rule 32.4: after a step of the clock no certificate comes to its end, nor anything else; later it does', async () => {
  await enrolled(database, { certificates: [certificate()] })
  await database.queries
    .updateTable('certificate')
    .set({ not_after: new Date(Date.now() - 1000) })
    .execute()
  let asked = 0
  {
    await using _held = await chores(async () => {
      asked++
      return false
    })
    await eventually(
      async () => asked,
      (times) => times === ENDING,
    )
  }
  expect(await states()).toEqual(['valid'])
  await using _steady = await chores(async () => true)
  await eventually(states, ([state]) => state === 'expired')
})

async function chores(mayEnd: () => Promise<boolean>): Promise<AsyncDisposable> {
  const { config } = await loadConfig({ cwd: '/', keys: false })
  const live: LiveConfig = { current: () => config, reload: async () => null, onReload: () => {} }
  const box = createSecretBox(makeSecretKey())
  return startPeopleChores({
    ...{ live, log: silentLog, now: () => new Date(), database, box, books: () => null, time: { mayEnd } },
  })
}

async function states(): Promise<string[]> {
  const rows = await database.queries.selectFrom('certificate').select('state').execute()
  return rows.map(({ state }) => state)
}
