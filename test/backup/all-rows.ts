import type { Database } from '../../src/database/database.ts'
import { inSnapshot, rowLines } from '../../src/database/dump/read-rows.ts'
import { dumpedTables } from '../../src/database/dump/tables.ts'

/** Of all tables that a backup keeps, in an order of their own. */
export async function allRows({ queries }: Database): Promise<Record<string, string[]>> {
  return await inSnapshot(queries, async (snapshot) => {
    const all: Record<string, string[]> = {}
    for (const table of await dumpedTables(snapshot)) {
      const rows: string[] = []
      for await (const page of rowLines(snapshot, table)) rows.push(...page)
      all[table.name] = rows.sort()
    }
    return all
  })
}
