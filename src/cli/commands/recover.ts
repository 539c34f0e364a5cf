import { resolve } from 'node:path'
import { systemNow } from '../../base/clock.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { type Needing, rowsNeeding } from '../../ledger/retention/rows-of-blob.ts'
import { writeAudit } from '../../registry/audit.ts'
import { openSpool } from '../../spool/open-spool.ts'
import type { Spool } from '../../spool/spool.ts'
import { actorOnHost } from '../acting.ts'
import { BlobShelf } from '../backup/blob-shelf.ts'
import { bereft, type Orphan, orphans } from '../backup/look-for-lost.ts'
import { putContentsBack } from '../backup/put-back.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { commandLog, withDatabase } from '../with-database.ts'

type Options = { readonly from?: string; readonly everyByte?: boolean; readonly json?: boolean }

/** `sluice recover`: after a database was lost, what of it is still on the disk; after a disk was lost, whose contents are gone, and back from a backup with `--from`. Ends with 1 when any are gone. */
export const recoverCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('recover')
    .description('list contents without a row, and files and answers without their content; with --from put these back')
    .option('--from <folder>', 'of the backups: put contents that are gone back from there; the gateway may run')
    .option('--every-byte', 'with --from: read those that are there as well, and replace damaged ones')
    .option('--json', 'answer in JSON')
    .action(async ({ from, everyByte, json }: Options, command) => {
      if (everyByte && from === undefined) throw new RefusedCommand('--every-byte goes with --from.', EXIT.wrongUse)
      const { config } = await loadSettings(command, terminal)
      await withDatabase(config, async (database) => {
        await using spool = await openSpool({ dir: config.spool.dir, log: commandLog(), now: systemNow })
        const isWhole = from
          ? await putBackFrom(resolve(from), { database, spool, terminal, json, everyByte: everyByte === true })
          : await listLost({ database, spool, terminal, json })
        if (!isWhole) end(EXIT.no)
      })
    })
}

type Ground = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly spool: Spool
  readonly terminal: Terminal
  readonly json: boolean | undefined
}

/** True when no row misses its content. */
async function listLost({ database: { queries }, spool, terminal, json }: Ground): Promise<boolean> {
  const [withoutRow, withoutContent]: [Orphan[], Needing[]] = [[], []]
  let [found, lost] = [0, 0]
  for await (const orphan of orphans(queries, spool)) {
    found += 1
    if (json) withoutRow.push(orphan)
    else terminal.answer(lineOf(orphan))
  }
  for await (const needing of bereft(queries, spool)) {
    lost += 1
    if (json) withoutContent.push(needing)
    else terminal.answer(neededLine('gone  ', needing))
  }
  if (json) terminal.json({ ok: lost === 0, withoutRow, withoutContent })
  else terminal.answer(`${found} contents without a row, ${lost} files or answers without their content.`)
  return lost === 0
}

/** True when the backups had all that was gone. */
async function putBackFrom(
  folder: string,
  { database: { queries, transaction }, spool, terminal, json, everyByte }: Ground & { readonly everyByte: boolean },
): Promise<boolean> {
  const shelf = new BlobShelf(folder)
  // or a wrong word would read as if the backups had lost the contents
  if (!(await shelf.isThere())) throw new RefusedCommand(`${folder} holds no backups. Name their folder.`, EXIT.no)
  const { putBack, missing } = await putContentsBack(queries, spool, shelf, everyByte)
  const ok = missing.length === 0
  const [back, gone] = [await rowsNeeding(queries, putBack), await rowsNeeding(queries, missing)]
  await transaction((tx) => auditPutBack(tx, back))
  if (json) {
    terminal.json({ ok, putBack: back, missing: gone })
    return ok
  }
  for (const needing of back) terminal.answer(neededLine('back  ', needing))
  for (const needing of gone) terminal.answer(neededLine('gone  ', needing))
  terminal.answer(`${putBack.length} contents put back, ${missing.length} are not in the backups.`)
  if (back.length > 0) terminal.answer('What `sluice parked` shows of them goes on with `sluice requeue`.')
  return ok
}

/** An entry for each row that has its content again, found by its submission. */
async function auditPutBack(tx: Transaction, back: readonly Needing[]): Promise<void> {
  for (const { sha256, name, sender, submissionId } of back) {
    const subject = submissionId ? `submission:${submissionId}` : `sender:${sender}`
    await writeAudit(tx, { actor: actorOnHost(), action: 'content.putBack', subject, detail: { name, sha256 } })
  }
}

function neededLine(word: string, { sha256, name, sender, submissionId }: Needing): string {
  return `${word} ${sha256}  ${name} of ${sender}${submissionId ? `, submission ${submissionId}` : ''}`
}

function lineOf(orphan: Orphan): string {
  const { sha256, bytes, since } = orphan
  return `no row ${sha256}  ${bytes} bytes since ${since.toISOString()}  ${wordsOf(orphan)}`
}

function wordsOf(orphan: Orphan): string {
  if (orphan.kind === 'acknowledgement')
    return `answer to ${orphan.about}: ${orphan.accepted ? 'accepted' : 'rejected'}, ticket ${orphan.ticket}`
  if (orphan.kind === 'document') return `document ${orphan.root}${orphan.schema ? ` (${orphan.schema})` : ''}`
  return orphan.kind
}
