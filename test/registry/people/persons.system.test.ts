import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { ensureAccount } from '../../../src/registry/people/accounts.ts'
import { closeAccountIfUnused } from '../../../src/registry/people/close-accounts.ts'
import { editOwnData, ownDataOf } from '../../../src/registry/people/own-data.ts'
import { findOrAddPerson } from '../../../src/registry/people/persons.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, auditOf, refusedWith, value } from '../fixtures.ts'
import { addUser, BOX, founded, person, type Run, runIn, somebody, ssin } from './fixtures.ts'

let database: Database
let run: Run
beforeAll(async () => {
  database = await testDatabase(20)
  run = runIn(database)
})
afterAll(() => database[Symbol.asyncDispose]())

const known = (parts = {}) => run((tx) => findOrAddPerson(tx, BOX, person(parts), ACT))

describe('a known national number', () => {
  // Holds rule 9.1.
  test('gives the known person, whose data stay as they are', async () => {
    const first = value(await known({ ssin: ssin(1), email: 'own@example.be', mobilePhone: '+32470000001' }))
    const again = { ssin: ssin(1), lastName: 'PEETERS', email: 'foreign@example.be', language: 'fr' }
    expect(value(await known(again))).toBe(first)
    const accountId = await run(async (tx) => (await ensureAccount(tx, first, ACT)).accountId)
    expect(await ownDataOf(database.queries, BOX, accountId)).toEqual({
      ...{ lastName: 'Peeters', firstName: 'Jan', language: 'nl', email: 'own@example.be' },
      ...{ mobilePhone: '+32470000001', maskedSsin: '85.07.30-***.**', version: 1 },
      username: expect.stringMatching(/^jpeeters\./),
    })
  })

  test('does not fill in what the known person has left out', async () => {
    const personId = value(await known({ ssin: ssin(2) }))
    value(await known({ ssin: ssin(2), email: 'foreign@example.be', mobilePhone: '+32470000009' }))
    const accountId = await run(async (tx) => (await ensureAccount(tx, personId, ACT)).accountId)
    expect(await ownDataOf(database.queries, BOX, accountId)).toMatchObject({ email: null, mobilePhone: null })
  })

  // Holds rule 9.2.
  test('with another name is refused, and nobody learns whose it is', async () => {
    value(await known({ ssin: ssin(3) }))
    const refused = await known({ ssin: ssin(3), lastName: 'Claes' })
    expect(refused).toEqual(refusedWith('SLU-INPUT'))
    expect(JSON.stringify(refused)).not.toMatch(/peeters|jan|8507/i)
  })

  test('entered by many at once is one person', async () => {
    const all = await Promise.all(Array.from({ length: 15 }, () => known({ ssin: ssin(4) })))
    expect(new Set(all.map(value)).size).toBe(1)
  })
})

test('two without a number are two people', async () => {
  expect(value(await known())).not.toBe(value(await known()))
})

test('names of every script are kept as they are', async () => {
  const names = ['Αλέξανδρος', 'Дмитрий', 'مُحَمَّد', '李小龍', 'नरेन्द्र', '김철수', 'Nguyễn', "D'Hondt", '𐐷𐐲'.repeat(50)]
  for (const lastName of names) {
    const accountId = await somebody(run, { lastName })
    const own = await ownDataOf(database.queries, BOX, accountId)
    expect(own?.lastName).toBe(lastName.normalize('NFC'))
  }
})

// Holds rule 9.3.
test('no national number can be read in what the tables hold', async () => {
  const { enterpriseNumber } = await founded(run, { main: { ssin: ssin(5) } })
  await addUser(run, { enterpriseNumber, person: person({ lastName: 'Dump', ssin: ssin(6) }) })
  const dump = await dumped()
  expect(dump).toContain('Dump')
  for (const number of [ssin(5), ssin(6)]) {
    const dotted = `${number.slice(0, 2)}.${number.slice(2, 4)}.${number.slice(4, 6)}`
    for (const form of [number, dotted, Buffer.from(number).toString('hex')]) expect(dump).not.toContain(form)
  }
})

describe('an account', () => {
  // Holds rule 9.4.
  test('is one per person, opened by many at once', async () => {
    const personId = value(await known())
    const all = await Promise.all(Array.from({ length: 10 }, () => run((tx) => ensureAccount(tx, personId, ACT))))
    expect(new Set(all.map(({ accountId }) => accountId)).size).toBe(1)
  })

  // Holds rule 9.5.
  test('keeps no secret when it is closed, and is the same one when it is opened again', async () => {
    const personId = value(await known())
    const { accountId } = await run((tx) => ensureAccount(tx, personId, ACT))
    const { username } = await accountRow(accountId)
    await giveSecrets(accountId)
    expect(await run((tx) => closeAccountIfUnused(tx, accountId, ACT))).toBe(true)
    expect(await accountRow(accountId)).toEqual({
      ...{ state: 'closed', username, password_hash: null, password_set_by: null, password_set_at: null },
      ...{ password_expires_at: null, version: 2 },
    })
    expect(await secretsOf(accountId)).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(await run((tx) => closeAccountIfUnused(tx, accountId, ACT))).toBe(false)
    expect(await run((tx) => ensureAccount(tx, personId, ACT))).toEqual({ accountId, state: 'pendingFirstLogin' })
    expect((await auditOf(database, `account:${accountId}`)).map(({ action }) => action)).toEqual([
      'account.opened',
      'account.close',
      'account.reopen',
    ])
  })

  test('that has a role stays', async () => {
    const { enterpriseNumber } = await founded(run)
    const { accountId } = await addUser(run, { enterpriseNumber })
    expect(await run((tx) => closeAccountIfUnused(tx, accountId, ACT))).toBe(false)
  })

  test('that is given a role while another one closes it stays', async () => {
    const { enterpriseNumber } = await founded(run)
    for (let n = 100; n < 150; n += 1) {
      const named = person({ ssin: ssin(n) })
      const accountId = await somebody(run, named)
      await Promise.all([
        run((tx) => closeAccountIfUnused(tx, accountId, ACT)),
        addUser(run, { enterpriseNumber, person: named }),
      ])
      expect((await accountRow(accountId)).state).toBe('pendingFirstLogin')
    }
  })
})

describe('row 12: one’s own data', () => {
  const change = { reaches: null, language: 'de', email: 'new@example.be', mobilePhone: '+32470000002' } as const
  const reachable = { email: 'own@example.be', mobilePhone: '+32470000001' }

  test('are changed, and the audit tells which and not what', async () => {
    const accountId = await somebody(run, reachable)
    value(await run((tx) => editOwnData(tx, { accountId, expectedVersion: 1, ...change }, ACT)))
    expect(await ownDataOf(database.queries, BOX, accountId)).toMatchObject({
      ...{ language: 'de', email: 'new@example.be', mobilePhone: '+32470000002', version: 2, lastName: 'Maes' },
    })
    const entry = (await auditOf(database, `account:${accountId}`)).at(-1)
    expect(entry).toMatchObject({
      action: 'account.dataEdited',
      detail: { after: { changed: ['language', 'email', 'mobilePhone'] } },
    })
    expect(JSON.stringify(entry)).not.toContain('example.be')
  })

  test('case R18: of two who look at the same version one changes it', async () => {
    const accountId = await somebody(run, reachable)
    const both = await Promise.all(
      ['a@example.be', 'b@example.be'].map((email) =>
        run((tx) => editOwnData(tx, { accountId, expectedVersion: 1, ...change, email }, ACT)),
      ),
    )
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.filter(({ ok }) => !ok)).toEqual([refusedWith('SLU-VERSION')])
  })

  test('can be taken away only by who has a national number', async () => {
    const none = { reaches: null, language: 'nl', email: null, mobilePhone: null, expectedVersion: 1 } as const
    const without = await somebody(run, reachable)
    expect(await run((tx) => editOwnData(tx, { accountId: without, ...none }, ACT))).toEqual(refusedWith('SLU-INPUT'))
    const withNumber = await somebody(run, { ...reachable, ssin: ssin(7) })
    expect(await run((tx) => editOwnData(tx, { accountId: withNumber, ...none }, ACT))).toMatchObject({ ok: true })
  })

  test.each([
    ['another address', { email: 'new@example.be' }],
    ['another telephone', { mobilePhone: '+32470000002' }],
  ])('%s makes void the codes that are on their way to the former one (case R23)', async (_, other) => {
    const { queries } = database
    const accountId = await somebody(run, reachable)
    const edit = (wanted: object, expectedVersion: number) =>
      run((tx) =>
        editOwnData(tx, { accountId, reaches: null, language: 'nl', ...reachable, ...wanted, expectedVersion }, ACT),
      )
    await giveSecrets(accountId)
    value(await edit({ language: 'de' }, 1))
    const codes = () =>
      queries.selectFrom('one_time_code').select('purpose').where('account_id', '=', accountId).execute()
    expect(await codes()).toHaveLength(1)
    value(await edit(other, 2))
    expect(await codes()).toEqual([])
  })

  test('of nobody', async () => {
    const accountId = '00000000-0000-7000-8000-000000000000'
    const edited = await run((tx) => editOwnData(tx, { accountId, expectedVersion: 1, ...change }, ACT))
    expect(edited).toEqual(refusedWith('SLU-UNKNOWN'))
  })
})

function accountRow(accountId: string) {
  return database.queries
    .selectFrom('account')
    .select([
      'state',
      'username',
      'password_hash',
      'password_set_by',
      'password_set_at',
      'password_expires_at',
      'version',
    ])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
}

async function giveSecrets(account_id: string): Promise<void> {
  const { queries } = database
  const hash = Buffer.alloc(32, account_id)
  const later = new Date('2030-01-01T00:00:00Z')
  const password = {
    password_hash: '$argon2id$x',
    password_set_by: 'self',
    password_set_at: later,
    password_expires_at: later,
  }
  await queries.updateTable('account').set(password).where('account_id', '=', account_id).execute()
  await queries.insertInto('former_password').values({ account_id, password_hash: 'x' }).execute()
  await queries.insertInto('code_app').values({ account_id, secret_sealed: hash }).execute()
  await queries.insertInto('recovery_code').values({ account_id, code_hash: hash }).execute()
  await queries.insertInto('external_identity').values({ account_id, issuer: 'i', subject: account_id }).execute()
  const code = { account_id, code_hash: hash, purpose: 'activationLink', expires_at: later }
  await queries.insertInto('one_time_code').values(code).execute()
  const attempt = { account_id, attempt_hash: hash, kind: 'code', body_sealed: hash, expires_at: later }
  await queries.insertInto('sign_in_attempt').values(attempt).execute()
  const session = { account_id, session_hash: hash, session_id: account_id, method: 'eid', address: '127.0.0.1' }
  await queries
    .insertInto('person_session')
    .values({ ...session, assurance: 500, proven_assurance: 500 })
    .execute()
}

/** How many rows of each kind still let somebody in. */
function secretsOf(accountId: string): Promise<number[]> {
  const { queries } = database
  const tables = [
    queries.selectFrom('former_password').select('account_id'),
    queries.selectFrom('code_app').select('account_id'),
    queries.selectFrom('recovery_code').select('account_id'),
    queries.selectFrom('external_identity').select('account_id'),
    queries.selectFrom('one_time_code').select('account_id'),
    queries.selectFrom('sign_in_attempt').select('account_id'),
    queries.selectFrom('person_session').select('account_id').where('ended_at', 'is', null),
  ]
  return Promise.all(
    tables.map(async (query) => {
      const rows = await query.execute()
      return rows.filter(({ account_id }) => account_id === accountId).length
    }),
  )
}

/** Every row of every table, as text. */
async function dumped(): Promise<string> {
  const { queries } = database
  const tables = await queries.introspection.getTables()
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      queries
        .selectFrom(name as 'person')
        .selectAll()
        .execute(),
    ),
  )
  return JSON.stringify(dumps, (_, held) => (held?.type === 'Buffer' ? Buffer.from(held.data).toString('hex') : held))
}
