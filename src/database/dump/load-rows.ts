import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database.ts'
import type { DumpedSequence, DumpedTable } from './tables.ts'

type ForeignKey = { readonly table: string; readonly name: string; readonly definition: string }

/**
 * Puts rows back into tables that nobody else uses. Triggers rest and references are taken off meanwhile; when they are put on again the server
 * looks at every one, so that rows which do not fit together are refused as a whole (rule 31.4). Resolves with what `fill` did.
 */
export async function loading<Value>(
  tx: Transaction,
  tables: readonly DumpedTable[],
  fill: () => Promise<Value>,
): Promise<Value> {
  const keys = await foreignKeys(tx)
  for (const { table, name } of keys)
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`.execute(tx)
  for (const { name } of tables) await sql`alter table ${sql.table(name)} disable trigger user`.execute(tx)
  for (const { name } of tables) await sql`delete from ${sql.table(name)}`.execute(tx) // what migrations put there
  const value = await fill()
  for (const { name } of tables) await sql`alter table ${sql.table(name)} enable trigger user`.execute(tx)
  for (const { table, name, definition } of keys)
    await sql`alter table ${sql.table(table)} add constraint ${sql.ref(name)} ${sql.raw(definition)}`.execute(tx)
  await sql`analyze`.execute(tx) // a planner that knows nothing of a million rows reads them all
  return value
}

/** Lines as `rowLines` gives them; `columns` may be in another order than the table's own. */
export async function loadLines(
  tx: Transaction,
  { name, columns }: DumpedTable,
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return
  const values = columns.map(({ type }, index) => sql`(row ->> ${sql.lit(index)})::${sql.raw(type)}`)
  await sql`
    insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column.name)))}) overriding system value
    select ${sql.join(values)} from json_array_elements(${`[${lines.join(',')}]`}::json) as told (row)`.execute(tx)
}

/** Counters go on behind where they stood, and `ahead` further: what they gave out afterwards is not known (case T4). */
export async function setSequences(
  tx: Transaction,
  sequences: readonly DumpedSequence[],
  ahead: number,
): Promise<void> {
  for (const { name, last } of sequences)
    await sql`select setval(${name}::regclass, ${last}::bigint + ${ahead}::bigint, true)`.execute(tx)
}

async function foreignKeys(tx: Transaction): Promise<ForeignKey[]> {
  const { rows } = await (
    sql`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2` as RawBuilder<ForeignKey>
  ).execute(tx)
  return rows
}
