import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ssin } from '../../src/batch/ssin.ts'
import type { Database } from '../../src/database/database.ts'
import { BY_CODE, BY_PASSWORD, type Proof } from '../../src/identity/methods.ts'
import { switchPasswordLogin } from '../../src/identity/password-login.ts'
import { beginSession, findSession } from '../../src/identity/sessions.ts'
import { authorise } from '../../src/registry/policy/authorise.ts'
import { reachOf } from '../../src/registry/policy/reach.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, actionsOf, enterprise, giveRole, refused, SIGN_IN, someone, withApp } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

test('switched off, it ends sessions that a password alone opened, and they do not come back when it is switched on', async () => {
  const number = await managed('85073000160' as Ssin)
  const { accountId } = await someone(database, { enterpriseNumber: number })
  const [weak, strong] = [await begun(accountId, BY_PASSWORD), await begun(accountId, BY_CODE)]
  expect(await turn(number, false)).toEqual({ ok: true, value: { version: 2 } })
  expect([await find(weak), (await find(strong))?.accountId]).toEqual([null, accountId])
  expect(await turn(number, true, 2)).toEqual({ ok: true, value: { version: 3 } })
  expect(await find(weak)).toBeNull()
  expect(await actionsOf(database, `enterprise:${number}`)).toEqual([
    'enterprise.passwordLoginOff',
    'enterprise.passwordLoginOn',
  ])
})

test('a session that another enterprise takes goes on, and holds nothing in this one', async () => {
  const number = await managed('85073000261' as Ssin)
  const { accountId } = await someone(database, { enterpriseNumber: number })
  const other = await enterprise(database)
  await giveRole(database, { accountId, enterpriseNumber: other, role: 'user' })
  const token = await begun(accountId, BY_PASSWORD)
  await turn(number, false)
  expect((await find(token))?.accountId).toBe(accountId)
  const reached = async (method: string) =>
    (await reachOf(database.queries, { accountId, method, reaches: null })).map(
      ({ enterpriseNumber }) => enterpriseNumber,
    )
  expect([await reached('password'), await reached('totp')]).toEqual([[other], [number, other].sort()])
})

test('the policy holds a session by password to its reach', async () => {
  const number = await managed('85073000362' as Ssin)
  const manager = await someone(database, { enterpriseNumber: number, role: 'none' })
  await database.queries
    .insertInto('appointment')
    .values({
      ...{ appointment_id: crypto.randomUUID(), enterprise_number: number, role: 'coMainAccessManager' },
      ...{ account_id: manager.accountId, appointed_by: 'test', origin: 'appointment', state: 'active' },
    })
    .execute()
  await turn(number, false)
  const asked = { action: 'listUsers', place: { enterpriseNumber: number, qualityCode: null } } as const
  const rules = { usersManageChannels: false, freshSeconds: 300, freshAssurance: 400 }
  const ask = (method: string) => {
    const common = { accountId: manager.accountId, assurance: 200, provenAt: new Date(), provenAssurance: 200 }
    return database.transaction((tx) => authorise(tx, { ...common, method, reaches: null, traceId: 'x' }, asked, rules))
  }
  expect(await ask('password')).toEqual(refused('SLU-MISSING', 'hidden'))
  expect((await ask('totp')).ok).toBe(true)
})

// Holds rule 11.18.
test('it stays on while the main access manager has no other way in', async () => {
  const number = await enterprise(database)
  const { accountId } = await someone(database, { enterpriseNumber: number, role: 'mainAccessManager' })
  expect(await turn(number, false)).toEqual(refused('SLU-METHOD', 'noAlternativeLoginMethod'))
  await withApp(database, accountId)
  expect((await turn(number, false)).ok).toBe(true)
})

test('a national number and an app are ways in only where they are taken', async () => {
  const number = await managed('85073000564' as Ssin)
  const none = { byNumber: false, byApp: false }
  expect(await turn(number, false, 1, none)).toEqual(refused('SLU-METHOD', 'noAlternativeLoginMethod'))
  const other = await enterprise(database)
  const { accountId } = await someone(database, { enterpriseNumber: other, role: 'mainAccessManager' })
  await withApp(database, accountId)
  expect(await turn(other, false, 1, { ...none, byNumber: true })).toEqual(
    refused('SLU-METHOD', 'noAlternativeLoginMethod'),
  )
  expect((await turn(other, false, 1, { ...none, byApp: true })).ok).toBe(true)
})

test('a stale version, an unknown enterprise, and no change', async () => {
  const number = await managed('85073000463' as Ssin)
  expect(await turn(number, false, 7)).toEqual(refused('SLU-VERSION', 'staleVersion'))
  expect(await turn('0000000000', false)).toEqual(refused('SLU-UNKNOWN', 'unknownEnterprise'))
  expect(await turn(number, true, 1)).toEqual({ ok: true, value: { version: 1 } })
  expect(await actionsOf(database, `enterprise:${number}`)).toEqual([])
})

/** An enterprise whose main access manager has a national number. */
async function managed(ssin: Ssin): Promise<string> {
  const number = await enterprise(database)
  await someone(database, { enterpriseNumber: number, role: 'mainAccessManager', ssin })
  return number
}

async function begun(accountId: string, proof: Proof): Promise<string> {
  const session = { accountId, ...proof, reaches: null, address: '192.0.2.1', client: '' }
  return (await database.transaction((tx) => beginSession(tx, session, SIGN_IN.sessions, ACT))).token
}

function find(token: string) {
  return findSession(database.queries, token, SIGN_IN.sessions)
}

const ALL = { byNumber: true, byApp: true }

function turn(enterpriseNumber: string, enabled: boolean, expectedVersion?: number, taken = ALL) {
  const wanted = { enterpriseNumber, enabled, ...(expectedVersion !== undefined && { expectedVersion }) }
  return database.transaction((tx) => switchPasswordLogin(tx, wanted, taken, ACT))
}
