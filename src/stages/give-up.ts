/** A submission that waits for a person and cannot go on is rejected officially, so that its sender is answered: never silence (case W11). */
import type { Envelope } from '../batch/facts.ts'
import { OWN_ACKNOWLEDGEMENT } from '../batch/purposes.ts'
import type { Transaction } from '../database/database.ts'
import { unparkSubmission } from '../ledger/claims.ts'
import { notify } from '../ledger/events.ts'
import { readFacts } from '../ledger/facts.ts'
import { lockSubmission } from '../ledger/submissions.ts'
import { databaseTime } from '../ledger/tickets.ts'
import { commitVerdict } from './commit-verdict.ts'
import { RULES_VERSION } from './judge.ts'

/** Annex 30, stage G: cancelled by the transfer point. */
export const CANCELLED_BY_GATEWAY = 277

export type GiveUpSettings = { readonly productVersion: string; readonly reuse: 'afterRejection' | 'never' }

/** rule 22.8: false when it is not parked, not sealed, or judged already. The acknowledgement follows as after every verdict. */
export async function giveUpSubmission(
  tx: Transaction,
  submissionId: string,
  { productVersion, reuse }: GiveUpSettings,
): Promise<boolean> {
  const submission = await lockSubmission(tx, submissionId)
  const { envelope, verdict, cancellation } = await readFacts(tx, submissionId)
  if (!submission?.parkedAt || submission.closedAt || !envelope || verdict || cancellation) return false
  const judged = await commitVerdict(
    tx,
    submissionId,
    envelope,
    {
      ...{
        outcome: 'rejected',
        reasons: [{ code: CANCELLED_BY_GATEWAY }],
        evidence: { signatures: [], documents: [] },
      },
      rules: `${productVersion}/${RULES_VERSION}`,
      ...named(envelope),
    },
    { judgedAt: await databaseTime(tx), reuse },
  )
  if (judged.outcome !== 'committed') return false
  await unparkSubmission(tx, submissionId)
  await notify(tx, 'sluice_work', submissionId)
  return true
}

/** A sender's own acknowledgement gets no answer from here either (decision 14). */
function named({ rawKey, routable }: Envelope): { readonly setKey?: string; readonly answered: boolean } {
  const setKey = rawKey.slice(rawKey.indexOf('/') + 1)
  const answered = !setKey.startsWith(`${OWN_ACKNOWLEDGEMENT}.`)
  return routable && SET_KEY.test(setKey) ? { setKey, answered } : { answered }
}

const SET_KEY = /^[A-Z0-9]{4}\.[0-9]{6}\.[0-9]{8}\.[A-Z0-9]{5}\.[RTS]$/
