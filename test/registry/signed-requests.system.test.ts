import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sha256, sha256 } from '../../src/base/hashes.ts'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database } from '../../src/database/database.ts'
import { removeCertificate } from '../../src/registry/certificates.ts'
import { suspendChannel } from '../../src/registry/move-channel.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { findSignedLogin } from '../../src/registry/signed-logins.ts'
import { forgetUsedSignatures, useSignature } from '../../src/registry/used-signatures.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, certificate, enrolled, enterpriseNumber } from './fixtures.ts'

const CERTIFICATE = certificate()
const SIGNING = certificate()
const IN_A_MINUTE = new Date(Date.now() + 60_000)

let database: Database
let sender: SenderNumber
beforeAll(async () => {
  database = await testDatabase()
  const made = await enrolled(database, { channels: ['web'], certificates: [CERTIFICATE] })
  sender = made.senderNumber
  await enrolled(database, { enterpriseNumber: enterpriseNumber(2), certificates: [SIGNING], ...SFTP_ONLY })
})
afterAll(() => database?.[Symbol.asyncDispose]())

const SFTP_ONLY = { channels: ['ftp' as const], network: 'publilink', quality: 'QUAL_MUN_ADM' as const }

function use(certificateSha256: Sha256, signature: string, expiresAt = IN_A_MINUTE) {
  return useSignature(database.queries, { certificateSha256, signatureSha256: sha256(signature), expiresAt })
}

async function rows(): Promise<number> {
  const found = await database.queries.selectFrom('used_signature').select('signature_sha256').execute()
  return found.length
}

test('rule 18.7: a signature counts once, and one of a stranger leaves no row', async () => {
  expect(await Promise.all(Array.from({ length: 20 }, () => use(CERTIFICATE.sha256, 'one')))).toEqual(
    expect.arrayContaining(['first', ...Array(19).fill('usedBefore')]),
  )
  expect(await use(CERTIFICATE.sha256, 'two')).toBe('first')
  expect(await use(sha256('stranger'), 'three')).toBe('unknownCertificate')
  expect(await rows()).toBe(2)
})

test('rule 18.7: signatures are forgotten an hour after their end, and not before', async () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  await use(CERTIFICATE.sha256, 'long over', ago(61))
  await use(CERTIFICATE.sha256, 'just over', ago(59))
  const before = await rows()
  await forgetUsedSignatures(database.queries)
  expect(await rows()).toBe(before - 1)
  expect(await use(CERTIFICATE.sha256, 'just over')).toBe('usedBefore')
})

test('rule 18.8: a certificate for log-in leads to its sender, in every state that matters', async () => {
  const login = {
    ...{ sender, enterpriseNumber: enterpriseNumber(), qualityCode: 'QUAL_EMP_NOSS' },
    ...{ clientId: `self_service_expeditor_${sender}`, barred: null },
  }
  const find = () => findSignedLogin(database.queries, CERTIFICATE.sha256)
  const change = (columns: object) =>
    database.queries.updateTable('certificate').set(columns).where('sha256', '=', CERTIFICATE.sha256).execute()
  expect(await find()).toEqual(login)
  expect(await findSignedLogin(database.queries, sha256('stranger'))).toBeNull()
  expect(await findSignedLogin(database.queries, SIGNING.sha256)).toBeNull()
  const found: unknown[] = []
  for (const state of ['valid', 'expiring', 'uploaded', 'expired', 'revoked']) {
    await change({ state })
    found.push([state, (await find())?.barred])
  }
  await change({ state: 'valid', not_after: new Date(Date.now() - 1000) })
  found.push(['over', (await find())?.barred])
  await change({ not_after: CERTIFICATE.notAfter, not_before: new Date(Date.now() + 100_000) })
  found.push(['not begun', (await find())?.barred])
  await change({ not_before: CERTIFICATE.notBefore, usages: ['signature'] })
  found.push(['for signing alone', await find()])
  await change({ usages: ['clientAuthentication'] })
  const bar = 'unknownCertificate'
  expect(found).toEqual([
    ...[
      ['valid', null],
      ['expiring', null],
      ['uploaded', bar],
      ['expired', bar],
      ['revoked', bar],
    ],
    ...[
      ['over', bar],
      ['not begun', bar],
      ['for signing alone', null],
    ],
  ])
  await database.transaction((tx) => suspendSender(tx, sender, ACT))
  expect(await find()).toEqual(login) // its sets get 103 (decision 11)
  await database.transaction((tx) => suspendChannel(tx, { senderNumber: sender, type: 'web' }, ACT))
  expect((await find())?.barred).toBe('channelSuspended')
  await database.queries
    .updateTable('enterprise')
    .set({ state: 'closed' })
    .where('enterprise_number', '=', enterpriseNumber())
    .execute()
  expect((await find())?.barred).toBe('closed')
  await database.transaction((tx) => removeCertificate(tx, { senderNumber: sender, sha256: CERTIFICATE.sha256 }, ACT))
  expect(await find()).toBeNull()
})
