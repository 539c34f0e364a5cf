import { join } from 'node:path'
import type { Transaction } from '../../database/database.ts'
import { loading, loadLines, setSequences } from '../../database/dump/load-rows.ts'
import { writeAlike } from '../../database/dump/read-rows.ts'
import { dumpedTables } from '../../database/dump/tables.ts'
import { skipAnswerNames } from '../../ledger/answer-counter.ts'
import { noteRestoration, type Restoration } from '../../ledger/retention/restorations.ts'
import { readLines } from './durable-files.ts'
import { type Manifest, tableFile } from './manifest.ts'

/** More than a gateway gives out between a backup and a loss; only the names of answers can run out. */
const COUNTERS_AHEAD = 10_000_000

/** Puts the rows back in the transaction of the caller: all of them, or none (rule 31.4). */
export async function loadBackup(
  tx: Transaction,
  {
    path,
    manifest,
    restoration,
    answersAhead,
  }: {
    readonly path: string
    readonly manifest: Manifest
    readonly restoration: Restoration
    readonly answersAhead: number
  },
  onRows: (rows: number) => void,
): Promise<void> {
  await writeAlike(tx)
  await loading(tx, await dumpedTables(tx), async () => {
    for (const table of manifest.tables) {
      for await (const lines of readLines(join(path, tableFile(table.name)))) {
        await loadLines(tx, table, lines)
        onRows(lines.length)
      }
    }
    await setSequences(tx, manifest.sequences, COUNTERS_AHEAD)
    await skipAnswerNames(tx, restoration.takenAt, answersAhead)
    await noteRestoration(tx, restoration)
  })
}
