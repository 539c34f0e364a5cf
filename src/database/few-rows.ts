import { type RawBuilder, sql } from 'kysely'

/**
 * Rows of a statement's own for a handful of things that are asked at once, to be joined with the tables; `place` tells their order.
 *
 * PostgreSQL takes a list of JSON for a hundred rows, and an array for ten or for what it holds. It would plan for those: reading whole tables
 * as long as it has no statistics of them, or making a new plan for each length, which costs more than the statement. An equality that always
 * holds brings its guess down to one row, so that there is one plan, by the indexes. `columns`: names and types, `sender text, bytes bigint`.
 */
export function fewRows<Row>(rows: readonly object[], columns: string): RawBuilder<Row & { place: number }> {
  const told = JSON.stringify(rows.map((row, place) => ({ ...row, place, few: 1 })))
  return sql`(
    select * from json_to_recordset(${told}::json) as told (${sql.raw(columns)}, place integer, few integer) where few = 1
  )`
}
