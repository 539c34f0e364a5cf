import { expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { doorsOf } from '../../src/portal/doors.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACCESS } from './people-rig.ts'

const HERE = '0206731645'
const ELSEWHERE = '0123456749'
const ANN = '0197a000-0000-7000-8000-00000000000a'
const RULES = { usersManageChannels: false, freshSeconds: 300, freshAssurance: 400 }
const ACTOR = {
  reaches: null,
  accountId: ANN,
  method: 'totp',
  assurance: 400,
  traceId: 'x',
  provenAt: new Date(),
  provenAssurance: 400,
}

test('a person is found with what is shown of her, and no longer when the account is closed', async () => {
  await using database = await withAnn()
  const doors = doorsOf({ database, rules: RULES, access: () => ACCESS })
  expect(await doors.personBehind(ANN)).toEqual({
    ...{ personId: ANN, accountId: ANN, lastName: 'Peeters', firstName: 'Ann', language: 'nl' },
    ...{ email: 'ann@example.be', mobilePhone: null, username: 'ann.x', version: 1 },
  })
  await database.queries.updateTable('account').set({ state: 'closed' }).execute()
  expect(await doors.personBehind(ANN)).toBe(undefined)
})

// Holds rule 10.3.
test('the row of a route is asked with the roles that are held at this moment', async () => {
  await using database = await withAnn()
  const doors = doorsOf({ database, rules: RULES, access: () => ACCESS })
  const look = async (enterpriseNumber: string, qualityCode: string | null) => {
    const looked = await doors.mayLook(ACTOR, 'listUsers', { enterpriseNumber, qualityCode })
    return looked.ok ? 'open' : looked.problem.code
  }
  expect([await look(HERE, 'QUAL_SSC'), await look(HERE, 'QUAL_CUR'), await look(ELSEWHERE, null)]).toEqual([
    ...['open', 'SLU-MISSING', 'SLU-MISSING'],
  ])
  await database.queries.updateTable('appointment').set({ state: 'ended', ended_at: new Date() }).execute()
  expect([await look(HERE, 'QUAL_SSC'), await doors.reachOf(ACTOR)]).toEqual(['SLU-MISSING', []])
})

/** Ann is access manager of one quality of one of two enterprises. */
async function withAnn(): Promise<Database> {
  const database = await testDatabase()
  const { queries } = database
  for (const number of [HERE, ELSEWHERE]) {
    await queries
      .insertInto('enterprise')
      .values({ enterprise_number: number, legal_name: 'X', state: 'active' })
      .execute()
  }
  const quality = { enterprise_number: HERE, quality_code: 'QUAL_SSC' }
  await queries
    .insertInto('quality')
    .values({ ...quality, state: 'active' })
    .execute()
  const names = { last_name: 'Peeters', first_name: 'Ann', language: 'nl', email: 'ann@example.be', created_by: 'x' }
  await queries
    .insertInto('person')
    .values({ person_id: ANN, ...names })
    .execute()
  const account = { account_id: ANN, person_id: ANN, username: 'ann.x', state: 'active' }
  await queries.insertInto('account').values(account).execute()
  await queries
    .insertInto('appointment')
    .values({
      ...{ appointment_id: ANN, ...quality, role: 'accessManager', account_id: ANN },
      ...{ appointed_by: 'x', origin: 'appointment', state: 'active' },
    })
    .execute()
  return database
}
