import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database } from '../../src/database/database.ts'
import { isChannelPassword } from '../../src/registry/channel-password.ts'
import { enrol } from '../../src/registry/enrol.ts'
import { suspendEnterprise } from '../../src/registry/enterprises.ts'
import { suspendChannel } from '../../src/registry/move-channel.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { chosenServices } from '../../src/registry/service-choice.ts'
import { testDatabase } from '../support/test-database.ts'
import {
  ACT,
  auditOf,
  certificate,
  enrolled,
  enterpriseNumber,
  OFFER,
  refusedWith,
  requestOf,
  sshKey,
  stateOf,
  tryEnrol,
  value,
} from './fixtures.ts'

let database: Database
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

describe('a first enrolment', () => {
  test('prints what the contract says, and everything is active', async () => {
    const proof = certificate()
    const enrolment = await enrolled(database, {
      channels: ['sftp', 'ftp', 'web'],
      sshKeys: [sshKey()],
      certificates: [proof],
    })
    const number = enrolment.senderNumber
    expect(enrolment).toEqual({
      enterpriseNumber: enterpriseNumber(),
      quality: 'QUAL_EMP_NOSS',
      senderNumber: expect.stringMatching(/^[1-8]\d{5}$/),
      channels: [
        { type: 'sftp', username: `s${number}` },
        { type: 'ftp', username: `f${number}`, password: expect.stringMatching(/^[A-Za-z0-9_-]{24}$/) },
        { type: 'web', clientId: `self_service_expeditor_${number}` },
      ],
      certificates: [{ sha256: proof.sha256, state: 'valid' }],
    })
    expect(await statesOf(number)).toEqual({
      enterprise: 'active',
      quality: 'active',
      sender: 'active',
      channels: 'active',
    })
  })

  test('stores the FTP password only as a hash', async () => {
    const { channels } = await enrolled(database, { channels: ['ftp'] })
    const password = channels[0]?.type === 'ftp' ? channels[0].password : undefined
    const row = await database.queries.selectFrom('channel').selectAll().executeTakeFirstOrThrow()
    expect(await isChannelPassword(password ?? '', row.password_hash)).toBe(true)
    const audit = await database.queries.selectFrom('audit').selectAll().execute()
    expect(JSON.stringify([row, audit])).not.toContain(password)
  })

  test('binds every service to every channel in every environment, but only where the service is offered', async () => {
    const { senderNumber } = await enrolled(database, { channels: ['sftp', 'ftp'], services: ['DMFA', 'WECH'] })
    expect(await bindingsOf(senderNumber)).toEqual([
      ...['DMFA/R/ftp', 'DMFA/R/sftp', 'DMFA/S/ftp', 'DMFA/S/sftp', 'DMFA/T/ftp', 'DMFA/T/sftp'],
      ...['WECH/T/ftp', 'WECH/T/sftp'],
    ])
  })

  test('leaves every step in the audit, with actor and reason', async () => {
    const { senderNumber } = await enrolled(database, {
      sshKeys: [sshKey()],
      certificates: [certificate()],
      contact: { lastName: 'Janssens', firstName: 'An', email: 'an@example.be', phone: '+3225550100' },
    })
    const enterprise = await auditOf(database, `enterprise:${enterpriseNumber()}`)
    const sender = await auditOf(database, `sender:${senderNumber}`)
    expect([...enterprise, ...sender].map(({ action }) => action)).toEqual([
      ...['enterprise.registered', 'enterprise.activate', 'quality.activate'],
      ...['sender.allotted', 'technicalUser.appointed', 'channel.opened', 'sender.openChannel'],
      ...['sshKey.registered', 'certificate.registered', 'services.chosen'],
    ])
    expect([...enterprise, ...sender].filter((row) => row.actor !== ACT.actor || row.reason !== ACT.reason)).toEqual([])
    expect(sender.find(({ action }) => action === 'sender.openChannel')?.detail).toEqual({
      before: { state: 'allocated' },
      after: { state: 'active' },
    })
    expect(JSON.stringify(sender)).not.toMatch(/Janssens|an@example/)
  })

  test.each([
    ['a quality that is not offered', { quality: 'QUAL_NONE' }, 'SLU-UNKNOWN'],
    ['a service that is not offered', { services: ['DMFA', 'XXXX'] }, 'SLU-UNKNOWN'],
    ['a service that is not for the quality', { quality: 'QUAL_COMPANY', services: ['DMFA'] }, 'SLU-STATE'],
    ['a service in none of its environments', { services: ['WECH'], environments: ['R'] as const }, 'SLU-STATE'],
    ['no service', { services: [] }, 'SLU-STATE'],
    ['no channel', { channels: [] }, 'SLU-STATE'],
    ['an unknown network', { channels: ['ftp'] as const, network: 'nowhere' }, 'SLU-UNKNOWN'],
    ['a fixed link for an ordinary employer', { channels: ['ftp'] as const, network: 'publilink' }, 'SLU-STATE'],
    ['a network without an FTP channel', { network: 'internet' }, 'SLU-STATE'],
    ['a new password without an FTP channel', { renewPassword: true }, 'SLU-STATE'],
    ['an SSH key without an SFTP channel', { channels: ['ftp'] as const, sshKeys: [sshKey()] }, 'SLU-UNKNOWN'],
    ['our own number', { sender: '999999' as SenderNumber }, 'SLU-CONFLICT'],
    ['the number of nobody', { sender: '000000' as SenderNumber }, 'SLU-CONFLICT'],
    ['an empty name', { name: ' ' }, 'SLU-NAME'],
    ['a name over two lines', { name: 'a\nb' }, 'SLU-NAME'],
    [
      'a contact without an address',
      { contact: { lastName: 'A', firstName: 'B', email: 'x', phone: '1' } },
      'SLU-NAME',
    ],
    [
      'a certificate of another enterprise',
      { certificates: [certificate({ enterpriseNumber: enterpriseNumber(2) })] },
      'SLU-CERTIFICATE',
    ],
  ])('with %s is refused and leaves nothing, though its transaction commits', async (_, parts, code) => {
    expect(await tryEnrol(database, parts)).toEqual(refusedWith(code))
    expect(await contents()).toEqual({ enterprises: 0, senders: 0, channels: 0, audit: 0 })
  })

  // biome-ignore format: a table
  test.each([
    [['sftp'],        undefined,      ['signature']],
    [['ftp'],         undefined,      ['signature']],
    [['web'],         undefined,      ['signature', 'clientAuthentication']],
    [['ftp'],         ['web', 'ftp'], ['signature', 'clientAuthentication']],
    [['sftp', 'web'], ['web', 'ftp'], ['signature', 'clientAuthentication']],
    [['sftp'],        ['web', 'ftp'], ['signature']],
  ] as const)('decision 18: what a certificate serves with channels %j, where %j look at it', async (channels, authenticated, usages) => {
    const request = requestOf({ channels, certificates: [certificate()] })
    const offer = authenticated ? { ...OFFER, authenticated } : OFFER
    value(await database.transaction((tx) => enrol(tx, request, offer, ACT)))
    expect(await database.queries.selectFrom('certificate').select('usages').execute()).toEqual([{ usages }])
  })

  test('a fixed link is opened for a municipality', async () => {
    await enrolled(database, { quality: 'QUAL_MUN_ADM', channels: ['ftp'], network: 'publilink' })
    expect(await database.queries.selectFrom('channel').select('network').execute()).toEqual([{ network: 'publilink' }])
  })
})

describe('a second enrolment of the same quality', () => {
  test('keeps the number and the password, adds keys and certificates, replaces channels and services', async () => {
    const [first, second] = [certificate(), certificate()]
    const before = await enrolled(database, { channels: ['sftp', 'ftp'], sshKeys: [sshKey()], certificates: [first] })
    const hash = await passwordHash()
    const after = await enrolled(database, {
      channels: ['ftp', 'web'],
      services: ['DIMN'],
      environments: ['T'],
      certificates: [second],
    })
    expect(after).toEqual({
      ...before,
      channels: [
        { type: 'ftp', username: `f${before.senderNumber}` },
        { type: 'web', clientId: `self_service_expeditor_${before.senderNumber}` },
      ],
      certificates: [first, second].map(({ sha256 }) => ({ sha256, state: 'valid' })),
    })
    expect(await passwordHash()).toBe(hash)
    expect(await bindingsOf(before.senderNumber)).toEqual(['DIMN/T/ftp', 'DIMN/T/web'])
  })

  test('without channels and services keeps both', async () => {
    const { senderNumber } = await enrolled(database, { channels: ['sftp', 'ftp'], environments: ['T'] })
    const bindings = await bindingsOf(senderNumber)
    await enrolled(database, { channels: [], services: [], sshKeys: [sshKey()] })
    expect(await bindingsOf(senderNumber)).toEqual(bindings)
  })

  test('moves the services along when only the channel changes', async () => {
    const { senderNumber } = await enrolled(database, { environments: ['T'] })
    await enrolled(database, { channels: ['web'], services: [] })
    expect(await bindingsOf(senderNumber)).toEqual(['DMFA/T/web'])
    expect(await chosenServices(database.queries, senderNumber)).toEqual({ services: ['DMFA'], environments: ['T'] })
  })

  test('opens a removed channel anew under its old name', async () => {
    const { channels } = await enrolled(database)
    await enrolled(database, { channels: ['web'] })
    expect((await enrolled(database)).channels).toEqual(channels)
  })

  test('makes a new password on request', async () => {
    await enrolled(database, { channels: ['ftp'] })
    const { channels } = await enrolled(database, { channels: ['ftp'], renewPassword: true })
    const password = channels[0]?.type === 'ftp' ? channels[0].password : undefined
    expect(await isChannelPassword(password ?? '', await passwordHash())).toBe(true)
  })

  test('that changes nothing leaves no trace', async () => {
    const parts = {
      sshKeys: [sshKey()],
      certificates: [certificate()],
      contact: { lastName: 'Janssens', firstName: 'An', email: 'an@example.be', phone: '+3225550100' },
    }
    const first = await enrolled(database, parts)
    const before = await contents()
    expect(await enrolled(database, parts)).toEqual(first)
    expect(await contents()).toEqual(before)
  })

  test('corrects the name', async () => {
    await enrolled(database)
    await enrolled(database, { name: 'Bakkerij Peeters NV', language: 'nl' })
    const row = await database.queries.selectFrom('enterprise').selectAll().executeTakeFirst()
    expect(row).toMatchObject({ legal_name: 'Bakkerij Peeters NV', language: 'nl', version: 3 })
  })

  test('does not change the number', async () => {
    await enrolled(database, { sender: '314159' as SenderNumber })
    expect(await enrolled(database, { sender: '314159' as SenderNumber })).toMatchObject({ senderNumber: '314159' })
    expect(await tryEnrol(database, { sender: '271828' as SenderNumber })).toEqual(refusedWith('SLU-STATE'))
  })

  test.each([
    ['enterprise', (number: SenderNumber) => suspend('enterprise', number)],
    ['sender', (number: SenderNumber) => suspend('sender', number)],
    ['channel', (number: SenderNumber) => suspend('channel', number)],
  ])('does not lift the suspension of the %s', async (_, suspended) => {
    const { senderNumber } = await enrolled(database)
    await suspended(senderNumber)
    const before = await contents()
    expect(await tryEnrol(database, { sshKeys: [sshKey()] })).toEqual(refusedWith('SLU-STATE'))
    expect(await contents()).toEqual(before)
  })
})

test('another quality of the enterprise has a number of its own', async () => {
  const one = await enrolled(database)
  const other = await enrolled(database, { quality: 'QUAL_MUN_ADM' })
  expect(other.senderNumber).not.toBe(one.senderNumber)
})

test('two enrolments of one enterprise at once end in one enrolment', async () => {
  const both = await Promise.all([1, 2].map(() => enrolled(database, { channels: ['sftp', 'ftp'] })))
  expect(both[0]?.senderNumber).toBe(both[1]?.senderNumber)
  expect(both.flatMap(({ channels }) => channels).filter((channel) => 'password' in channel)).toHaveLength(1)
  expect(await contents()).toMatchObject({ enterprises: 1, senders: 1, channels: 2 })
})

test('what the transaction throws later takes the enrolment with it', async () => {
  const failing = database.transaction(async (tx) => {
    await enrol(tx, requestOf(), OFFER, ACT)
    throw new Error('afterwards')
  })
  await expect(failing).rejects.toThrow('afterwards')
  expect(await contents()).toEqual({ enterprises: 0, senders: 0, channels: 0, audit: 0 })
})

async function suspend(what: 'enterprise' | 'sender' | 'channel', senderNumber: SenderNumber): Promise<void> {
  const result = await database.transaction((tx) => {
    if (what === 'enterprise') return suspendEnterprise(tx, enterpriseNumber(), ACT)
    return what === 'sender'
      ? suspendSender(tx, senderNumber, ACT)
      : suspendChannel(tx, { senderNumber, type: 'sftp' }, ACT)
  })
  expect(result).toEqual({ ok: true, value: undefined })
}

async function statesOf(number: SenderNumber) {
  const { queries } = database
  const enterprise = await queries.selectFrom('enterprise').select('state').executeTakeFirst()
  const quality = await queries.selectFrom('quality').select('state').executeTakeFirst()
  const channels = await queries.selectFrom('channel').select('state').distinct().execute()
  return {
    enterprise: enterprise?.state,
    quality: quality?.state,
    sender: await stateOf(database, number),
    channels: channels.map(({ state }) => state).join(),
  }
}

async function bindingsOf(number: SenderNumber): Promise<string[]> {
  const rows = await database.queries
    .selectFrom('service_binding')
    .innerJoin('channel', 'channel.channel_id', 'service_binding.channel_id')
    .select(['service', 'environment', 'type'])
    .where('service_binding.sender_number', '=', number)
    .where('service_binding.state', '=', 'active')
    .execute()
  return rows.map(({ service, environment, type }) => `${service}/${environment}/${type}`).sort()
}

async function passwordHash(): Promise<string | null> {
  const row = await database.queries
    .selectFrom('channel')
    .select('password_hash')
    .where('type', '=', 'ftp')
    .executeTakeFirstOrThrow()
  return row.password_hash
}

async function contents() {
  const count = async (table: 'enterprise' | 'sender' | 'channel' | 'audit'): Promise<number> => {
    const row = await database.queries
      .selectFrom(table)
      .select(({ fn }) => fn.countAll().as('rows'))
      .executeTakeFirstOrThrow()
    return Number(row.rows)
  }
  return {
    enterprises: await count('enterprise'),
    senders: await count('sender'),
    channels: await count('channel'),
    audit: await count('audit'),
  }
}
