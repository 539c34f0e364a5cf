import type { Database } from '../../src/database/database.ts'
import { parkSubmission } from '../../src/ledger/claims.ts'
import { openSubmission, sealSubmissions } from '../../src/ledger/submissions.ts'
import { envelopeOf } from '../stages/a-set.ts'

/** A set of the sender's that was sealed and waits for its verdict. Resolves with its id. */
export function sealedSet({ transaction }: Pick<Database, 'transaction'>, sequence: string, sender: string) {
  const rawKey = `IN/DMFA.${sender}.20260105.${sequence}.R`
  return transaction(async (tx) => {
    const opened = await openSubmission(tx, { sender, rawKey, environment: 'R', routable: true }, 24)
    const envelope = envelopeOf([], { rawKey, sender, ticket: `T${opened.submissionId.slice(-12)}` })
    await sealSubmissions(tx, [{ ...opened, envelope }])
    return opened.submissionId
  })
}

/** One that waits for a person. */
export async function parkedSet(database: Pick<Database, 'transaction'>, sequence: string, sender: string) {
  const id = await sealedSet(database, sequence, sender)
  await database.transaction((tx) => parkSubmission(tx, id, 'the checker ended'))
  return id
}
