import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database, Transaction } from '../../../src/database/database.ts'
import { isChannelPassword } from '../../../src/registry/channel-password.ts'
import { enrol } from '../../../src/registry/enrol.ts'
import {
  addCertificate,
  addSshKey,
  changeServices,
  changeTechnicalUser,
  endCertificate,
  endSshKey,
  linkAccount,
  nameCertificate,
  nameSshKey,
  stopReports,
} from '../../../src/registry/setup/changes.ts'
import {
  addChannel,
  changeNetwork,
  endChannel,
  pauseChannel,
  renewPassword,
  reopenChannel,
  replaceChannel,
} from '../../../src/registry/setup/channel-changes.ts'
import type { SeenConfiguration } from '../../../src/registry/setup/configuration.ts'
import { configurationOf } from '../../../src/registry/setup/overview.ts'
import type { SetupPlace } from '../../../src/registry/setup/place.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, auditOf, enrolled, OFFER, refusedWith, requestOf, value } from '../fixtures.ts'
import { rightsAtSealOf } from '../rights-at-seal.ts'
import {
  activePlace,
  begun,
  CHOICE,
  CONTACT,
  draftedCertificate,
  draftedKey,
  dump,
  ownCertificate,
  person,
  setUp,
} from './wizard.ts'

let database: Database
let place: SetupPlace
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
  place = await activePlace(database)
})
afterAll(() => database[Symbol.asyncDispose]())

const overview = async () => (await configurationOf(database.queries, place)).reports

/** Changes what the overview shows at this moment. */
async function change<Value>(work: (tx: Transaction, seen: SeenConfiguration) => Promise<Value>): Promise<Value> {
  const seen = { ...place, expectedVersion: (await overview())?.version ?? 0 }
  return database.transaction((tx) => work(tx, seen))
}

describe('the overview', () => {
  test('shows everything of the configuration, and a draft while there is one', async () => {
    expect(await configurationOf(database.queries, place)).toEqual({ reports: null, draft: null })
    const draft = await begun(database, place)
    expect(await configurationOf(database.queries, place)).toEqual({ reports: null, draft })
    const own = ownCertificate(place, { label: 'Lohnbüro' })
    const { senderNumber } = await setUp(database, place, own)
    const key = draftedKey({ label: 'Lohnserver' })
    value(await change((tx, seen) => addSshKey(tx, seen, key, ACT)))
    const shown = await configurationOf(database.queries, place)
    const at = expect.any(Date)
    const { sha256, subject, issuer, serial, notBefore, notAfter } = own
    expect(shown.draft).toBeNull()
    expect(shown.reports).toEqual({
      senderNumber,
      ...{ state: 'active', allocatedAt: at, version: expect.any(Number) },
      technicalUser: { ...CONTACT, accountId: null, since: at },
      channels: [
        {
          ...{ type: 'sftp', state: 'active', loginName: `s${senderNumber}`, network: null, since: at },
          sshKeys: [
            expect.objectContaining({ label: '' }),
            {
              ...{ sha256: key.sha256, fingerprint: key.fingerprint, algorithm: key.algorithm },
              ...{ label: 'Lohnserver', comment: key.comment, since: at },
            },
          ],
        },
      ],
      certificates: [
        {
          ...{ sha256, subject, issuer, serial, notBefore, notAfter, label: 'Lohnbüro', usages: ['signature'] },
          ...{ state: 'valid', daysLeft: await daysUntil(notAfter), since: at },
        },
      ],
      services: ['DIMN', 'DMFA'].map((service) => ({ service, channels: ['sftp'], environments: ['R', 'T'] })),
    })
  })
})

describe('changes', () => {
  test('case C18: two certificates overlap, and each signs until it is removed', async () => {
    const [first, second] = [ownCertificate(place), ownCertificate(place)]
    const { senderNumber } = await setUp(database, place, first)
    const signing = async () => {
      const { rights } = await database.transaction((tx) => rightsAtSealOf(tx, senderNumber))
      return rights.certificates.map(({ sha256 }) => sha256).sort()
    }
    expect(value(await change((tx, seen) => addCertificate(tx, seen, second, ACT)))).toMatchObject({ state: 'valid' })
    expect(await signing()).toEqual([first.sha256, second.sha256].sort())
    value(await change((tx, seen) => endCertificate(tx, seen, first.sha256, ACT)))
    expect(await signing()).toEqual([second.sha256])
  })

  test('a certificate that names nobody waits for an operator', async () => {
    await setUp(database, place)
    const added = await change((tx, seen) => addCertificate(tx, seen, draftedCertificate(), ACT))
    expect(value(added)).toMatchObject({ state: 'uploaded' })
  })

  test('proofs get names, of at most a hundred characters on one line', async () => {
    const own = ownCertificate(place)
    const key = draftedKey()
    await setUp(database, place, own)
    value(await change((tx, seen) => addSshKey(tx, seen, key, ACT)))
    value(await change((tx, seen) => nameCertificate(tx, seen, { sha256: own.sha256, label: ' 给料 ' }, ACT)))
    value(await change((tx, seen) => nameSshKey(tx, seen, { sha256: key.sha256, label: '😀'.repeat(100) }, ACT)))
    const shown = await overview()
    expect(shown?.certificates.map(({ label }) => label)).toEqual(['给料'])
    expect(shown?.channels[0]?.sshKeys.map(({ label }) => label)).toEqual(['', '😀'.repeat(100)])
    for (const label of ['x'.repeat(101), 'a\nb', '\ud800']) {
      const named = { sha256: own.sha256, label }
      expect(await change((tx, seen) => nameCertificate(tx, seen, named, ACT))).toEqual(refusedWith('SLU-NAME'))
    }
    value(await change((tx, seen) => endSshKey(tx, seen, key.sha256, ACT)))
    const gone = await change((tx, seen) => nameSshKey(tx, seen, { sha256: key.sha256, label: 'x' }, ACT))
    expect(gone).toEqual(refusedWith('SLU-UNKNOWN'))
  })

  test('a channel that is added serves what is chosen; one that is removed leaves it to the others; the last one stays', async () => {
    await setUp(database, place)
    const opened = value(await change((tx, seen) => addChannel(tx, seen, { type: 'ftp' }, OFFER, ACT)))
    expect(opened.password).toMatch(/^[A-Za-z0-9_-]{24}$/)
    expect(await change((tx, seen) => addChannel(tx, seen, { type: 'ftp' }, OFFER, ACT))).toEqual(
      refusedWith('SLU-STATE'),
    )
    expect((await overview())?.services.map(({ channels }) => channels)).toEqual([
      ['ftp', 'sftp'],
      ['ftp', 'sftp'],
    ])
    value(await change((tx, seen) => endChannel(tx, seen, 'sftp', ACT)))
    expect((await overview())?.services.map(({ channels }) => channels)).toEqual([['ftp'], ['ftp']])
    expect(await change((tx, seen) => endChannel(tx, seen, 'ftp', ACT))).toEqual(refusedWith('SLU-STATE'))
  })

  // Holds rule 12.6.
  test('a channel is replaced at one instant, or not at all', async () => {
    const { senderNumber } = await setUp(database, place)
    const before = await dump(database)
    const nowhere = { from: 'sftp', to: { type: 'ftp', network: 'nowhere' } } as const
    expect(await change((tx, seen) => replaceChannel(tx, seen, nowhere, OFFER, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
    const absent = { from: 'web', to: { type: 'ftp' } } as const
    expect(await change((tx, seen) => replaceChannel(tx, seen, absent, OFFER, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
    expect(await dump(database)).toEqual(before)
    const offer = { ...OFFER, clientIds: 'chaman' } as const
    const toWeb = { from: 'sftp', to: { type: 'web' } } as const
    const opened = value(await change((tx, seen) => replaceChannel(tx, seen, toWeb, offer, ACT)))
    expect(opened.loginName).toMatch(new RegExp(`^self_service_chaman_${senderNumber}_[a-z0-9]{10}$`))
    const shown = await overview()
    expect(shown?.channels).toMatchObject([{ type: 'web', state: 'active', loginName: opened.loginName }])
    expect(shown?.services).toEqual(
      ['DIMN', 'DMFA'].map((service) => ({ service, channels: ['web'], environments: ['R', 'T'] })),
    )
  })

  test('a client id comes back with its channel', async () => {
    await setUp(database, place)
    const offer = { ...OFFER, clientIds: 'chaman' } as const
    const open = () => change((tx, seen) => addChannel(tx, seen, { type: 'web' }, offer, ACT))
    const first = value(await open())
    value(await change((tx, seen) => endChannel(tx, seen, 'web', ACT)))
    expect(value(await open()).loginName).toBe(first.loginName)
  })

  test('a channel is suspended and resumed, its network changed, its password renewed', async () => {
    await setUp(database, place)
    expect(await change((tx, seen) => changeNetwork(tx, seen, 'internet', OFFER, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
    value(await change((tx, seen) => addChannel(tx, seen, { type: 'ftp' }, OFFER, ACT)))
    expect(await change((tx, seen) => changeNetwork(tx, seen, 'publilink', OFFER, ACT))).toEqual(
      refusedWith('SLU-STATE'),
    )
    const offer = { ...OFFER, networks: [{ name: 'line', channels: ['ftp'] as const, qualities: [] }] }
    value(await change((tx, seen) => changeNetwork(tx, seen, 'line', offer, ACT)))
    value(await change((tx, seen) => pauseChannel(tx, seen, 'ftp', ACT)))
    expect((await overview())?.channels[0]).toMatchObject({ type: 'ftp', state: 'suspended', network: 'line' })
    value(await change((tx, seen) => reopenChannel(tx, seen, 'ftp', ACT)))
    const password = value(await change((tx, seen) => renewPassword(tx, seen, ACT)))
    const row = await database.queries
      .selectFrom('channel')
      .selectAll()
      .where('type', '=', 'ftp')
      .executeTakeFirstOrThrow()
    expect([row.state, await isChannelPassword(password, row.password_hash)]).toEqual(['active', true])
  })

  test('the technical user is replaced, and linked only to an active user of the same quality', async () => {
    const { senderNumber } = await setUp(database, place)
    const [user, stranger] = [await person(database, Buffer.alloc(32, 1)), await person(database, Buffer.alloc(32, 2))]
    await sql`
      insert into quality_user (quality_user_id, account_id, enterprise_number, quality_code, state, created_by)
      values (gen_random_uuid(), ${user}, ${place.enterpriseNumber}, ${place.qualityCode}, 'active', 'test')`.execute(
      database.queries,
    )
    const contact = { ...CONTACT, firstName: 'Piet' }
    const before = await overview()
    expect(await change((tx, seen) => linkAccount(tx, seen, stranger, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
    expect(await overview()).toEqual(before)
    value(await change((tx, seen) => changeTechnicalUser(tx, seen, contact, ACT)))
    value(await change((tx, seen) => linkAccount(tx, seen, user, ACT)))
    const after = await overview()
    expect([after?.senderNumber, after?.technicalUser]).toEqual([
      senderNumber,
      { ...contact, accountId: user, since: expect.any(Date) },
    ])
    value(await change((tx, seen) => changeTechnicalUser(tx, seen, CONTACT, ACT)))
    expect((await overview())?.technicalUser).toMatchObject({ ...CONTACT, accountId: null })
    await sql`update quality_user set state = 'locked'`.execute(database.queries)
    expect(await change((tx, seen) => linkAccount(tx, seen, user, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
  })

  test('stopped for good: the quality may be set up again, under another number', async () => {
    const { senderNumber } = await setUp(database, place)
    value(await change((tx, seen) => stopReports(tx, seen, ACT)))
    expect(await overview()).toBeNull()
    expect(await change((tx, seen) => changeServices(tx, seen, CHOICE, OFFER, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
    expect((await setUp(database, place)).senderNumber).not.toBe(senderNumber)
  })
})

describe('R18: a change is made to what was seen, or not at all', () => {
  test('of two at once the second is refused', async () => {
    await setUp(database, place)
    const seen = { ...place, expectedVersion: (await overview())?.version ?? 0 }
    const both = await Promise.all([
      database.transaction((tx) => changeServices(tx, seen, { services: ['DMFA'], environments: ['R'] }, OFFER, ACT)),
      database.transaction((tx) => changeServices(tx, seen, { services: ['DIMN'], environments: ['R'] }, OFFER, ACT)),
    ])
    expect(both.filter(({ ok }) => !ok)).toEqual([refusedWith('SLU-VERSION')])
    expect((await overview())?.services).toHaveLength(1)
  })

  test('what an operator changed meanwhile counts too, whatever it was; what changes nothing does not', async () => {
    await setUp(database, place)
    const seen = { ...place, expectedVersion: (await overview())?.version ?? 0 }
    const request = { channels: [], services: [], contact: CONTACT }
    value(await database.transaction((tx) => enrol(tx, requestOf(request), OFFER, ACT)))
    expect((await overview())?.version).toBe(seen.expectedVersion)
    await enrolled(database, { ...request, sshKeys: [draftedKey()] })
    const late = await database.transaction((tx) => changeServices(tx, seen, CHOICE, OFFER, ACT))
    expect(late).toEqual(refusedWith('SLU-VERSION'))
  })

  test('no personal datum and no password is in the audit', async () => {
    const { senderNumber } = await setUp(database, place)
    const { password } = value(await change((tx, seen) => addChannel(tx, seen, { type: 'ftp' }, OFFER, ACT)))
    const renewed = value(await change((tx, seen) => renewPassword(tx, seen, ACT)))
    const audit = JSON.stringify(await auditOf(database, `sender:${senderNumber}`))
    for (const secret of [password ?? '', renewed, 'Janssens', 'an@example.be']) expect(audit).not.toContain(secret)
  })
})

async function daysUntil(instant: Date): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select floor(extract(epoch from ${instant}::timestamptz - now()) / 86400)::int as days`.execute(database.queries)
  return rows[0]?.days ?? Number.NaN
}
