import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersForFolder, noteInFolder } from '../../../src/ledger/folder-files.ts'
import { answersOfSender, noteRetrieved } from '../../../src/ledger/messages.ts'
import { deleteOut, listOut } from '../../../src/ledger/out-entries.ts'
import { oldAnswers } from '../../../src/ledger/retention/out-leaving.ts'
import { repeatAnswer } from '../../../src/mailbox/messages/repeat-answer.ts'
import { readAudit } from '../../../src/registry/audit.ts'
import { type AnswerRig, openAnswerRig, SENDER } from './answer-rig.ts'

let rig: AnswerRig
beforeAll(async () => {
  rig = await openAnswerRig()
})
afterAll(() => rig[Symbol.asyncDispose]())

const ACT = { actor: 'operator:eva', reason: 'lost by the sender' }

test('rule 20.9: what was fetched and deleted lies there again, the same, for every way in; once', async () => {
  const { queries, transaction } = rig.database
  await rig.handed({ sequence: 'A0001' })
  const view = { sender: SENDER, environment: 'R' } as const
  const before = await listOut(queries, view, '', 10)
  const [fo, fs, go] = before.map(({ name }) => name)
  await transaction((tx) => noteRetrieved(tx, SENDER, { fileNames: [fo ?? ''], principal: 'p' }))
  await noteInFolder(queries, go ?? '')
  for (const { name } of before) await deleteOut(queries, view, name)
  const repeat = (name: string, sender?: string) =>
    transaction((tx) => repeatAnswer(tx, { name, ...(sender && { sender }) }, ACT))
  expect(await repeat(fs ?? '')).toMatchObject({ name: fo, sender: SENDER, isRepeated: true })
  expect(await repeat(fo?.slice(3) ?? '', SENDER)).toMatchObject({ name: fo, isRepeated: false })
  expect(await listOut(queries, view, '', 10)).toEqual(before)
  const page = { offset: 0, limit: 5 }
  const listed = await answersOfSender(queries, SENDER, { retrieved: false }, page)
  expect([listed.map(({ fileName }) => fileName), await answersForFolder(queries, SENDER, '', 5)]).toEqual([
    [fo],
    [{ environment: 'R', trigger: go }],
  ])
  const events = await sql`select detail from event where event = 'answer.repeated'`.execute(queries)
  const audit = await readAudit(queries, { subject: `sender:${SENDER}`, limit: 5 })
  expect([events.rows, audit.map(({ action, reason }) => [action, reason])]).toEqual([
    [{ detail: { name: fo, by: ACT.actor } }],
    [['answer.repeated', ACT.reason]],
  ])
})

test('and stays as long as a new one: its time begins again', async () => {
  const { queries, transaction } = rig.database
  await rig.handed({ sequence: 'B0001' })
  const old = sql`update out_entry set published_at = now() - interval '90 days', deleted_at = now(), expired_at = now()
    where name like '%.B0001.R'`
  await old.execute(queries)
  await transaction((tx) => repeatAnswer(tx, { name: 'FO.ACRF.999999.20260105.B0001.R' }, ACT))
  const { answers, now } = await transaction((tx) => oldAnswers(tx, '', { days: 60, limit: 10 }))
  const standing = answers.find(({ answer }) => answer.includes('.B0001.'))
  expect(now.getTime() - (standing?.publishedAt.getTime() ?? 0)).toBeLessThan(86_400_000)
})

test.each(['FO.ACRF.999999.20260105.99999.R', 'nothing', '', "'\0", 'FO.ACRF.999999.20260105.A0002.R'])(
  'what is not there, or is somebody else’s, is not repeated: %j',
  async (name) => {
    await rig.database.queries.deleteFrom('out_entry').where('name', 'like', '%A0002%').execute()
    const repeated = await rig.database.transaction((tx) => repeatAnswer(tx, { name, sender: '654321' }, ACT))
    expect(repeated).toBeNull()
  },
)
