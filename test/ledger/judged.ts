import type { Verdict } from '../../src/batch/facts.ts'
import type { Transaction } from '../../src/database/database.ts'
import { insertFact } from '../../src/ledger/facts.ts'
import { openSubmission } from '../../src/ledger/submissions.ts'

export const REJECTED: Verdict = {
  outcome: 'rejected',
  reasons: [{ code: 125, detail: 'wrongDigest', seen: 'x' }, { code: 125 }, { code: 184, file: 'FI.X' }],
  setKey: 'DMFA.123456.20261123.00001.R',
  judgedAt: '2026-11-23T12:00:00.000Z',
  rules: '1',
  evidence: { signatures: [], documents: [] },
  answer: { date: '20261123', sequence: '00001' },
}

let sets = 0

/** A set of the sender with this verdict; resolves with its id. */
export async function judgedIn(tx: Transaction, verdict: Verdict, sender = '123456'): Promise<string> {
  sets += 1
  const place = { sender, rawKey: `IN/DMFA.${sender}.20261123.${sets}.R`, environment: 'R', routable: true } as const
  const { submissionId } = await openSubmission(tx, place, 24)
  await insertFact(tx, submissionId, 'verdict', verdict)
  return submissionId
}
