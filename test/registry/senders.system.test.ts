import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { certificatesOf, registerCertificate } from '../../src/registry/certificates.ts'
import { channelsOf } from '../../src/registry/channels.ts'
import { closeSender } from '../../src/registry/close-sender.ts'
import { enrol } from '../../src/registry/enrol.ts'
import {
  activateEnterprise,
  registerEnterprise,
  resumeEnterprise,
  suspendEnterprise,
} from '../../src/registry/enterprises.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../../src/registry/move-channel.ts'
import { openChannel } from '../../src/registry/open-channel.ts'
import { activateQuality } from '../../src/registry/qualities.ts'
import { allotSender, resumeSender, suspendSender } from '../../src/registry/senders.ts'
import { chooseServices } from '../../src/registry/service-choice.ts'
import { registerSshKey } from '../../src/registry/ssh-keys.ts'
import { appointTechnicalUser } from '../../src/registry/technical-users.ts'
import { testDatabase } from '../support/test-database.ts'
import {
  ACT,
  auditOf,
  certificate,
  enrolled,
  enterpriseNumber,
  gate,
  OFFER,
  refusedWith,
  requestOf,
  sshKey,
  stateOf,
  tryEnrol,
  value,
} from './fixtures.ts'

const CONTACT = { lastName: 'Janssens', firstName: 'An', email: 'an@example.be', phone: '+3225550100' }
const NOBODY = '111111' as SenderNumber

let database: Database
beforeAll(async () => {
  database = await testDatabase(20)
})
afterAll(() => database[Symbol.asyncDispose]())

/** Each test enrols an enterprise of its own. */
let enterprises = 100
const next = () => ({ enterpriseNumber: enterpriseNumber(enterprises++) })
const run = <Value>(work: (tx: Transaction) => Promise<Value>) => database.transaction(work)

test('100 enrolments at once get 100 numbers, none of them reserved', async () => {
  const all = await Promise.all(Array.from({ length: 100 }, () => enrolled(database, next())))
  const numbers = all.map(({ senderNumber }) => senderNumber)
  expect(new Set(numbers).size).toBe(100)
  expect(numbers.filter((number) => !/^[1-8]\d{5}$/.test(number) || number === '123456')).toEqual([])
})

test('of many who ask for the same number at once one gets it', async () => {
  const asked = await Promise.all(
    Array.from({ length: 10 }, () => tryEnrol(database, { ...next(), sender: '777777' as SenderNumber })),
  )
  expect(asked.filter(({ ok }) => ok)).toHaveLength(1)
  expect(asked.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 9 }, () => refusedWith('SLU-CONFLICT')))
})

test('the number of the manuals is given out to an operator who asks for it', async () => {
  const sender = '123456' as SenderNumber
  expect(await enrolled(database, { ...next(), sender })).toMatchObject({ senderNumber: sender })
})

test('many who ask for the number of one quality at once get the same one', async () => {
  const { enterpriseNumber: number } = next()
  const quality = { enterpriseNumber: number, qualityCode: 'QUAL_EMP_NOSS' }
  await run(async (tx) => {
    value(await registerEnterprise(tx, { enterpriseNumber: number, legalName: 'X' }, ACT))
    value(await activateEnterprise(tx, number, ACT))
    value(await activateQuality(tx, { ...quality, offered: OFFER.qualities }, ACT))
  })
  const asked = await Promise.all(Array.from({ length: 10 }, () => run((tx) => allotSender(tx, quality, ACT))))
  expect(new Set(asked.map(value)).size).toBe(1)
})

test('the number that the gateway answers under is nobody else’s', async () => {
  const sender = '888888' as SenderNumber
  const offer = { ...OFFER, reserved: ['888888'] }
  const result = await run((tx) => enrol(tx, requestOf({ ...next(), sender }), offer, ACT))
  expect(result).toEqual(refusedWith('SLU-CONFLICT'))
})

test('an enterprise must be active before a quality, and a quality before a number', async () => {
  const { enterpriseNumber: number } = next()
  const quality = { enterpriseNumber: number, qualityCode: 'QUAL_EMP_NOSS' }
  const activate = () => run((tx) => activateQuality(tx, { ...quality, offered: OFFER.qualities }, ACT))
  expect(await activate()).toEqual(refusedWith('SLU-STATE'))
  expect(await run((tx) => activateEnterprise(tx, number, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
  value(await run((tx) => registerEnterprise(tx, { enterpriseNumber: number, legalName: 'X' }, ACT)))
  expect(await activate()).toEqual(refusedWith('SLU-STATE'))
  value(await run((tx) => activateEnterprise(tx, number, ACT)))
  expect(await run((tx) => allotSender(tx, quality, ACT))).toEqual(refusedWith('SLU-STATE'))
  value(await activate())
  const sender = value(await run((tx) => allotSender(tx, quality, ACT)))
  expect(await stateOf(database, sender)).toBe('allocated')
})

describe('suspend and resume', () => {
  test('a sender, with what was and what is now in the audit', async () => {
    const { senderNumber } = await enrolled(database, next())
    value(await run((tx) => suspendSender(tx, senderNumber, { ...ACT, reason: 'unpaid' })))
    expect(await stateOf(database, senderNumber)).toBe('suspended')
    expect((await auditOf(database, `sender:${senderNumber}`)).at(-1)).toEqual({
      actor: ACT.actor,
      action: 'sender.suspend',
      reason: 'unpaid',
      detail: { before: { state: 'active' }, after: { state: 'suspended' } },
    })
    expect(await run((tx) => suspendSender(tx, senderNumber, ACT))).toEqual(refusedWith('SLU-STATE'))
    value(await run((tx) => resumeSender(tx, senderNumber, ACT)))
    expect(await stateOf(database, senderNumber)).toBe('active')
    expect(await run((tx) => resumeSender(tx, senderNumber, ACT))).toEqual(refusedWith('SLU-STATE'))
  })

  test('of several suspensions at once one is done, and one is in the audit', async () => {
    const { senderNumber } = await enrolled(database, next())
    const all = await Promise.all(Array.from({ length: 5 }, () => run((tx) => suspendSender(tx, senderNumber, ACT))))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    const actions = (await auditOf(database, `sender:${senderNumber}`)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'sender.suspend')).toHaveLength(1)
  })

  test('an enterprise', async () => {
    const enterprise = next()
    await enrolled(database, enterprise)
    value(await run((tx) => suspendEnterprise(tx, enterprise.enterpriseNumber, ACT)))
    expect(await run((tx) => suspendEnterprise(tx, enterprise.enterpriseNumber, ACT))).toEqual(refusedWith('SLU-STATE'))
    value(await run((tx) => resumeEnterprise(tx, enterprise.enterpriseNumber, ACT)))
  })

  test('a channel', async () => {
    const { senderNumber } = await enrolled(database, next())
    const key = { senderNumber, type: 'sftp' } as const
    value(await run((tx) => suspendChannel(tx, key, ACT)))
    expect(await channelsOf(database.queries, senderNumber)).toMatchObject([{ type: 'sftp', state: 'suspended' }])
    expect(await run((tx) => suspendChannel(tx, key, ACT))).toEqual(refusedWith('SLU-STATE'))
    value(await run((tx) => resumeChannel(tx, key, ACT)))
    expect(await channelsOf(database.queries, senderNumber)).toMatchObject([{ type: 'sftp', state: 'active' }])
  })

  test('a suspended sender stays so when it opens a further channel', async () => {
    const { senderNumber } = await enrolled(database, next())
    value(await run((tx) => suspendSender(tx, senderNumber, ACT)))
    value(await run((tx) => openChannel(tx, { senderNumber, type: 'ftp', networks: [] }, ACT)))
    expect(await stateOf(database, senderNumber)).toBe('suspended')
  })

  test('nobody', async () => {
    const { enterpriseNumber: number } = next()
    expect(await run((tx) => suspendSender(tx, NOBODY, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
    expect(await run((tx) => suspendEnterprise(tx, number, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
    const { senderNumber } = await enrolled(database, next())
    const key = { senderNumber, type: 'ftp' } as const
    expect(await run((tx) => suspendChannel(tx, key, ACT))).toEqual(refusedWith('SLU-UNKNOWN'))
  })
})

// Holds rule 12.3.
test('case R20: a closed sender is taken back whole, and its number never given out again', async () => {
  const parts = {
    ...next(),
    channels: ['sftp', 'ftp', 'web'] as const,
    sshKeys: [sshKey()],
    certificates: [certificate()],
    contact: CONTACT,
  }
  const { senderNumber } = await enrolled(database, parts)
  value(await run((tx) => closeSender(tx, senderNumber, ACT)))
  expect(await stateOf(database, senderNumber)).toBe('closed')
  expect(await activeRowsOf(senderNumber)).toEqual({ channels: 0, keys: 0, certificates: 0, bindings: 0, users: 0 })
  expect(await tryEnrol(database, { ...parts, sender: senderNumber })).toEqual(refusedWith('SLU-CONFLICT'))
  expect(await tryEnrol(database, { ...next(), sender: senderNumber })).toEqual(refusedWith('SLU-CONFLICT'))
  const again = await enrolled(database, parts)
  expect(again.senderNumber).not.toBe(senderNumber)
  expect(again.channels[0]).toEqual({ type: 'sftp', username: `s${again.senderNumber}` })
})

test('nothing of a closed sender can be changed', async () => {
  const { senderNumber } = await enrolled(database, next())
  value(await run((tx) => closeSender(tx, senderNumber, ACT)))
  const key = { senderNumber, type: 'sftp' } as const
  const proof = { senderNumber, certificate: certificate(), usages: ['signature'] as const, approvedBy: null }
  const choice = {
    senderNumber,
    services: ['DMFA'],
    environments: ['R'] as const,
    offered: OFFER.services,
    qualities: [],
  }
  const attempts = [
    (tx: Transaction) => openChannel(tx, { ...key, networks: [] }, ACT),
    (tx: Transaction) => suspendChannel(tx, key, ACT),
    (tx: Transaction) => removeChannel(tx, key, ACT),
    (tx: Transaction) => registerSshKey(tx, { senderNumber, key: sshKey() }, ACT),
    (tx: Transaction) => registerCertificate(tx, proof, ACT),
    (tx: Transaction) => chooseServices(tx, choice, ACT),
    (tx: Transaction) => appointTechnicalUser(tx, { senderNumber, contact: CONTACT }, ACT),
    (tx: Transaction) => suspendSender(tx, senderNumber, ACT),
    (tx: Transaction) => resumeSender(tx, senderNumber, ACT),
    (tx: Transaction) => closeSender(tx, senderNumber, ACT),
  ]
  for (const attempt of attempts) expect(await run<unknown>(attempt)).toEqual(refusedWith('SLU-STATE'))
})

test('a technical user is replaced, and there is one at a time', async () => {
  const { senderNumber } = await enrolled(database, { ...next(), contact: CONTACT })
  const contact = { ...CONTACT, email: 'els@example.be' }
  value(await run((tx) => appointTechnicalUser(tx, { senderNumber, contact }, ACT)))
  const users = await database.queries
    .selectFrom('technical_user')
    .select(['email', 'state'])
    .where('sender_number', '=', senderNumber)
    .orderBy('technical_user_id')
    .execute()
  expect(users).toEqual([
    { email: 'an@example.be', state: 'replaced' },
    { email: 'els@example.be', state: 'active' },
  ])
})

test('a change is told to every process when it is committed, and not before', async () => {
  const { senderNumber } = await enrolled(database, next())
  const told: string[] = []
  const heard = gate()
  await using _ = await database.listen('sluice_registry', (payload) => {
    told.push(payload)
    if (payload === `sender:${senderNumber}`) heard.open()
  })
  const rolledBack = database.transaction(async (tx) => {
    value(await suspendSender(tx, senderNumber, ACT))
    throw new Error('rolled back')
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  value(await run((tx) => suspendEnterprise(tx, enterpriseNumber(enterprises - 1), ACT)))
  value(await run((tx) => suspendSender(tx, senderNumber, ACT)))
  await heard.passed
  expect(told.filter((payload) => payload !== '')).toEqual([
    `enterprise:${enterpriseNumber(enterprises - 1)}`,
    `sender:${senderNumber}`,
  ])
})

async function activeRowsOf(senderNumber: SenderNumber) {
  const { queries } = database
  const count = async (query: { execute(): Promise<unknown[]> }) => (await query.execute()).length
  return {
    channels: (await channelsOf(queries, senderNumber)).length,
    keys: await count(
      queries
        .selectFrom('ssh_key')
        .innerJoin('channel', 'channel.channel_id', 'ssh_key.channel_id')
        .select('ssh_key_id')
        .where('sender_number', '=', senderNumber)
        .where('ssh_key.state', '=', 'active'),
    ),
    certificates: (await certificatesOf(queries, senderNumber)).length,
    bindings: await count(
      queries
        .selectFrom('service_binding')
        .select('service')
        .where('sender_number', '=', senderNumber)
        .where('state', '=', 'active'),
    ),
    users: await count(
      queries
        .selectFrom('technical_user')
        .select('email')
        .where('sender_number', '=', senderNumber)
        .where('state', '=', 'active'),
    ),
  }
}
