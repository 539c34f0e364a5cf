/** What the simulator is going to answer, and when: rows, so that a restart forgets nothing of it. */
import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'
import { inSeconds } from '../deliveries.ts'

export type PlannedAnswer = { readonly step: number; readonly purpose: string; readonly inSeconds: number }

export type HandOver = { readonly idempotencyKey: string; readonly ticket: string; readonly service: string }

export type SimulatedAnswer = HandOver & {
  readonly step: number
  readonly purpose: string
  readonly dueAt: Date
  readonly attempts: number
}

/** Done twice it is done once: a hand-over that is repeated is answered as it was planned first. */
export async function planAnswers(
  queries: Queries,
  { idempotencyKey, ticket, service }: HandOver,
  planned: readonly PlannedAnswer[],
): Promise<void> {
  for (const { step, purpose, inSeconds: seconds } of planned) {
    await queries
      .insertInto('simulated_answer')
      .values({
        ...{ idempotency_key: idempotencyKey, ticket, service, step, purpose },
        ...{ due_at: inSeconds(seconds), next_attempt_at: inSeconds(seconds) },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

export async function simulatedAnswersDue(queries: Queries, limit: number): Promise<SimulatedAnswer[]> {
  const rows = await queries
    .selectFrom('simulated_answer')
    .select(['idempotency_key', 'step', 'ticket', 'service', 'purpose', 'due_at', 'attempts'])
    .where('done_at', 'is', null)
    .where('next_attempt_at', '<=', sql<Date>`now()`)
    .orderBy('next_attempt_at')
    .orderBy('step')
    .limit(limit)
    .execute()
  return rows.map(({ idempotency_key, due_at, ...row }) => ({ ...row, idempotencyKey: idempotency_key, dueAt: due_at }))
}

type Step = Pick<SimulatedAnswer, 'idempotencyKey' | 'step'>

export async function simulatedAnswerDone(queries: Queries, step: Step): Promise<void> {
  await one(queries, step).set({ done_at: sql<Date>`now()` }).execute()
}

export async function postponeSimulatedAnswer(queries: Queries, step: Step, seconds: number): Promise<void> {
  await one(queries, step)
    .set((set) => ({ attempts: set('attempts', '+', 1), next_attempt_at: inSeconds(seconds) }))
    .execute()
}

/** Whether the service that is played as closed is closed still, so many seconds after it was first called. */
export async function isPlayedClosed(queries: Queries, idempotencyKey: string, seconds: number): Promise<boolean> {
  await queries
    .insertInto('simulated_closing')
    .values({ idempotency_key: idempotencyKey, until: inSeconds(seconds) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { closed } = await queries
    .selectFrom('simulated_closing')
    .select(sql<boolean>`until > now()`.as('closed'))
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirstOrThrow()
  return closed
}

function one(queries: Queries, { idempotencyKey, step }: Step) {
  return queries.updateTable('simulated_answer').where('idempotency_key', '=', idempotencyKey).where('step', '=', step)
}
