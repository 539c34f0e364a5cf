import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sha256 } from '../../src/base/hashes.ts'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database } from '../../src/database/database.ts'
import { tellExpiries } from '../../src/notices/expiries.ts'
import { forgetExpiredNotices } from '../../src/notices/mailbox.ts'
import { readAuditForNotices } from '../../src/notices/read-audit.ts'
import { chainAudit } from '../../src/registry/audit-chain.ts'
import { certificatesOf, registerCertificate, removeCertificate } from '../../src/registry/certificates.ts'
import { channelsOf } from '../../src/registry/channels.ts'
import { appointTechnicalUser } from '../../src/registry/technical-users.ts'
import { ACT, auditOf, certificate, enrolled, enterpriseNumber, value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { BOX, noticesIn, queued } from './fixtures.ts'

const RULES = { box: BOX, noticeDays: 180, expiryDays: [30, 7, 1], suspendsChannels: false }
const CONTACT = { lastName: 'Janssens', firstName: 'An', email: 'an@example.be', phone: '+3225550100' }

let database: Database
let senderNumber: SenderNumber
beforeEach(async () => {
  database = await testDatabase()
  senderNumber = (await enrolled(database)).senderNumber
  await database.transaction((tx) => appointTechnicalUser(tx, { senderNumber, contact: CONTACT }, ACT))
})
afterEach(() => database[Symbol.asyncDispose]())

test('a certificate is announced 30, 7 and 1 days before its end and at it, each once however often one looks', async () => {
  const sha256 = await register(40)
  const told: [number, unknown[], string | undefined][] = []
  for (const left of [31, 30, 29, 8, 7, 6, 2, 1, 0.5, 0, -1]) {
    const before = (await noticesIn(database, enterpriseNumber())).length
    await endsIn(sha256, left)
    for (let twice = 0; twice < 2; twice += 1) await look()
    const notices = (await newest()).slice(0, (await noticesIn(database, enterpriseNumber())).length - before)
    told.push([left, notices.map(({ kind, detail }) => detail.days ?? kind), await stateOf(sha256)])
  }
  expect(told).toEqual([
    [31, expect.anything(), 'valid'],
    [30, [30], 'expiring'],
    [29, [], 'expiring'],
    [8, [], 'expiring'],
    [7, [7], 'expiring'],
    [6, [], 'expiring'],
    [2, [], 'expiring'],
    [1, [1], 'expiring'],
    [0.5, [], 'expiring'],
    [0, ['certificateExpired'], 'expired'],
    [-1, [], 'expired'],
  ])
  expect((await queued(database)).map(({ template, values, to }) => [template, values.days, to])).toEqual([
    ...[
      ['certificate.expiring', '30', CONTACT.email],
      ['certificate.expiring', '7', CONTACT.email],
    ],
    ...[
      ['certificate.expiring', '1', CONTACT.email],
      ['certificate.expired', undefined, CONTACT.email],
    ],
  ])
})

test('after days down only the nearest day is told, and after the end only the end', async () => {
  const near = await register(5)
  const over = await register(-3)
  await look()
  const notices = await noticesIn(database, enterpriseNumber())
  const about = (sha256: string) =>
    notices.filter(({ detail }) => detail.sha256 === sha256).map(({ kind, detail }) => detail.days ?? kind)
  expect(about(near)).toEqual(expect.arrayContaining([7]))
  expect(about(near)).not.toEqual(expect.arrayContaining([30]))
  expect(about(over).sort()).toEqual(['certificateExpired', 'certificateRegistered'])
  expect(await auditOf(database, `sender:${senderNumber}`)).toEqual(
    expect.arrayContaining([
      {
        actor: 'system',
        action: 'certificate.age',
        reason: null,
        detail: { before: { sha256: near, state: 'valid' }, after: { sha256: near, state: 'expiring' } },
      },
      {
        actor: 'system',
        action: 'certificate.expire',
        reason: null,
        detail: { before: { sha256: over, state: 'valid' }, after: { sha256: over, state: 'expired' } },
      },
    ]),
  )
})

test('the notice says which certificate, and when it ends', async () => {
  const sha256 = await register(5)
  await look()
  const [notice] = (await noticesIn(database, enterpriseNumber())).filter(({ kind }) => kind === 'certificateExpiring')
  expect(notice).toEqual({
    ...{ kind: 'certificateExpiring', quality_code: 'QUAL_EMP_NOSS', service: null },
    detail: { senderNumber, sha256, serial: '01AB', notAfter: expect.stringMatching(/^\d{4}-.*Z$/), days: 7 },
    source: expect.stringMatching(/^expiry:[0-9a-f-]{36}:7$/),
  })
})

test('a notice that is gone is not posted again', async () => {
  await register(5)
  await look()
  await sql`update notice set expires_at = now()`.execute(database.queries)
  await forgetExpiredNotices(database.queries)
  await look()
  expect(await noticesIn(database, enterpriseNumber())).toEqual([])
})

test('several processes at once, and many certificates, tell each once', async () => {
  const all = await Promise.all(Array.from({ length: 15 }, () => register(5)))
  const second = await enrolled(database, { enterpriseNumber: enterpriseNumber(2) })
  for (let n = 0; n < 15; n += 1) await register(-1, second.senderNumber)
  await Promise.all(Array.from({ length: 4 }, () => tellExpiries(database, RULES)))
  await look()
  const kinds = async (n: number) => (await noticesIn(database, enterpriseNumber(n))).map(({ kind }) => kind)
  expect((await kinds(1)).filter((kind) => kind === 'certificateExpiring')).toHaveLength(all.length)
  expect((await kinds(2)).filter((kind) => kind === 'certificateExpired')).toHaveLength(15)
})

test('without days to tell only the end is told', async () => {
  const [near, over] = [await register(5), await register(-1)]
  await tellExpiries(database, { ...RULES, expiryDays: [] })
  expect([await stateOf(near), await stateOf(over)]).toEqual(['valid', 'expired'])
})

test('a certificate that was removed is left alone', async () => {
  const sha256 = await register(5)
  await database.transaction(async (tx) =>
    value(await removeCertificate(tx, { senderNumber, sha256: sha256 as Sha256 }, ACT)),
  )
  await look()
  expect(await queued(database)).toEqual([])
})

// Holds rule 12.7.
test.each([
  ['the last one ends', [-1], true, 'suspended'],
  ['another one is in force', [-1, 5], true, 'active'],
  ['the last one ends and the configuration leaves channels alone', [-1], false, 'active'],
])('spec access.md §6.4: the channel, when %s', async (_, days, suspendsChannels, state) => {
  for (const left of days) await register(left)
  await tellExpiries(database, { ...RULES, suspendsChannels })
  expect((await channelsOf(database.queries, senderNumber)).map((channel) => channel.state)).toEqual([state])
})

async function look(): Promise<void> {
  await tellExpiries(database, RULES)
  await chainAudit(database)
  await readAuditForNotices(database, RULES)
}

async function register(days: number, sender = senderNumber): Promise<string> {
  const uploaded = certificate()
  const input = {
    senderNumber: sender,
    certificate: uploaded,
    usages: ['signature'] as const,
    approvedBy: 'operator:x',
  }
  await database.transaction(async (tx) => value(await registerCertificate(tx, input, ACT)))
  await endsIn(uploaded.sha256, days)
  return uploaded.sha256
}

async function endsIn(sha256: string, days: number): Promise<void> {
  await sql`update certificate set not_after = now() + make_interval(secs => ${days * 86_400}) where sha256 = ${sha256}`.execute(
    database.queries,
  )
}

async function stateOf(sha256: string): Promise<string | undefined> {
  const all = await certificatesOf(database.queries, senderNumber)
  return all.find((one) => one.sha256 === sha256)?.state
}

async function newest() {
  return database.queries
    .selectFrom('notice')
    .select(['kind', 'detail'])
    .where('enterprise_number', '=', enterpriseNumber())
    .orderBy('created_at', 'desc')
    .orderBy('source', 'desc')
    .execute()
}
