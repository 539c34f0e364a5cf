import { systemNow } from '../../base/clock.ts'
import type { Needing } from '../../ledger/retention/rows-of-blob.ts'
import { openSpool } from '../../spool/open-spool.ts'
import { bereft, type Orphan, orphans } from '../backup/look-for-lost.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { loadSettings } from '../settings.ts'
import { commandLog, withDatabase } from '../with-database.ts'

/** `sluice recover`: after a database was lost, what of it is still on the disk; after a disk was lost, whose contents are gone. Ends with 1 when any are. */
export const recoverCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('recover')
    .description('list contents without a row, and files and answers without their content; changes nothing')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      await withDatabase(config, async ({ queries }) => {
        await using spool = await openSpool({ dir: config.spool.dir, log: commandLog(), now: systemNow })
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
          else terminal.answer(goneLine(needing))
        }
        if (lost > 0) end(EXIT.no)
        if (json) return terminal.json({ ok: lost === 0, withoutRow, withoutContent })
        terminal.answer(`${found} contents without a row, ${lost} files or answers without their content.`)
      })
    })
}

function goneLine({ sha256, name, sender, submissionId }: Needing): string {
  return `gone   ${sha256}  ${name} of ${sender}${submissionId ? `, submission ${submissionId}` : ''}`
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
