/** What operators are refused, in the audit. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type ConsoleRig, consoleRig } from './rig.ts'

const PER_HOUR = 3

test('rule 21.13: refusals that come at once make so many entries of an operator and hour, and one for the rest', async () => {
  await using rig = await consoleRig({ sets: [`operators.refusalsPerHour=${PER_HOUR}`] })
  const refuse = async (role: 'viewer' | 'operator', count: number) => {
    const asked = Array.from({ length: count }, () => rig.ask({ url: '/operators', headers: rig.as(role) }))
    for (const { statusCode } of await Promise.all(asked)) expect(statusCode).toBe(403)
  }
  await refuse('viewer', PER_HOUR + 4)
  await refuse('operator', 1)
  const full = [...Array(PER_HOUR).fill('console.refused'), 'console.refusalsLeftOut']
  expect([await told(rig, 'viewer-1'), await told(rig, 'operator-1')]).toEqual([full, ['console.refused']])
  await sql`alter table audit disable trigger user`.execute(rig.database.queries)
  await sql`update audit set at = at - interval '61 minutes'`.execute(rig.database.queries)
  await refuse('viewer', 1)
  expect(await told(rig, 'viewer-1')).toEqual([...full, 'console.refused'])
})

async function told({ database }: ConsoleRig, name: string): Promise<string[]> {
  const rows = await database.queries
    .selectFrom('audit')
    .select('action')
    .where('actor', '=', `operator:${name}@console`)
    .where('subject', '=', `operator:${name}`)
    .orderBy('audit_no')
    .execute()
  return rows.map(({ action }) => action)
}
