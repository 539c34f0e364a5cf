import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import {
  approveCertificate,
  type CertificateInput,
  certificatesOf,
  registerCertificate,
  rejectCertificate,
  removeCertificate,
} from '../../src/registry/certificates.ts'
import { removeChannel } from '../../src/registry/move-channel.ts'
import { registerSshKey, removeSshKey } from '../../src/registry/ssh-keys.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, auditOf, certificate, enrolled, enterpriseNumber, refusedWith, sshKey, value } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

let enterprises = 1
const run = <Value>(work: (tx: Transaction) => Promise<Value>) => database.transaction(work)

async function sender(): Promise<SenderNumber> {
  return (await enrolled(database, { enterpriseNumber: enterpriseNumber(enterprises++) })).senderNumber
}

describe('case R15: SSH keys', () => {
  test('a key serves one user: another is refused and not told whose it is', async () => {
    const [mine, theirs, key] = [await sender(), await sender(), sshKey()]
    value(await run((tx) => registerSshKey(tx, { senderNumber: mine, key }, ACT)))
    const refused = await run((tx) => registerSshKey(tx, { senderNumber: theirs, key }, ACT))
    expect(refused).toEqual(refusedWith('SLU-KEY'))
    expect(JSON.stringify(refused)).not.toContain(mine)
  })

  test('of two users who bring the same key at once one gets it', async () => {
    const [senders, key] = [[await sender(), await sender()], sshKey()]
    const both = await Promise.all(
      senders.map((senderNumber) => run((tx) => registerSshKey(tx, { senderNumber, key }, ACT))),
    )
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('the same key again changes nothing', async () => {
    const [senderNumber, key] = [await sender(), sshKey()]
    for (let times = 0; times < 2; times += 1) value(await run((tx) => registerSshKey(tx, { senderNumber, key }, ACT)))
    const registrations = (await auditOf(database, `sender:${senderNumber}`)).filter(
      ({ action }) => action === 'sshKey.registered',
    )
    expect(registrations).toMatchObject([
      { detail: { after: { algorithm: 'ssh-ed25519', fingerprint: key.fingerprint } } },
    ])
  })

  test('a removed key is free again, with its channel or alone', async () => {
    const [mine, theirs, one, other] = [await sender(), await sender(), sshKey(), sshKey()]
    for (const key of [one, other]) value(await run((tx) => registerSshKey(tx, { senderNumber: mine, key }, ACT)))
    value(await run((tx) => removeSshKey(tx, { senderNumber: mine, sha256: one.sha256 }, ACT)))
    expect(await run((tx) => removeSshKey(tx, { senderNumber: mine, sha256: one.sha256 }, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
    value(await run((tx) => removeChannel(tx, { senderNumber: mine, type: 'sftp' }, ACT)))
    for (const key of [one, other]) value(await run((tx) => registerSshKey(tx, { senderNumber: theirs, key }, ACT)))
  })

  test('a channel has at most 20 keys', async () => {
    const senderNumber = await sender()
    const register = () => run((tx) => registerSshKey(tx, { senderNumber, key: sshKey() }, ACT))
    for (let keys = 0; keys < 20; keys += 1) value(await register())
    expect(await register()).toEqual(refusedWith('SLU-STATE'))
  })
})

describe('decision 18: certificates', () => {
  const register = (input: Partial<CertificateInput> & Pick<CertificateInput, 'senderNumber'>) =>
    run((tx) =>
      registerCertificate(tx, { certificate: certificate(), usages: ['signature'], approvedBy: null, ...input }, ACT),
    )

  test('one that names the enterprise is valid at once', async () => {
    const own = enterpriseNumber(enterprises)
    const result = await register({ senderNumber: await sender(), certificate: certificate({ enterpriseNumber: own }) })
    expect(value(result).state).toBe('valid')
  })

  test('one that names another enterprise is refused, whoever vouches for it', async () => {
    const foreign = certificate({ enterpriseNumber: enterpriseNumber(9999) })
    const result = await register({ senderNumber: await sender(), certificate: foreign, approvedBy: 'operator:test' })
    expect(result).toEqual(refusedWith('SLU-CERTIFICATE'))
  })

  test('one that names none waits for an operator, who approves or rejects it', async () => {
    const senderNumber = await sender()
    const [good, bad] = [value(await register({ senderNumber })), value(await register({ senderNumber }))]
    expect([good.state, bad.state]).toEqual(['uploaded', 'uploaded'])
    value(await run((tx) => approveCertificate(tx, { senderNumber, sha256: good.sha256 }, ACT)))
    value(await run((tx) => rejectCertificate(tx, { senderNumber, sha256: bad.sha256 }, ACT)))
    expect(await certificatesOf(database.queries, senderNumber)).toEqual([{ sha256: good.sha256, state: 'valid' }])
    expect(await run((tx) => approveCertificate(tx, { senderNumber, sha256: bad.sha256 }, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
  })

  test('the same one again adds usages and approval, and is still one', async () => {
    const [senderNumber, proof] = [await sender(), certificate()]
    await register({ senderNumber, certificate: proof })
    const again = { senderNumber, certificate: proof, usages: ['clientAuthentication'] as const, approvedBy: ACT.actor }
    expect(value(await register(again))).toEqual({ sha256: proof.sha256, state: 'valid' })
    const rows = await database.queries
      .selectFrom('certificate')
      .select(['usages', 'state', 'version'])
      .where('sender_number', '=', senderNumber)
      .execute()
    expect(rows).toEqual([{ usages: ['signature', 'clientAuthentication'], state: 'valid', version: 2 }])
    expect((await auditOf(database, `sender:${senderNumber}`)).at(-1)).toMatchObject({
      action: 'certificate.extended',
      detail: {
        before: { usages: ['signature'], state: 'uploaded' },
        after: { state: 'valid', approvedBy: ACT.actor },
      },
    })
  })

  test('a key that logs in belongs to one sender; one that signs may serve several', async () => {
    const spkiSha256 = sha256(randomBytes(8))
    const [mine, theirs] = [await sender(), await sender()]
    const client = ['clientAuthentication'] as const
    const withKey = () => certificate({ spkiSha256 })
    value(await register({ senderNumber: mine, certificate: withKey(), usages: client }))
    expect(await register({ senderNumber: theirs, certificate: withKey(), usages: client })).toEqual(
      refusedWith('SLU-CERTIFICATE'),
    )
    value(await register({ senderNumber: theirs, certificate: withKey() }))
    value(await register({ senderNumber: mine, certificate: withKey(), usages: client }))
  })

  test('of two senders who bring the same client key at once one gets it', async () => {
    const spkiSha256 = sha256(randomBytes(8))
    const senders = [await sender(), await sender(), await sender()]
    const all = await Promise.all(
      senders.map((senderNumber) =>
        register({ senderNumber, certificate: certificate({ spkiSha256 }), usages: ['clientAuthentication'] }),
      ),
    )
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('a removed one is gone for good, and its key is free', async () => {
    const [mine, theirs, proof] = [await sender(), await sender(), certificate()]
    const usages = ['signature', 'clientAuthentication'] as const
    value(await register({ senderNumber: mine, certificate: proof, usages }))
    value(await run((tx) => removeCertificate(tx, { senderNumber: mine, sha256: proof.sha256 }, ACT)))
    expect(await run((tx) => removeCertificate(tx, { senderNumber: mine, sha256: proof.sha256 }, ACT))).toEqual(
      refusedWith('SLU-UNKNOWN'),
    )
    value(await register({ senderNumber: theirs, certificate: proof, usages }))
  })

  test('a sender has at most 20', async () => {
    const senderNumber = await sender()
    for (let count = 0; count < 20; count += 1) value(await register({ senderNumber }))
    expect(await register({ senderNumber })).toEqual(refusedWith('SLU-STATE'))
  })
})
