/** An upload whose file another one has replaced is over, even if its endpoint has not been told yet: nobody waits for it (decision 6). */
import { afterAll, expect, test } from 'vitest'
import { noteOpenUploads } from '../../src/ledger/open-uploads.ts'
import { lockOpenSubmission } from '../../src/ledger/submissions.ts'
import { sealIfDue } from '../../src/stages/seal.ts'
import { closeRig, openNode, openRig, put, putAll, type Rig, SENDER } from './rig.ts'

afterAll(closeRig)

const KEY = 'DMFA.123456.20261123.00001.R'
const FI = `FI.${KEY}.1.1`
const SET = { sender: SENDER.sender, rawKey: `IN/${KEY}` }
const ANOTHER = '01940000-0000-7000-8000-000000000001'

test.each([
  ['of this process', true],
  ['of another node', false],
])('a set is sealed while the upload of a replaced file %s is not forgotten yet', async (_, isHere) => {
  await using rig = await openRig()
  const replaced = await waitingSet(rig)
  const outcome = async (uploadId: string) => {
    if (!isHere) await noteOpenUploads(rig.database.queries, 'two', [{ ...SET, uploadId, idleSeconds: 0 }])
    return await rig.database.transaction(async (tx) => {
      const submission = await lockOpenSubmission(tx, SET)
      if (!submission) throw new TypeError('no such set')
      const uploadsHere = isHere ? [{ uploadId, idleSeconds: 0 }] : []
      return (await sealIfDue(tx, { submission, uploadsHere }, rig.sealDeps)).outcome
    })
  }
  expect(await outcome(replaced)).toBe('sealed')
})

test('and it waits for one that has not come yet', async () => {
  await using rig = await openRig()
  await waitingSet(rig)
  await noteOpenUploads(rig.database.queries, 'two', [{ ...SET, uploadId: ANOTHER, idleSeconds: 0 }])
  const outcome = await rig.database.transaction(async (tx) => {
    const submission = await lockOpenSubmission(tx, SET)
    return submission && (await sealIfDue(tx, { submission, uploadsHere: [] }, rig.sealDeps)).outcome
  })
  expect(outcome).toBe('waits')
})

/** Whole, with a FI that was replaced, whose id it returns; it waited for an upload that was given up. */
async function waitingSet(rig: Rig): Promise<string> {
  await using two = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
  await put(rig, 'IN', FI, 'one')
  await put(rig, 'IN', FI, 'two')
  const upload = await two.mailbox.upload(SENDER, 'IN', FI, 'replace')
  if (!upload.ok) throw new Error(upload.problem.cause)
  two.clock.aheadMs += 2500
  await two.mailbox.beat()
  await putAll(rig, 'IN', [`FS.${KEY}.1.1`, `GO.${KEY}.1`])
  await upload.value[Symbol.asyncDispose]()
  await two.mailbox.beat()
  const { file_id } = await rig.database.queries
    .selectFrom('received_file')
    .select('file_id')
    .where('state', '=', 'superseded')
    .executeTakeFirstOrThrow()
  return file_id
}
