import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { appoint } from '../../../src/registry/people/appointments.ts'
import { createUser } from '../../../src/registry/people/quality-users.ts'
import { type Actor, authorise, authoriseReading } from '../../../src/registry/policy/authorise.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, value } from '../fixtures.ts'
import {
  actor,
  BOX,
  founded,
  LIMITS,
  newUser,
  person,
  RULES,
  type Run,
  runIn,
  somebody,
  ssin,
  USERS,
} from '../people/fixtures.ts'

const MINUTE_MS = 60_000
/** The database's clock and ours are the same machine's; a minute is more than they differ. */
const STALE = { provenAt: new Date(Date.now() - 6 * MINUTE_MS) }
const COMING = { provenAt: new Date(Date.now() + 3 * MINUTE_MS) }
const FRESH = { provenAt: new Date(Date.now() - MINUTE_MS) }

let database: Database
let run: Run
beforeAll(async () => {
  database = await testDatabase()
  run = runIn(database)
})
afterAll(() => database[Symbol.asyncDispose]())

// Holds rule 10.12.
test.each<[string, Partial<Actor>, string, { readonly strongUser?: boolean }]>([
  ['a strong sign-in of this minute', { ...FRESH, provenAssurance: 400 }, 'allowed', { strongUser: true }],
  ['one behind which the clock went back (rule 32.6)', { ...COMING, provenAssurance: 500 }, 'notFresh', {}],
  ['one of six minutes ago', { ...STALE, provenAssurance: 500 }, 'notFresh', {}],
  [
    'a password, where somebody has a national number',
    { ...FRESH, provenAssurance: 200 },
    'notFresh',
    { strongUser: true },
  ],
  ['a password, where nobody has more', { ...FRESH, provenAssurance: 200 }, 'allowed', {}],
  ['a password of six minutes ago, where nobody has more', { ...STALE, provenAssurance: 200 }, 'notFresh', {}],
  ['less than a password, where nobody has more', { ...FRESH, provenAssurance: 199 }, 'notFresh', {}],
])('what asks for a fresh sign-in, after %s', async (_, proof, outcome, { strongUser = false }) => {
  const { enterpriseNumber, main } = await founded(run)
  if (strongUser) {
    const user = newUser({
      enterpriseNumber,
      person: person({ lastName: 'Claes', firstName: 'Els', ssin: ssin(next++) }),
    })
    value(await run((tx) => createUser(tx, BOX, user, USERS, ACT)))
  }
  expect(await asked({ ...actor(main), ...proof }, enterpriseNumber)).toBe(outcome)
})

test('an app that was confirmed makes a password too little', async () => {
  const { enterpriseNumber, main } = await founded(run)
  const weak = { ...actor(main), ...FRESH, provenAssurance: 200 }
  const co = await somebody(run)
  const role = { enterpriseNumber, role: 'coMainAccessManager', qualityCode: null, accountId: co } as const
  value(await run((tx) => appoint(tx, role, LIMITS, ACT)))
  expect(await asked(weak, enterpriseNumber)).toBe('allowed')
  await database.queries
    .insertInto('code_app')
    .values(({ fn }) => ({
      ...{
        account_id: co,
        secret_sealed: Buffer.of(1),
        digits: 6,
        period_seconds: 30,
        algorithm: 'sha1',
        last_step: 0,
      },
      confirmed_at: fn<Date>('now'),
    }))
    .execute()
  expect(await asked(weak, enterpriseNumber)).toBe('notFresh')
})

test('looking never asks for a fresh sign-in', async () => {
  const { enterpriseNumber, main } = await founded(run)
  const old = { ...actor(main), ...STALE, provenAssurance: 200 }
  const question = { action: 'changeCoMainAccessManagers', place: { enterpriseNumber, qualityCode: null } } as const
  expect(await authoriseReading(database.queries, old, question, RULES)).toEqual({ ok: true, value: undefined })
})

let next = 700

async function asked(by: Actor, enterpriseNumber: string): Promise<string> {
  const question = { action: 'changeCoMainAccessManagers', place: { enterpriseNumber, qualityCode: null } } as const
  const answer = await run((tx) => authorise(tx, by, question, RULES))
  return answer.ok ? 'allowed' : (answer.problem.told?.key ?? answer.problem.code)
}
