import { nameDate } from '../batch/dates.ts'
import type { Envelope, Verdict } from '../batch/facts.ts'
import type { Transaction } from '../database/database.ts'
import { takeName } from '../ledger/accepted-names.ts'
import { nextAnswerSequence } from '../ledger/answer-counter.ts'
import { insertFact, readFacts } from '../ledger/facts.ts'
import { keepReasons } from '../ledger/search/kept-reasons.ts'
import type { Judgement } from './judge.ts'

export type VerdictOutcome =
  | { readonly outcome: 'committed'; readonly verdict: Verdict }
  /** Another set with this key was accepted since we looked: judge again, which gives 133 (decision 2). */
  | { readonly outcome: 'nameTaken' }
  /** A TD, or another process, was faster. */
  | { readonly outcome: 'overtaken' }

/**
 * Makes a judgement the verdict: takes the name for ever when it is accepted, draws the answer's name, writes the fact. The caller holds the
 * submission's lock, and tells the database's time of it. rule 7.2: the key is taken in the same commit as the accepted verdict, so two equal sets cannot both be accepted.
 */
export async function commitVerdict(
  tx: Transaction,
  submissionId: string,
  envelope: Envelope,
  judgement: Judgement,
  { judgedAt, reuse }: { readonly judgedAt: Date; readonly reuse: 'afterRejection' | 'never' },
): Promise<VerdictOutcome> {
  const { cancellation, verdict: earlier } = await readFacts(tx, submissionId)
  if (cancellation || earlier) return { outcome: 'overtaken' }
  const { answered, ...judged } = judgement
  const accepted = judged.outcome === 'accepted'
  if (answered && judged.setKey && (accepted || reuse === 'never')) {
    const taken = await takeName(tx, judged.setKey, submissionId)
    if (!taken && accepted) return { outcome: 'nameTaken' }
  }
  const date = nameDate(judgedAt)
  // drawn last: the counter's row stays locked until the commit
  const sequence = answered ? await nextAnswerSequence(tx, date, envelope.environment) : ''
  const verdict: Verdict = {
    ...judged,
    judgedAt: judgedAt.toISOString(),
    answer: answered ? { date, sequence } : null,
  }
  await insertFact(tx, submissionId, 'verdict', verdict)
  if (!accepted) await keepReasons(tx, submissionId, verdict.reasons)
  return { outcome: 'committed', verdict }
}
