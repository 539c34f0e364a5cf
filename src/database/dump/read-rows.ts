import { type RawBuilder, sql } from 'kysely'
import type { Queries, Transaction } from '../database.ts'
import type { DumpedTable } from './tables.ts'

const ROWS_AT_A_TIME = 2000

/** One instant of the database for all that `work` reads (rule 31.1); nobody waits for it, and nothing is written. */
export async function inSnapshot<Value>(
  queries: Queries,
  work: (snapshot: Transaction) => Promise<Value>,
): Promise<Value> {
  return await queries
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await writeAlike(tx)
      return await work(tx)
    })
}

/** The rows of a table, each a line of JSON that holds the texts of its columns; a page at a time, whatever its length. */
export async function* rowLines(snapshot: Transaction, { name, columns }: DumpedTable): AsyncGenerator<string[]> {
  const texts = columns.map((column) => sql`${sql.ref(column.name)}::text`)
  const lines = sql<{ line: string }>`
    select array_to_json(array[${sql.join(texts)}]::text[])::text as line from ${sql.table(name)}`
  for await (const rows of pagesOf(snapshot, lines)) yield rows.map(({ line }) => line)
}

/** What a statement gives, a page at a time: it runs once, and the server keeps the place. One at a time in a transaction. */
export async function* pagesOf<Row>(tx: Transaction, statement: RawBuilder<Row>): AsyncGenerator<Row[]> {
  await sql`declare dumped no scroll cursor for ${statement}`.execute(tx)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(ROWS_AT_A_TIME)} from dumped`.execute(tx)
    if (rows.length === 0) break
    yield rows
  }
  await sql`close dumped`.execute(tx)
}

/** Texts of values mean the same to every server, whatever its own settings are. */
export async function writeAlike(tx: Transaction): Promise<void> {
  await sql`set local timezone to 'UTC'`.execute(tx)
  await sql`set local datestyle to 'ISO'`.execute(tx)
  await sql`set local intervalstyle to 'postgres'`.execute(tx)
  await sql`set local bytea_output to 'hex'`.execute(tx)
  await sql`set local extra_float_digits to 1`.execute(tx)
}
