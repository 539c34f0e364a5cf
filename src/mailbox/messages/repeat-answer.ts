/** Repeat my answer, with its trace: for the web service, the console and the command line alike. */
import type { Transaction } from '../../database/database.ts'
import { repeatAnswer as putBack, type RepeatedAnswer } from '../../ledger/answers/repeat-answer.ts'
import { type Act, writeAudit } from '../../registry/audit.ts'

/** Null when there is no such answer, or when it is not that sender's. What lay in its folder already is left alone, without a trace. */
export async function repeatAnswer(
  tx: Transaction,
  asked: { readonly name: string; readonly sender?: string },
  act: Act,
): Promise<RepeatedAnswer | null> {
  const repeated = await putBack(tx, { ...asked, by: act.actor })
  if (repeated?.isRepeated) {
    const { name, sender, submissionId } = repeated
    await writeAudit(tx, {
      ...act,
      action: 'answer.repeated',
      subject: `sender:${sender}`,
      detail: { name, submissionId },
    })
  }
  return repeated
}
