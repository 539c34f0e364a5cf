import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChannelType } from '../../src/batch/channel.ts'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { Database } from '../../src/database/database.ts'
import { closeSender } from '../../src/registry/close-sender.ts'
import { statusIsShown, switchStatusFolder } from '../../src/registry/status-folder.ts'
import { testDatabase } from '../support/test-database.ts'
import { ACT, auditOf, enrolled, refusedWith, value } from './fixtures.ts'

let database: Database
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

const FIXED = { quality: 'QUAL_MUN_ADM', channels: ['sftp', 'ftp'], network: 'publilink' } as const

// biome-ignore format: a table
test.each<[string, Parameters<typeof enrolled>[1], boolean, boolean]>([
  ['a fixed link shows it over FTP',       FIXED,                                                  false, true],
  ['everybody else does not see it',       { channels: ['sftp', 'ftp'] },                          false, false],
  ['an enrolment can switch it on',        { channels: ['sftp', 'ftp', 'web'], statusFolder: true }, true, true],
  ['an enrolment can switch it off',       { ...FIXED, statusFolder: false },                      false, false],
])('decision 32: %s', async (_, request, overSftp, overFtp) => {
  const { senderNumber } = await enrolled(database, request)
  expect([await shown(senderNumber, 'sftp'), await shown(senderNumber, 'ftp')]).toEqual([overSftp, overFtp])
  expect(await shown(senderNumber, 'web')).toBe(false)
})

describe('the switch', () => {
  test('is each channel’s own, audited, and goes back to the default', async () => {
    const { senderNumber } = await enrolled(database, FIXED)
    expect(await turn(senderNumber, 'sftp', true)).toEqual({ ok: true, value: undefined })
    expect([await shown(senderNumber, 'sftp'), await shown(senderNumber, 'ftp')]).toEqual([true, true])
    await turn(senderNumber, 'ftp', false)
    expect(await shown(senderNumber, 'ftp')).toBe(false)
    await turn(senderNumber, 'ftp', null)
    await turn(senderNumber, 'ftp', null)
    expect(await shown(senderNumber, 'ftp')).toBe(true)
    const entries = (await auditOf(database, `sender:${senderNumber}`)).filter(
      ({ action }) => action === 'channel.statusFolder',
    )
    expect(entries).toEqual([
      { ...AUDITED, detail: change('sftp', null, true) },
      { ...AUDITED, detail: change('ftp', null, false) },
      { ...AUDITED, detail: change('ftp', false, null) },
    ])
  })

  test('stays where it is when an enrolment says nothing of it', async () => {
    const { senderNumber } = await enrolled(database, { ...FIXED, statusFolder: true })
    await enrolled(database, FIXED)
    expect(await shown(senderNumber, 'sftp')).toBe(true)
  })

  test('is not there for the web, for a channel that is not open, and after the end', async () => {
    const { senderNumber } = await enrolled(database, { channels: ['sftp', 'web'] })
    expect(await turn(senderNumber, 'web', true)).toEqual(refusedWith('SLU-STATE'))
    expect(await turn(senderNumber, 'ftp', true)).toEqual(refusedWith('SLU-UNKNOWN'))
    await turn(senderNumber, 'sftp', true)
    await database.transaction((tx) => closeSender(tx, senderNumber, ACT).then(value))
    expect(await turn(senderNumber, 'sftp', false)).toEqual(refusedWith('SLU-STATE'))
    expect(await shown(senderNumber, 'sftp')).toBe(false)
  })
})

const AUDITED = { actor: ACT.actor, action: 'channel.statusFolder', reason: ACT.reason }

function change(type: ChannelType, before: boolean | null, after: boolean | null) {
  return { before: { type, status_folder: before }, after: { type, status_folder: after } }
}

function shown(sender: SenderNumber, type: ChannelType): Promise<boolean> {
  return statusIsShown(database.queries, sender, type)
}

function turn(senderNumber: SenderNumber, type: ChannelType, on: boolean | null) {
  return database.transaction((tx) => switchStatusFolder(tx, { senderNumber, type }, on, ACT))
}
