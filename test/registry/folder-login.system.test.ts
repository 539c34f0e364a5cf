import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { closeSender } from '../../src/registry/close-sender.ts'
import { findFolderLogin } from '../../src/registry/folder-login.ts'
import { removeChannel, resumeChannel, suspendChannel } from '../../src/registry/move-channel.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, enrolled, enterpriseNumber, value } from './fixtures.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

test('decision 32: a watched folder is open as the FTP channel of its sender is', async () => {
  const { senderNumber } = await enrolled(database, {
    channels: ['sftp', 'ftp'],
    quality: 'QUAL_MUN_ADM',
    network: 'publilink',
  })
  const key = { senderNumber, type: 'ftp' } as const
  const open = { ok: true, value: { loginName: `f${senderNumber}`, network: 'publilink' } }
  const look = () => findFolderLogin(database.queries, senderNumber)
  expect(await look()).toEqual(open)
  value(await database.transaction((tx) => suspendChannel(tx, key, ACT)))
  expect(await look()).toEqual({ ok: false, problem: 'channelSuspended' })
  value(await database.transaction((tx) => resumeChannel(tx, key, ACT)))
  value(await database.transaction((tx) => suspendSender(tx, senderNumber, ACT)))
  expect(await look()).toEqual(open) // its sets get 103 (decision 11)
  value(await database.transaction((tx) => removeChannel(tx, key, ACT)))
  expect(await look()).toEqual({ ok: false, problem: 'noFtpChannel' })
  value(await database.transaction((tx) => closeSender(tx, senderNumber, ACT)))
  expect(await look()).toEqual({ ok: false, problem: 'closed' })
})

test('a sender that is not there, or has no FTP channel, has no open folder', async () => {
  const { senderNumber } = await enrolled(database, { enterpriseNumber: enterpriseNumber(2) })
  expect(await findFolderLogin(database.queries, senderNumber)).toEqual({ ok: false, problem: 'noFtpChannel' })
  expect(await findFolderLogin(database.queries, '000000')).toEqual({ ok: false, problem: 'unknownSender' })
})
