/** What is published verifies by the line of the documentation, with OpenSSL and nothing of ours: FO and CO alike. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answersToPublish } from '../../../src/ledger/answers/received-answers.ts'
import { publish } from '../../../src/services/answers/publish.ts'
import { receiveAnswer } from '../../../src/services/answers/receive-answer.ts'
import { makeCa } from '../../../src/signing/make-certificate.ts'
import { verificationOf } from '../../gateway/openssl.ts'
import { answersWith } from '../../signing/answers-with.ts'
import { type AnswerRig, answerTo, noti, openAnswerRig, SENDER } from './answer-rig.ts'

let rig: AnswerRig
beforeAll(async () => {
  rig = await openAnswerRig()
  await rig.enrol(SENDER)
})
afterAll(() => rig[Symbol.asyncDispose]())

test.each([
  ['FO', false],
  ['CO', true],
])('rule 20.5, rule 20.7: a set with %s', async (mark, compressed) => {
  rig.limits.compressed = compressed
  const now = new Date()
  const pair = await makeCa({ commonName: 'Gateway', keyType: 'rsa', days: 30, now })
  const sign = answersWith(pair, { now: () => now })
  await mkdir(join(rig.dir, 'certs'), { recursive: true })
  await writeFile(join(rig.dir, 'certs', 'acknowledgement.crt'), pair.certificatePem)
  const { ticket, submissionId } = await rig.handed()
  await receiveAnswer(rig.settings, answerTo({ ticket }, noti(ticket)))
  for (const answer of await answersToPublish(rig.database.queries, 5)) await publish(answer, { ...rig.settings, sign })
  const { rows } = await sql<{ name: string; sha256: string }>`select name, sha256 from out_entry
    where submission_id = ${submissionId} and answer_id is not null and sha256 is not null`.execute(
    rig.database.queries,
  )
  const contents = await Promise.all(rows.map(({ sha256 }) => rig.spool.read(sha256 as never, 100_000)))
  // the line expects the names of FO and FS
  const paths = rows.map(({ name }) => join(rig.dir, name.replace(/^CO/, 'FO')))
  for (const [index, path] of paths.entries()) await writeFile(path, contents[index] ?? '')
  const document = paths.find((path) => path.includes('/FO.')) ?? ''
  expect([rows.some(({ name }) => name.startsWith(mark)), await verificationOf(document, rig.dir)]).toMatchObject([
    true,
    { code: 0 },
  ])
  await writeFile(document, 'changed')
  expect((await verificationOf(document, rig.dir)).code).not.toBe(0)
})
