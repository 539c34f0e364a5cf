import { join } from 'node:path'
import type { Transaction } from '../../database/database.ts'
import { rowLines } from '../../database/dump/read-rows.ts'
import { appliedMigrations, dumpedSequences, dumpedTables } from '../../database/dump/tables.ts'
import { type KeptBlob, keptBlobs } from '../../ledger/retention/blob-references.ts'
import { databaseTime } from '../../ledger/tickets.ts'
import { chainHead } from '../../registry/audit-chain.ts'
import { readLines, writeLines } from './durable-files.ts'
import { BLOB_LIST, type Manifest, type ManifestFile, tableFile } from './manifest.ts'

export type WrittenRows = Pick<Manifest, 'migrations' | 'tables' | 'sequences' | 'auditHead' | 'blobs'> & {
  readonly takenAt: Date
  readonly files: readonly ManifestFile[]
}

/** Writes all rows of the snapshot below `folder`, and the list of the contents that they keep; `onRows` hears of each page. */
export async function writeRows(
  snapshot: Transaction,
  folder: string,
  onRows: (rows: number) => void,
): Promise<WrittenRows> {
  const takenAt = await databaseTime(snapshot)
  const auditHead = (await chainHead(snapshot))?.chainNo ?? 0
  const tables: Manifest['tables'][number][] = []
  const files: ManifestFile[] = []
  for (const table of await dumpedTables(snapshot)) {
    const counted = counting(rowLines(snapshot, table), ({ length }) => onRows(length))
    files.push(await writeLines(folder, tableFile(table.name), counted.pages))
    tables.push({ ...table, rows: counted.total() })
  }
  const blobs = { count: 0, bytes: 0 }
  files.push(await writeLines(folder, BLOB_LIST, blobLines(snapshot, blobs)))
  const migrations = await appliedMigrations(snapshot)
  return { takenAt, migrations, tables, sequences: await dumpedSequences(snapshot), auditHead, blobs, files }
}

/** The list that `writeRows` wrote. */
export async function* listedBlobs(folder: string): AsyncGenerator<KeptBlob[]> {
  for await (const lines of readLines(join(folder, BLOB_LIST)))
    yield lines.map((line) => {
      const [sha256 = '', bytes = ''] = line.split(' ')
      return { sha256, bytes: Number(bytes) } as KeptBlob
    })
}

async function* blobLines(snapshot: Transaction, total: { count: number; bytes: number }): AsyncGenerator<string[]> {
  for await (const page of keptBlobs(snapshot)) {
    total.count += page.length
    total.bytes += page.reduce((sum, { bytes }) => sum + bytes, 0)
    yield page.map(({ sha256, bytes }) => `${sha256} ${bytes}`)
  }
}

function counting(pages: AsyncIterable<string[]>, hear: (page: readonly string[]) => void) {
  let total = 0
  async function* heard(): AsyncGenerator<string[]> {
    for await (const page of pages) {
      total += page.length
      hear(page)
      yield page
    }
  }
  return { pages: heard(), total: () => total }
}
