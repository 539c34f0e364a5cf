import type { Environment } from '../batch/environment.ts'
import type { Transaction } from '../database/database.ts'
import { answerSequence } from './answer-sequence.ts'

/**
 * The next sequence of an answer's name on a day (`YYYYMMDD`, Brussels) in an environment (decision 13). The counter's row stays
 * locked until COMMIT; after a rollback the number is free again.
 */
export async function nextAnswerSequence(tx: Transaction, nameDate: string, environment: Environment): Promise<string> {
  const { last } = await tx
    .insertInto('answer_counter')
    .values({ name_date: nameDate, environment, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['name_date', 'environment'])
        .doUpdateSet((set) => ({ last: set('answer_counter.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return answerSequence(last)
}
