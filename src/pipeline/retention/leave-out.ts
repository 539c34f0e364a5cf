/** Answers leave their OUT folders in time; nobody loses one unread without having been told (decision record 0029). */
import { firstLookDays, type LeavingRules, leavingOf } from '../../batch/leaving.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { expireAnswers, noteTold, type OldAnswer, oldAnswers } from '../../ledger/retention/out-leaving.ts'
import { writeAudit } from '../../registry/audit.ts'

/** Of one sender in one environment, what is told in one notice; `days` 0: they have left. */
export type UnreadAnswers = {
  readonly sender: string
  readonly environment: string
  readonly days: number
  readonly answers: number
  /** The soonest. */
  readonly leavesAt: Date
  /** One of them, to be found by. */
  readonly name: string
}

export type TellUnread = (tx: Transaction, unread: readonly UnreadAnswers[], now: Date) => Promise<void>

export type LeavingDeps = {
  readonly database: Pick<Database, 'transaction'>
  /** In the transaction of what it tells. */
  readonly tell: TellUnread
}

export type LeftOut = {
  readonly told: number
  readonly expired: readonly { readonly environment: string; readonly taken: boolean }[]
  readonly next: string
}

/** One page behind the position, in one transaction. */
export async function lookAtOut(
  { database, tell }: LeavingDeps,
  position: string,
  rules: LeavingRules,
  limit: number,
): Promise<LeftOut> {
  return await database.transaction(async (tx) => {
    const { answers, now, next } = await oldAnswers(tx, position, { days: firstLookDays(rules), limit })
    const decided = answers.map((answer) => ({ answer, leaving: leavingOf(answer, rules, now) }))
    const told = decided.flatMap(({ answer, leaving }) => (leaving.do === 'tell' ? [{ answer, ...leaving }] : []))
    const expired = decided.flatMap(({ answer, leaving }) => (leaving.do === 'leave' ? [answer] : []))
    if (told.length > 0) await noteTold(tx, told)
    if (expired.length > 0) await expire(tx, expired)
    const lost = expired.filter(({ isTaken }) => !isTaken).map((answer) => ({ answer, days: 0, leavesAt: now }))
    await tell(tx, unreadOf([...told, ...lost]), now)
    return {
      told: told.length,
      expired: expired.map(({ environment, isTaken }) => ({ environment, taken: isTaken })),
      next,
    }
  })
}

/** What nobody read leaves with an entry in the audit. */
async function expire(tx: Transaction, answers: readonly OldAnswer[]): Promise<void> {
  await expireAnswers(tx, answers)
  for (const { answer, sender, publishedAt, submissionId } of answers.filter(({ isTaken }) => !isTaken)) {
    const detail = { answer, publishedAt, submissionId }
    await writeAudit(tx, { actor: 'system', action: 'answer.expiredUnread', subject: `sender:${sender}`, detail })
  }
}

type Told = { readonly answer: OldAnswer; readonly days: number; readonly leavesAt: Date }

function unreadOf(told: readonly Told[]): UnreadAnswers[] {
  const groups = new Map<string, Told[]>()
  for (const one of told) {
    const key = `${one.answer.sender} ${one.answer.environment} ${one.days}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group.toSorted((one, other) => one.leavesAt.getTime() - other.leavesAt.getTime())
    if (!first) return []
    const { answer, days, leavesAt } = first
    const { sender, environment } = answer
    return [{ sender, environment, days, answers: group.length, leavesAt, name: `FO.${answer.answer}` }]
  })
}
