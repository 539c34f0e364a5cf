/** Answers in OUT as the acknowledge step publishes them, without anybody having judged. */
import type { Environment } from '../../src/batch/environment.ts'
import { publishAcknowledgement } from '../../src/ledger/out-entries.ts'
import { openSubmission } from '../../src/ledger/submissions.ts'
import type { Rig } from './rig.ts'

export type PublishedAnswer = {
  readonly messageId: string
  readonly purpose: string
  readonly fileName: string
  readonly transferId: string
  readonly environment: Environment
}

let sets = 0

/** One for a set of its own; the content of FO and FS tells the message's id. */
export async function publishAnswer(
  { database, spool }: Pick<Rig, 'database' | 'spool'>,
  { sender = '123456', environment = 'R' as Environment } = {},
): Promise<PublishedAnswer> {
  sets += 1
  const messageId = `ACRF.999999.20261127.${String(sets).padStart(5, '0')}.${environment}`
  const names = { document: `FO.${messageId}`, signature: `FS.${messageId}`, trigger: `GO.${messageId}` }
  const [document, signature] = await Promise.all([
    spool.store(Buffer.from(`content of ${messageId}`)),
    spool.store(Buffer.from(`signature of ${messageId}`)),
  ])
  const place = { sender, rawKey: `IN/DMFA.${sender}.20261127.${sets}.${environment}`, environment, routable: true }
  const transferId = await database.transaction(async (tx) => {
    const { submissionId } = await openSubmission(tx, place, 24)
    await publishAcknowledgement(tx, { submissionId, sender, environment, names, document, signature })
    return submissionId
  })
  return { messageId, purpose: 'ACRF', fileName: names.document, transferId, environment }
}
