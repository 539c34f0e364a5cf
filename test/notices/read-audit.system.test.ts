import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database, Transaction } from '../../src/database/database.ts'
import { readAuditForNotices } from '../../src/notices/read-audit.ts'
import { writeAudit } from '../../src/registry/audit.ts'
import { chainAudit } from '../../src/registry/audit-chain.ts'
import {
  approveCertificate,
  registerCertificate,
  rejectCertificate,
  removeCertificate,
} from '../../src/registry/certificates.ts'
import { recordChange } from '../../src/registry/change.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../../src/registry/move-channel.ts'
import { ACT, certificate, enrolled, enterpriseNumber, gate, value } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { addAccount, BOX, noticesIn, queued } from './fixtures.ts'

const ENTERPRISE = enterpriseNumber()
const RULES = { box: BOX, noticeDays: 180 }

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database[Symbol.asyncDispose]())

async function read(): Promise<void> {
  await chainAudit(database)
  await readAuditForNotices(database, RULES)
}

test('what happens in the registry is found in the mailbox, in its quality, once', async () => {
  const { senderNumber } = await enrolled(database)
  const key = { senderNumber, type: 'sftp' } as const
  const uploaded = certificate()
  await database.transaction(async (tx) => {
    value(await suspendChannel(tx, key, ACT))
    value(await resumeChannel(tx, key, ACT))
    value(
      await registerCertificate(
        tx,
        { senderNumber, certificate: uploaded, usages: ['signature'], approvedBy: 'x' },
        ACT,
      ),
    )
    value(await removeChannel(tx, key, ACT))
  })
  await read()
  await read()
  const ofSender = { quality_code: 'QUAL_EMP_NOSS', service: null, source: expect.stringMatching(/^audit:\d+$/) }
  const notices = await noticesIn(database, ENTERPRISE)
  expect(notices.sort(byChain)).toEqual([
    { ...ofSender, kind: 'enterpriseActivated', quality_code: null, detail: {} },
    { ...ofSender, kind: 'senderAllocated', detail: { senderNumber } },
    { ...ofSender, kind: 'channelActivated', detail: { senderNumber, type: 'sftp' } },
    { ...ofSender, kind: 'channelSuspended', detail: { senderNumber, type: 'sftp' } },
    { ...ofSender, kind: 'channelResumed', detail: { senderNumber, type: 'sftp' } },
    {
      ...ofSender,
      kind: 'certificateRegistered',
      detail: { senderNumber, sha256: uploaded.sha256, serial: '01AB', state: 'valid' },
    },
    { ...ofSender, kind: 'channelRemoved', detail: { senderNumber, type: 'sftp' } },
  ])
})

test('what becomes of a certificate by the hand of a manager or an operator is told to the enterprise alone', async () => {
  const { senderNumber } = await enrolled(database)
  const register = async (tx: Transaction) => {
    const offered = certificate({ enterpriseNumber: null })
    const { sha256 } = offered
    const input = { senderNumber, certificate: offered, usages: ['signature'] as const, approvedBy: null }
    value(await registerCertificate(tx, input, ACT))
    return { senderNumber, sha256 }
  }
  const [kept, refused] = await database.transaction(async (tx) => {
    const keys = [await register(tx), await register(tx)] as const
    value(await approveCertificate(tx, keys[0], ACT))
    value(await rejectCertificate(tx, keys[1], ACT))
    value(await removeCertificate(tx, keys[0], ACT))
    return keys
  })
  await read()
  const told = (await noticesIn(database, ENTERPRISE)).sort(byChain).map(({ kind, detail }) => [kind, detail])
  expect(told.slice(-3)).toEqual([
    ['certificateApproved', kept],
    ['certificateRejected', refused],
    ['certificateRemoved', kept],
  ])
  expect(await queued(database)).toEqual([])
})

test('a password set by a manager is told to its enterprise without names, and to the person without content', async () => {
  await enrolled(database)
  const accountId = await addAccount(database, 'an@example.be')
  const as = { enterpriseNumber: ENTERPRISE, qualityCode: 'QUAL_EMP_NOSS', ...HOW }
  await database.transaction((tx) =>
    recordChange(tx, { actor: 'person:x', as }, { action: 'account.passwordReset', subject: `account:${accountId}` }),
  )
  await read()
  expect((await noticesIn(database, ENTERPRISE)).filter(({ kind }) => kind === 'passwordResetByManager')).toEqual([
    {
      ...{ kind: 'passwordResetByManager', quality_code: 'QUAL_EMP_NOSS', service: null, detail: { accountId } },
      source: expect.stringMatching(/^audit:/),
    },
  ])
  expect(await queued(database)).toEqual([
    { medium: 'mail', template: 'password.reset', to: 'an@example.be', language: 'nl', values: {} },
  ])
})

test('case R8: an app that is taken away, and recovery codes that are new or used, are told to the person', async () => {
  const accountId = await addAccount(database, 'an@example.be')
  await database.transaction(async (tx) => {
    for (const action of ['account.codeAppRemoved', 'account.recoveryCodesRenewed', 'account.recoveryCodeUsed']) {
      await recordChange(tx, ACT, { action, subject: `account:${accountId}` })
    }
  })
  await read()
  const told = (await queued(database)).map(({ template }) => template)
  expect(told).toEqual(['codeApp.removed', 'recoveryCodes.renewed', 'recoveryCode.used'])
})

test('a person without an address, or an account that is not there, holds nothing up', async () => {
  const accountId = await addAccount(database, null)
  const change = { action: 'account.passwordChanged' }
  await database.transaction(async (tx) => {
    await recordChange(tx, ACT, { ...change, subject: `account:${accountId}` })
    await recordChange(tx, ACT, { ...change, subject: 'account:01920000-0000-7000-8000-000000000000' })
    await recordChange(tx, ACT, { ...change, subject: 'account:nonsense' })
  })
  await read()
  expect(await queued(database)).toEqual([])
  expect(await position()).toBe('3')
})

test('what is older than a day, as after an upgrade, is put into the mailbox and told to nobody', async () => {
  await enrolled(database)
  const accountId = await addAccount(database, 'an@example.be')
  for (const [action, hours] of [
    ['user.lock', 25],
    ['user.unlock', 23],
  ] as const) {
    await sql`insert into audit (actor, action, subject, detail, at) values ('x', ${action}, ${`account:${accountId}`},
      ${JSON.stringify({ after: { enterpriseNumber: ENTERPRISE, qualityCode: 'QUAL_EMP_NOSS' } })}, now() - make_interval(hours => ${hours}))`.execute(
      database.queries,
    )
  }
  await read()
  const kinds = (await noticesIn(database, ENTERPRISE)).map(({ kind }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['userLocked', 'userUnlocked']))
  expect(await queued(database)).toHaveLength(1)
})

test('several processes at once, over several pages, make each notice and each message once', async () => {
  await enrolled(database)
  const accountId = await addAccount(database, 'an@example.be')
  await sql`insert into audit (actor, action, subject, detail)
    select 'x', 'user.lock', ${`account:${accountId}`}, ${JSON.stringify({ after: { enterpriseNumber: ENTERPRISE } })}
    from generate_series(1, 450)`.execute(database.queries)
  await chainAudit(database)
  await Promise.all(Array.from({ length: 4 }, () => readAuditForNotices(database, RULES)))
  await readAuditForNotices(database, RULES)
  const notices = (await noticesIn(database, ENTERPRISE)).filter(({ kind }) => kind === 'userLocked')
  expect([notices.length, (await queued(database)).length]).toEqual([450, 450])
})

// Holds rule 13.3.
test('a process that dies between the notices and its commit leaves neither, and the next one makes both', async () => {
  await enrolled(database)
  const accountId = await addAccount(database, 'an@example.be')
  await database.transaction((tx) =>
    recordChange(tx, ACT, {
      ...{ action: 'user.create', subject: `account:${accountId}` },
      after: { enterpriseNumber: ENTERPRISE, qualityCode: 'QUAL_EMP_NOSS' },
    }),
  )
  await chainAudit(database)
  const dies: Pick<Database, 'transaction'> = {
    transaction: (work) =>
      database.transaction(async (tx) => {
        await work(tx)
        throw new Error('killed')
      }),
  }
  await expect(readAuditForNotices(dies, RULES)).rejects.toThrow('killed')
  expect([await noticesIn(database, ENTERPRISE), await queued(database)]).toEqual([[], []])
  await read()
  expect((await noticesIn(database, ENTERPRISE)).at(-1)).toMatchObject({ kind: 'userCreated' })
  expect(await queued(database)).toHaveLength(1)
})

test('an entry that is written first and committed last is told all the same', async () => {
  const written = gate()
  const told = gate()
  await enrolled(database)
  const slow = database.transaction(async (tx) => {
    await writeAudit(tx, { actor: 'x', action: 'enterprise.passwordLoginOff', subject: `enterprise:${ENTERPRISE}` })
    written.open()
    await told.passed
  })
  await written.passed
  await database.transaction((tx) =>
    writeAudit(tx, { actor: 'x', action: 'enterprise.passwordLoginOn', subject: `enterprise:${ENTERPRISE}` }),
  )
  await read()
  told.open()
  await slow
  await read()
  const kinds = (await noticesIn(database, ENTERPRISE)).map(({ kind }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['passwordLoginEnabled', 'passwordLoginDisabled']))
})

const HOW = { role: 'accessManager', method: 'eid', assurance: 500, traceId: 't' }

function byChain(one: { source: string }, other: { source: string }): number {
  return Number(one.source.slice(6)) - Number(other.source.slice(6))
}

async function position(): Promise<string | undefined> {
  const row = await database.queries
    .selectFrom('reading_position')
    .select('position')
    .where('reader', '=', 'notices')
    .executeTakeFirst()
  return row?.position
}
