import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Corrupt } from '../../src/base/errors.ts'
import { canonicalJson, type Sha256, sha256 } from '../../src/base/hashes.ts'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { registerCertificate, removeCertificate } from '../../src/registry/certificates.ts'
import { suspendEnterprise } from '../../src/registry/enterprises.ts'
import { suspendChannel } from '../../src/registry/move-channel.ts'
import { type KnownSnapshots, readRights, rightsAtSeal, rightsReader } from '../../src/registry/rights.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, certificate, enrolled, enterpriseNumber, value } from './fixtures.ts'
import { rightsAtSealOf } from './rights-at-seal.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

let enterprises = 1
const run = <Value>(work: (tx: Transaction) => Promise<Value>) => database.transaction(work)
const rightsOf = (sender: SenderNumber) => run((tx) => rightsAtSealOf(tx, sender))
const stored = async () => (await database.queries.selectFrom('rights_snapshot').select('sha256').execute()).length

describe('decision 12: the rights at seal', () => {
  test('hold states, channels, bindings and the certificates that sign', async () => {
    const [proof, number] = [certificate(), enterpriseNumber(enterprises++)]
    const parts = {
      enterpriseNumber: number,
      channels: ['web', 'sftp'] as const,
      services: ['WECH'],
      certificates: [proof],
    }
    const { senderNumber } = await enrolled(database, parts)
    const { id, rights } = await rightsOf(senderNumber)
    expect(rights).toEqual({
      sender: { number: senderNumber, state: 'active' },
      quality: { code: 'QUAL_EMP_NOSS', state: 'active' },
      enterprise: { number, state: 'active' },
      channels: [
        { type: 'sftp', state: 'active' },
        { type: 'web', state: 'active' },
      ],
      bindings: [
        { service: 'WECH', environment: 'T', channel: 'sftp' },
        { service: 'WECH', environment: 'T', channel: 'web' },
      ],
      certificates: [
        {
          sha256: proof.sha256,
          der: Buffer.from(proof.der).toString('base64'),
          usages: ['clientAuthentication', 'signature'],
          state: 'valid',
        },
      ],
    })
    expect(id).toBe(sha256(canonicalJson(rights)))
    expect(await readRights(database.queries, id)).toEqual(rights)
  })

  test('hold no certificate that waits, was rejected or removed, or only logs in', async () => {
    const { senderNumber } = await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })
    const register = async (usage: 'signature' | 'clientAuthentication', approvedBy: string | null) => {
      const input = { senderNumber, certificate: certificate(), usages: [usage], approvedBy }
      return value(await run((tx) => registerCertificate(tx, input, ACT)))
    }
    await register('signature', null)
    await register('clientAuthentication', ACT.actor)
    const removed = await register('signature', ACT.actor)
    value(await run((tx) => removeCertificate(tx, { senderNumber, sha256: removed.sha256 }, ACT)))
    const kept = await register('signature', ACT.actor)
    const { rights } = await rightsOf(senderNumber)
    expect(rights.certificates.map((registered) => registered.sha256)).toEqual([kept.sha256])
  })

  test('hold neither removed channels nor what was chosen before', async () => {
    const parts = { enterpriseNumber: enterpriseNumber(enterprises++) }
    const { senderNumber } = await enrolled(database, { ...parts, channels: ['sftp', 'ftp'] })
    await enrolled(database, { ...parts, channels: ['ftp'], services: ['DIMN'], environments: ['S'] })
    const { rights } = await rightsOf(senderNumber)
    expect(rights.channels).toEqual([{ type: 'ftp', state: 'active' }])
    expect(rights.bindings).toEqual([{ service: 'DIMN', environment: 'S', channel: 'ftp' }])
  })

  test('case A17: show every suspension, and each state is a snapshot of its own', async () => {
    const number = enterpriseNumber(enterprises++)
    const { senderNumber } = await enrolled(database, { enterpriseNumber: number })
    const before = await rightsOf(senderNumber)
    value(await run((tx) => suspendSender(tx, senderNumber, ACT)))
    value(await run((tx) => suspendEnterprise(tx, number, ACT)))
    value(await run((tx) => suspendChannel(tx, { senderNumber, type: 'sftp' }, ACT)))
    const after = await rightsOf(senderNumber)
    expect(after.rights).toEqual({
      ...before.rights,
      sender: { number: senderNumber, state: 'suspended' },
      enterprise: { number, state: 'suspended' },
      channels: [{ type: 'sftp', state: 'suspended' }],
    })
    expect(await readRights(database.queries, before.id)).toEqual(before.rights)
  })
})

describe('a snapshot', () => {
  test('is stored once, however often and by whomever', async () => {
    const { senderNumber } = await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })
    const before = await stored()
    const ids = await Promise.all(Array.from({ length: 5 }, () => rightsOf(senderNumber)))
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
    expect(await stored()).toBe(before + 1)
  })

  test('of several are stored in one order, so that two transactions never wait for each other', async () => {
    const senders: string[] = []
    for (let nth = 0; nth < 2; nth += 1) {
      senders.push((await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })).senderNumber)
    }
    const [one, other] = senders.sort()
    const sealed = await run((tx) => rightsAtSeal(tx, [other ?? '', one ?? '']))
    const ids = [...sealed.values()].map(({ id }) => id)
    const rows = await database.queries
      .selectFrom('rights_snapshot')
      .select('sha256')
      .where('sha256', 'in', ids)
      .orderBy(sql`ctid`)
      .execute()
    expect(rows.map(({ sha256 }) => sha256)).toEqual([sealed.get(one ?? '')?.id, sealed.get(other ?? '')?.id])
  })

  test('of a transaction that was rolled back is not taken for known', async () => {
    const { senderNumber } = await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })
    const known: KnownSnapshots = new Set()
    const rolledBack = run(async (tx) => {
      for (const _ of ['for one set', 'and for another']) await rightsAtSealOf(tx, senderNumber, known)
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    const sealed = []
    for (let seals = 0; seals < 3; seals += 1) sealed.push(await run((tx) => rightsAtSealOf(tx, senderNumber, known)))
    expect([...known]).toEqual([sealed[0]?.id])
    expect(await readRights(database.queries, sealed[2]?.id ?? ('' as Sha256))).toEqual(sealed[0]?.rights)
  })

  test('that is missing or was changed is corrupt, and so is an unknown sender', async () => {
    const { senderNumber } = await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })
    const { id } = await rightsOf(senderNumber)
    await database.queries.updateTable('rights_snapshot').set({ body: '{}' }).where('sha256', '=', id).execute()
    await expect(readRights(database.queries, id)).rejects.toThrow(Corrupt)
    await expect(readRights(database.queries, sha256('none'))).rejects.toThrow(Corrupt)
    await expect(run((tx) => rightsAtSealOf(tx, '111111'))).rejects.toThrow(Corrupt)
  })

  test('are read once for each snapshot, and what is not there is asked for again', async () => {
    const one = await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })
    const other = await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })
    const snapshots = [await rightsOf(one.senderNumber), await rightsOf(other.senderNumber)]
    const read = rightsReader(snapshots.length)
    await expect(read(database.queries, sha256('none'))).rejects.toThrow(Corrupt)
    for (const { id, rights } of snapshots) expect(await read(database.queries, id)).toEqual(rights)
    const nobody = database.queries.withPlugin({
      transformQuery: () => {
        throw new Error('asked again')
      },
      transformResult: async ({ result }) => result,
    })
    for (const { id, rights } of snapshots) expect(await read(nobody, id)).toEqual(rights)
    await expect(read(nobody, sha256('none'))).rejects.toThrow('asked again')
  })
})
