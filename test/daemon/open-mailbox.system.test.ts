/** The mailbox as the gateway opens it: requests are judged by the registry as it is at that instant (rule 14.5). */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import { openMailbox } from '../../src/daemon/open-mailbox.ts'
import type { Transaction } from '../../src/database/database.ts'
import type { OpenMailbox, Visitor } from '../../src/mailbox/mailbox.ts'
import { suspendEnterprise } from '../../src/registry/enterprises.ts'
import { resumeChannel, suspendChannel } from '../../src/registry/move-channel.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { books, closeRig, openRig, type Rig } from '../mailbox/rig.ts'
import { answerOf, PROGRAM, transfer } from '../mailbox/transfers/send.ts'
import { ACT, enrolled, enterpriseNumber, value } from '../registry/fixtures.ts'
import { settings } from './door-rig.ts'

let rig: Rig
let mailbox: OpenMailbox
let visitor: Visitor
let enterprises = 7000
let sender: SenderNumber
let enterprise: ReturnType<typeof enterpriseNumber>

beforeAll(async () => {
  rig = await openRig()
  const config = await settings('limits.nameAgeDays=36525', 'limits.diskReserveBytes=0')
  const live = { current: () => config, reload: async () => null, onReload: () => {} }
  const { database, spool } = rig
  const ending = {} as Parameters<typeof openMailbox>[0]['ending']
  mailbox = await openMailbox({
    ...{ live, database, spool, ending, log: silentLog, metrics: createMetrics() },
    ...{ node: 'gateway', version: 'test', now: () => new Date(), time: { mayEndAt: () => true } },
  })
})
afterAll(async () => {
  await mailbox[Symbol.asyncDispose]()
  await rig[Symbol.asyncDispose]()
  await closeRig()
})
beforeEach(async () => {
  enterprise = enterpriseNumber(enterprises++)
  const parts = { channels: ['web', 'sftp'], services: ['DMFA'], environments: ['T'] } as const
  sender = (await enrolled(rig.database, { enterpriseNumber: enterprise, ...parts })).senderNumber
  visitor = { ...PROGRAM, sender }
})

const run = <Value>(work: (tx: Transaction) => Promise<Value>) => rig.database.transaction(work)

async function send(environment = 'T', sequence = '00001'): Promise<string> {
  const key = `DMFA.${sender}.20260105.${sequence}.${environment}`
  return answerOf(await transfer({ mailbox }, [[`FI.${key}`], [`FS.${key}`]], { setName: key }, visitor))
}

test('a sender’s set is taken, and kept with its rights', async () => {
  expect([await send(), await send(), await send('R')]).toEqual(['received', 'replayed', 'rights 168'])
  const [view] = await mailbox.transfers.list(sender, {}, { offset: 0, limit: 9 })
  const snapshots = await rig.database.queries.selectFrom('rights_snapshot').select('body').execute()
  expect([view?.files.length, snapshots.some(({ body }) => body.includes(`"${sender}"`))]).toEqual([3, true])
})

test.each<[string, () => Promise<unknown>, string]>([
  ['sender', () => run((tx) => suspendSender(tx, sender, ACT)), 'rights 103'],
  ['enterprise', () => run((tx) => suspendEnterprise(tx, enterprise, ACT)), 'rights 103'],
  ['channel', () => run((tx) => suspendChannel(tx, { senderNumber: sender, type: 'web' }, ACT)), 'rights 249'],
])('what a suspended %s sends is answered at once, and nothing is stored', async (_, suspend, answer) => {
  expect(await send()).toBe('received')
  const before = await books(rig.database)
  await suspend()
  expect(await send('T', '00002')).toBe(answer)
  expect(await books(rig.database)).toEqual(before)
})

test('a channel that is resumed sends at once', async () => {
  const channel = { senderNumber: sender, type: 'web' } as const
  value(await run((tx) => suspendChannel(tx, channel, ACT)))
  expect(await send()).toBe('rights 249')
  value(await run((tx) => resumeChannel(tx, channel, ACT)))
  expect(await send()).toBe('received')
})
