import { resolve } from 'node:path'
import { systemNow } from '../../base/clock.ts'
import type { Config } from '../../config/schema.ts'
import type { Queries } from '../../database/database.ts'
import { openDatabase } from '../../database/open-database.ts'
import { openSpool } from '../../spool/open-spool.ts'
import { writeConfiguration, writeKeys } from '../backup/kept-files.ts'
import { type MadeBackup, makeBackup } from '../backup/make-backup.ts'
import { progressOn } from '../backup/progress.ts'
import { type Pruned, pruneBackups } from '../backup/prune-backups.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { productVersion } from '../product-version.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import { commandLog } from '../with-database.ts'

/** One holds the lock, one reads. */
const CONNECTIONS = 2

/** `sluice backup DIR`: while the gateway runs, and when it does not. Ends with 1 when contents were damaged; the backup is then made all the same. */
export const backupCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('backup')
    .description('copy rows, contents and configuration into a folder, while the gateway runs')
    .argument('<folder>', 'of all backups; contents that are there already are not copied again')
    .option(
      '--with-keys',
      'also the files of certs.dir and access.keyFile: who reads the backup can then act as the gateway',
    )
    .option('--keep <number>', 'then remove older backups, but for so many of the latest that are whole')
    .option('--json', 'answer in JSON')
    .action(async (folder: string, { withKeys, keep, json }: Options, command) => {
      const kept = keep === undefined ? null : keepIn(keep)
      const { config, file } = await loadSettings(command, terminal)
      await using database = await openForBackup(config, 'command')
      await using spool = await openSpool({ dir: config.spool.dir, log: commandLog(), now: systemNow })
      const made = await makeBackup({
        ...{ folder: resolve(folder), version: productVersion(), queries: database.queries, spool },
        more: async (draft) => [
          ...(await writeConfiguration(draft, file)),
          ...(withKeys ? await writeKeys(draft, config) : []),
        ],
        progress: progressOn(terminal),
      })
      if (made.manifest.lost.length > 0) end(EXIT.no)
      const pruned = kept === null ? null : await pruneAfter(made, database.queries, resolve(folder), kept)
      if (json) return terminal.json({ ...documentOf(made), ...(pruned && { pruned }) })
      for (const line of linesOf(made, withKeys === true)) terminal.answer(line)
      if (pruned) terminal.answer(prunedLine(pruned))
    })
}

type Options = { readonly withKeys?: boolean; readonly keep?: string; readonly json?: boolean }

const KEPT_MAX = 10_000

function keepIn(text: string): number {
  const keep = Number(text)
  if (Number.isInteger(keep) && keep >= 1 && keep <= KEPT_MAX) return keep
  throw new RefusedCommand(`--keep takes a whole number from 1 to ${KEPT_MAX}.`, EXIT.wrongUse)
}

/** What this one could not read an older one may have. */
async function pruneAfter({ manifest }: MadeBackup, queries: Queries, folder: string, keep: number): Promise<Pruned> {
  if (manifest.lost.length === 0) return await pruneBackups(queries, folder, keep)
  return { removed: [], damaged: [], contents: 0, refused: 'This backup misses contents; older ones stay.' }
}

function prunedLine({ removed, damaged, contents, refused }: Pruned): string {
  if (refused) return refused
  const not = damaged.length > 0 ? ` Not whole, and left: ${damaged.join(', ')}.` : ''
  return `${removed.length} older backups and ${contents} contents removed.${not}`
}

/** The schema is left as it is: an older release's gateway may be running on it, and its backup is put back as it was. */
export function openForBackup({ database: { url, passwordFile }, spool }: Config, role: 'command' | 'daemon') {
  const place = { url, passwordFile, spoolDir: spool.dir }
  return openDatabase({ ...place, role, poolSize: CONNECTIONS, log: commandLog(), schema: 'found', isPatient: true })
}

function documentOf({ manifest, copied }: MadeBackup): object {
  const { name, takenAt, tables, blobs, lost, auditHead } = manifest
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return { ok: lost.length === 0, name, takenAt, rows, contents: blobs, copied, lost, auditHead }
}

function linesOf({ manifest, copied }: MadeBackup, withKeys: boolean): string[] {
  const { name, tables, blobs, lost } = manifest
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const keys = withKeys
    ? 'The keys are in it: keep it as secret as they are.'
    : 'The keys are not in it: keep certs and registry.key elsewhere, or nothing can be read.'
  return [
    `${name}: ${rows} rows, ${blobs.count} contents (${blobs.bytes} bytes), ${copied.count} of them copied now.`,
    keys,
    ...lost.map((sha256) => `Damaged or gone: ${sha256}. \`sluice recover\` names the sets.`),
  ]
}
