import { sql } from 'kysely'
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

/**
 * rule 31.5: after a backup was put back, answers of the days from the backup until tomorrow go on `ahead` numbers behind what it knows, for what was
 * published after it is not known, and a name is never used twice (case T4).
 */
export async function skipAnswerNames(tx: Transaction, since: Date, ahead: number): Promise<void> {
  await sql`
    insert into answer_counter (name_date, environment, last)
    select to_char(day, 'YYYYMMDD'), environment, ${ahead}
    from generate_series((${since}::timestamptz at time zone 'Europe/Brussels')::date,
      (now() at time zone 'Europe/Brussels')::date + 1, interval '1 day') as day,
      unnest(array['R', 'T', 'S']) as environment
    on conflict (name_date, environment) do update set last = answer_counter.last + ${ahead}`.execute(tx)
}
