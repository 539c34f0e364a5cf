/** The database goes away while a page waits for it: the person is told that it may be tried again, and nothing is half done. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { givePassword, type RealPortal, realPortal } from './real-portal.ts'

test('a change that loses its connection is told as one for later, and comes in when it is sent again', async () => {
  await using portal = await realPortal()
  const visitor = await portal.signedIn(await givePassword(portal))
  const profile = await visitor.look('/profile')
  const data = { language: 'fr', email: 'anna@baeckerei.example', mobilePhone: '+32 470 00 00 01' }
  const before = await personsIn(portal)
  const lost = await portal.database.transaction(async (tx) => {
    await sql`select from person for update`.execute(tx)
    const sent = visitor.send(profile, '/profile', data)
    await cut(portal)
    return sent
  })
  expect([lost.status, lost.headers['retry-after']]).toEqual([503, '5'])
  expect(lost.html).toContain('Something that is needed for this does not answer now.')
  expect(await personsIn(portal)).toEqual(before)
  expect((await visitor.send(profile, '/profile', data)).status).toBe(303)
})

/** Ends the connection that waits for a row. */
async function cut({ database: { queries } }: RealPortal): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql<{ ended: boolean }>`
        select pg_terminate_backend(pid) as ended from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`.execute(queries)
      return rows
    })
    .toEqual([{ ended: true }])
}

async function personsIn({ database: { queries } }: RealPortal) {
  return queries.selectFrom('person').selectAll().execute()
}
