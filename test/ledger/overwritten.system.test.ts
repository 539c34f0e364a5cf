import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Database, Queries, Transaction } from '../../src/database/database.ts'
import { type ArrivingMember, acceptMembers } from '../../src/ledger/accept-members.ts'
import { addMember, currentMembers } from '../../src/ledger/received-files.ts'
import { openSubmission } from '../../src/ledger/submissions.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const PLACE = { sender: '123456', rawKey: 'IN/DMFA.123456.20261123.00001.R', environment: 'R' } as const
const OVERWRITTEN = 2000
/** Submission, claim, the current file, and what their indexes tell of them. */
const FEW = 40

let submissionId = ''
beforeAll(async () => {
  submissionId = await database.transaction(async (tx) => {
    const opened = await openSubmission(tx, { ...PLACE, routable: true }, 24)
    await addMember(tx, opened.submissionId, file('FI'), false)
    return opened.submissionId
  })
  await sql`
    insert into received_file (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel, principal, address, session)
    select gen_random_uuid(), submission_id, sender_number, environment, name, sha256, bytes, 'superseded', channel, principal, address, session
    from received_file, generate_series(1, ${OVERWRITTEN})`.execute(database.queries)
  await sql`analyze`.execute(database.queries)
})

test.each<[string, (queries: Queries) => Promise<unknown>]>([
  ['looking at the members', (queries) => currentMembers(queries, submissionId)],
  ['one more, with others', (queries) => acceptMembers(queries, [file('FI')], 24)],
  ['one more, alone', (queries) => addMember(queries as Transaction, submissionId, file('FI'), false)],
])('case A8: %s reads no file that was overwritten, however many there are', async (_, work) => {
  const { rows } = await rowsRead(database, work)
  expect(rows).toBeLessThan(FEW)
})

let fileNo = 0

function file(name: string): ArrivingMember {
  const fileId = `01a209ee-2406-7ade-b0f5-${String(fileNo++).padStart(12, '0')}`
  const who = { channel: 'sftp', principal: 's123456', address: '127.0.0.1', session: 'x' } as const
  return { ...PLACE, ...who, fileId, name, sha256: sha256(name), bytes: 2, overLimit: false }
}
