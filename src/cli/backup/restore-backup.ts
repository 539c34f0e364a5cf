/**
 * Puts a backup back on an empty machine (rule 31.4): contents first, then all rows in one transaction, then the schema is brought to
 * this program's state. Interrupted before the rows are in, it is begun again.
 */
import { randomUUID } from 'node:crypto'
import type { Sha256 } from '../../base/hashes.ts'
import type { Log } from '../../base/log.ts'
import type { Database } from '../../database/database.ts'
import { clearSchema, firstUse } from '../../database/dump/clear.ts'
import { type Migration, migrate, nextMigration, readMigrations } from '../../database/migrate.ts'
import type { Spool } from '../../spool/spool.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { BlobShelf } from './blob-shelf.ts'
import { loadBackup } from './load-backup.ts'
import type { Manifest } from './manifest.ts'
import type { Progress } from './progress.ts'
import { type RestoredBlobs, restoreBlobs } from './restore-blobs.ts'
import { listedBlobs } from './write-rows.ts'

export type RestoreWish = {
  /** Of all backups, and of this one. */
  readonly folder: string
  readonly path: string
  readonly manifest: Manifest
  readonly database: Database
  readonly spool: Spool
  readonly answersAhead: number
  /** Contents that the backup does not hold whole do not keep the rest from being put back. */
  readonly acceptLost: boolean
  readonly log: Log
  readonly progress: Progress
}

export type RestoredBackup = RestoredBlobs & { readonly rows: number; readonly migrated: readonly string[] }

export async function restoreBackup(wish: RestoreWish): Promise<RestoredBackup> {
  const { manifest, path, database, log, progress, answersAhead } = wish
  const all = await readMigrations()
  nextMigration(all, manifest.migrations) // throws when the backup is of a newer program (case O2)
  const before = all.slice(0, manifest.migrations.length)
  await assertEmpty(database)
  progress.step('contents', manifest.blobs.count)
  const blobs = await blobsOf(wish)
  await makeSchema(database, before, log)
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  progress.step('rows', rows)
  const restoration = { id: randomUUID(), backup: manifest.name, takenAt: new Date(manifest.takenAt) }
  await database.transaction((tx) => loadBackup(tx, { path, manifest, restoration, answersAhead }, progress.done))
  await migrate(database.connection, log, all)
  progress.end()
  return { ...blobs, rows, migrated: all.slice(before.length).map(({ name }) => name) }
}

/** Nobody is to lose anything by it. */
async function assertEmpty({ queries }: Pick<Database, 'queries'>): Promise<void> {
  const use = await firstUse(queries)
  if (use === undefined) return
  const found = `The database is in use: ${use}. A backup is put back into an empty one only.`
  const remedy =
    'Name another database (database.url), or another spool.dir; or stop the gateway and move spool/postgres away when you are sure that nothing in it is needed.'
  throw new RefusedCommand(`${found}\n  ${remedy}`, EXIT.no)
}

async function blobsOf(wish: RestoreWish): Promise<RestoredBlobs> {
  const { folder, path, manifest, spool, progress, acceptLost } = wish
  const blobs = await restoreBlobs(listedBlobs(path), new BlobShelf(folder), spool, () => progress.done(1))
  const unknown = blobs.damaged.filter((sha256) => !manifest.lost.includes(sha256))
  if (unknown.length === 0 || acceptLost) return blobs
  throw new RefusedCommand(damagedText(unknown, new BlobShelf(folder)), EXIT.no)
}

const SHOWN_MAX = 20

function damagedText(damaged: readonly Sha256[], shelf: BlobShelf): string {
  const shown = damaged.slice(0, SHOWN_MAX).map((sha256) => `  ${shelf.pathOf(sha256)}`)
  return [
    `${damaged.length} contents are missing or not as they were written; no row was put back.`,
    ...shown,
    '  Bring these files from another copy of the backup, or say `--accept-lost`: the sets that need them wait for a person.',
  ].join('\n')
}

/** As the backup's release had it. */
async function makeSchema(database: Database, migrations: readonly Migration[], log: Log): Promise<void> {
  await database.transaction(clearSchema)
  await migrate(database.connection, log, migrations)
}
