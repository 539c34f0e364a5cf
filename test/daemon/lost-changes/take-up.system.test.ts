/** Case R26: a registry is put back from a backup, and rights were taken away and given after it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { auditCopyOf } from '../../../src/daemon/audit-copy.ts'
import { takeUpLostChanges } from '../../../src/daemon/lost-changes/take-up.ts'
import type { Database } from '../../../src/database/database.ts'
import { addOperator } from '../../../src/identity/operators/add-operator.ts'
import { deleteOperator, lockOperator } from '../../../src/identity/operators/change-operator.ts'
import { writeAudit } from '../../../src/registry/audit.ts'
import { chainAudit } from '../../../src/registry/audit-chain.ts'
import { moveCertificate, registerCertificate } from '../../../src/registry/certificates.ts'
import { closeSender } from '../../../src/registry/close-sender.ts'
import { suspendEnterprise } from '../../../src/registry/enterprises.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../../../src/registry/move-channel.ts'
import { appoint, endAppointment } from '../../../src/registry/people/appointments.ts'
import { closeEnterprise } from '../../../src/registry/people/close-enterprise.ts'
import { deleteUser, lockUser } from '../../../src/registry/people/move-user.ts'
import { resumeSender, suspendSender } from '../../../src/registry/senders.ts'
import { banAddresses } from '../../../src/registry/sessions/bans.ts'
import { removeSshKey } from '../../../src/registry/ssh-keys.ts'
import { type CommandLine, commandLine } from '../../cli/command-line.ts'
import { ACT, certificate, enrolled, enterpriseNumber, sshKey, value } from '../../registry/fixtures.ts'
import { addUser, BOX, founded, LIMITS, NOSS, runIn, somebody } from '../../registry/people/fixtures.ts'
import { testDatabase } from '../../support/test-database.ts'

let folder: string
const closing: (Disposable | AsyncDisposable)[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-lost-'))
})
afterAll(async () => {
  for (const one of closing) await (Symbol.asyncDispose in one ? one[Symbol.asyncDispose]() : one[Symbol.dispose]())
  rmSync(folder, { recursive: true, force: true })
})

const spool = () => ({ dir: join(folder, 'spool'), auditDir: join(folder, 'audit') })
const place = (database: Database, name = 'audit') => ({
  ...{ database, log: silentLog },
  copy: auditCopyOf({ spool: { ...spool(), auditDir: join(folder, name) } }, () => new Date()).copy,
})

async function opened(): Promise<Database & { readonly sluice: CommandLine }> {
  const database = await testDatabase()
  const dir = mkdtempSync(join(folder, 'spool-'))
  const sluice = commandLine(database, [`spool.dir=${dir}`, `spool.auditDir=${spool().auditDir}`])
  closing.push(database, sluice)
  return Object.assign(database, { sluice })
}

async function copied(database: Database, name?: string): Promise<number> {
  await chainAudit(database)
  return await place(database, name).copy.goOn(database)
}

test('rules 31.10 and 31.11: what was taken away after the backup is taken away again, what was given is listed', async () => {
  const lost = await opened()
  const run = runIn(lost)
  const taken = await populated(lost)
  const given = await populated(lost)
  await run((tx) => suspendSender(tx, given.suspended, ACT))
  expect(await copied(lost)).toBeGreaterThan(50)
  const backups = join(folder, 'backups')
  expect(await lost.sluice('backup', backups)).toMatchObject({ code: 0, err: '' })
  const before = await standing(lost)

  await takeAway(lost, taken)
  const after = await standing(lost)
  await run(async (tx) => {
    value(await suspendChannel(tx, { senderNumber: given.sender, type: 'sftp' }, ACT))
    value(await resumeChannel(tx, { senderNumber: given.sender, type: 'sftp' }, ACT))
    value(await resumeSender(tx, given.suspended, ACT))
    value(
      await registerCertificate(
        tx,
        { senderNumber: given.sender, certificate: certificate(), usages: ['signature'], approvedBy: 'operator:test' },
        ACT,
      ),
    )
    await writeAudit(tx, { ...ACT, action: 'account.signedIn', subject: 'account:x' })
  })
  await copied(lost)

  const other = await opened()
  const said = await other.sluice('restore', backups, '--json')
  expect(said).toMatchObject({ code: 0, err: '' })
  const { changes } = JSON.parse(said.out)
  const now = await standing(other)
  expect(now).not.toEqual(before)
  expect(now).toEqual(after)
  const { restorations } = JSON.parse((await other.sluice('restored', 'list', '--json')).out)
  const listed = restorations[0].changes.map(({ outcome, action }: { outcome: string; action: string }) => [
    outcome,
    action,
  ])
  expect(changes).toEqual({
    found: listed.length,
    madeAgain: listed.filter(([outcome]: string[]) => outcome === 'madeAgain').length,
  })
  expect(listed.filter(([outcome]: string[]) => outcome === 'listed')).toEqual(
    ['channel.suspend', 'channel.resume', 'sender.resume', 'certificate.registered'].map((action) => [
      'listed',
      action,
    ]),
  )
  // taken up once: at the next start there is nothing left to do, and what was made again is in the audit with its reason
  expect(await takeUpLostChanges(place(other))).toEqual({ found: 0, madeAgain: 0 })
  const { rows } = await sql<{ reason: string }>`
    select reason from audit where action = 'operator.locked' and actor = 'system'`.execute(other.queries)
  expect(rows).toEqual([{ reason: 'made again after a restore: a test' }])
  expect((await other.sluice('restored', 'list')).out).toContain('to do      ')
  const doctor = JSON.parse((await other.sluice('doctor', '--json')).out)
  expect(doctor.findings.find(({ name }: { name: string }) => name === 'restore').found).toContain(
    'has 4 of them to do',
  )
  // and the copy goes on behind the fork
  await other.sluice('restored', 'acknowledge', '--reason', 'done')
  expect(await copied(other)).toBeGreaterThan(10)
  expect(await copied(other)).toBe(0)
  expect(await takeUpLostChanges(place(other))).toBeNull()
})

test('rule 31.10: a database that was put back by other means is noticed, and one that lags behind nothing is not', async () => {
  const database = await opened()
  const [audit, behind] = ['by-other-means', 'by-other-means-too']
  const run = runIn(database)
  const { senderNumber } = await enrolled(database, { enterpriseNumber: enterpriseNumber(900) })
  await copied(database, audit)
  expect(await takeUpLostChanges(place(database, audit))).toBeNull()
  await expect(
    database.transaction(async (tx) => {
      value(await suspendSender(tx, senderNumber, ACT))
      throw new Error('not committed')
    }),
  ).rejects.toThrow('not committed')
  await run((tx) => suspendSender(tx, senderNumber, ACT))
  await copied(database, audit)
  await copied(database, behind)
  // as if the server had gone back to before the suspension
  await sql`alter table audit disable trigger user`.execute(database.queries)
  await sql`delete from audit where action = 'sender.suspend'`.execute(database.queries)
  await sql`alter table audit enable trigger user`.execute(database.queries)
  await sql`update sender set state = 'active'`.execute(database.queries)
  expect(await takeUpLostChanges(place(database, audit))).toEqual({ found: 1, madeAgain: 1 })
  const { rows } = await sql`select backup from restoration where acknowledged_at is null`.execute(database.queries)
  expect(rows).toEqual([{ backup: 'other' }])
  expect((await sql`select state from sender`.execute(database.queries)).rows).toEqual([{ state: 'suspended' }])
  expect((await database.sluice('doctor', '--json')).out).toContain('the database has less than the copy of its audit')
})

test('rule 31.11: what cannot be made again is left for a person and stops nothing', async () => {
  const lost = await opened()
  const [audit] = ['without-backup']
  const { senderNumber } = await enrolled(lost, { enterpriseNumber: enterpriseNumber(901) })
  await lost.transaction((tx) => suspendSender(tx, senderNumber, ACT))
  await copied(lost, audit)
  const fresh = await opened()
  const taken = await takeUpLostChanges(place(fresh, audit))
  expect(taken?.madeAgain).toBe(0)
  const { rows } = await sql`select action, outcome, why from lost_change where action like 'sender.s%'`.execute(
    fresh.queries,
  )
  expect(rows).toEqual([{ action: 'sender.suspend', outcome: 'refused', why: `There is no sender ${senderNumber}.` }])
})

type Populated = Awaited<ReturnType<typeof populated>>

let numbers = 910
let names = 0

/** One of each that a right can be taken from. */
async function populated(database: Database) {
  const run = runIn(database)
  const key = sshKey()
  const enrol = (parts: object = {}) => enrolled(database, { enterpriseNumber: enterpriseNumber(numbers++), ...parts })
  const { senderNumber: sender } = await enrol({ channels: ['sftp', 'web'], sshKeys: [sshKey(), key] })
  const certificates = [certificate(), certificate(), certificate()]
  for (const [index, one] of certificates.entries()) {
    const approvedBy = index < 2 ? 'operator:test' : null
    const input = { senderNumber: sender, certificate: one, usages: ['signature'], approvedBy } as const
    value(await run((tx) => registerCertificate(tx, input, ACT)))
  }
  const { senderNumber: suspended } = await enrol()
  const { senderNumber: closed } = await enrol()
  const { senderNumber: noChannel } = await enrol()
  const stopped = await founded(run)
  const ended = await founded(run)
  const { enterpriseNumber: firm } = await founded(run)
  const user = async () => ({
    enterpriseNumber: firm,
    qualityCode: NOSS,
    ...(await addUser(run, {
      enterpriseNumber: firm,
      person: { lastName: `User${names++}`, firstName: 'Els', language: 'nl' },
    })),
  })
  const users = [await user(), await user()]
  const accountId = await somebody(run, { lastName: `Co${names++}` })
  const main = { enterpriseNumber: firm, role: 'coMainAccessManager', qualityCode: null, accountId } as const
  const appointmentId = value(await run((tx) => appoint(tx, main, LIMITS, ACT)))
  const operators = [`anna${names++}`, `bert${names++}`]
  for (const name of operators) {
    const operator = { name, role: 'operator', mayReadContents: false, invitationSeconds: 60 } as const
    value(await run((tx) => addOperator(tx, BOX, operator, ACT)))
  }
  return { sender, suspended, closed, noChannel, key, certificates, stopped, ended, users, appointmentId, operators }
}

async function takeAway(database: Database, all: Populated): Promise<void> {
  const { sender: senderNumber, certificates, users, operators } = all
  const moves = ['revoke', 'remove', 'reject'] as const
  await database.transaction(async (tx) => {
    for (const [index, move] of moves.entries())
      value(await moveCertificate(tx, { senderNumber, sha256: certificates[index]!.sha256 }, move, ACT))
    value(await removeSshKey(tx, { senderNumber, sha256: all.key.sha256 }, ACT))
    value(await suspendChannel(tx, { senderNumber, type: 'web' }, ACT))
    value(await removeChannel(tx, { senderNumber: all.noChannel, type: 'sftp' }, ACT))
    value(await suspendSender(tx, all.suspended, ACT))
    value(await closeSender(tx, all.closed, ACT))
    value(await suspendEnterprise(tx, all.stopped.enterpriseNumber, ACT))
    value(await closeEnterprise(tx, all.ended.enterpriseNumber, ACT))
    value(await lockUser(tx, { ...users[0]!, reason: 'left' }, ACT))
    value(await deleteUser(tx, users[1]!, ACT))
    value(await endAppointment(tx, { appointmentId: all.appointmentId }, ACT))
    value(await lockOperator(tx, operators[0]!, ACT))
    value(await deleteOperator(tx, operators[1]!, ACT))
    const wish = { range: '192.0.2.0/24', endsAt: new Date(Date.now() + 3_600_000), confirmedNetworks: '' }
    value(await banAddresses(tx, wish, { now: new Date(), networks: [] }, ACT))
  })
}

/** Who may do what. */
async function standing({ queries }: Database): Promise<Record<string, unknown[]>> {
  const columns = {
    enterprise: 'enterprise_number, state',
    sender: 'sender_number, state',
    channel: 'channel_id, state',
    ssh_key: 'ssh_key_id, state',
    certificate: 'sha256, state',
    quality_user: 'quality_user_id, state, locked_reason',
    appointment: 'appointment_id, state',
    account: 'account_id, state',
    technical_user: 'technical_user_id, state',
    operator: 'name, locked_at is not null as locked, deleted_at is not null as deleted',
    address_ban: 'range, ends_at, lifted_at',
  }
  const found: Record<string, unknown[]> = {}
  for (const [table, names] of Object.entries(columns))
    found[table] = (await sql`select ${sql.raw(names)} from ${sql.table(table)} order by 1`.execute(queries)).rows
  return found
}
