import type { CommandDefinition } from '../command.ts'
import { examineAudit, examineBooks } from '../doctor/books.ts'
import { examineClocks } from '../doctor/clocks.ts'
import { examineCollation } from '../doctor/collation.ts'
import { examineConnections } from '../doctor/connections.ts'
import type { Examination, Finding } from '../doctor/examination.ts'
import { examineFolders } from '../doctor/folders.ts'
import { examineRegistryKey } from '../doctor/registry-key.ts'
import { examineRestorations } from '../doctor/restorations.ts'
import { examineRetention, examineSpool } from '../doctor/spool.ts'
import { EXIT } from '../exit-codes.ts'
import { loadSettings } from '../settings.ts'
import { withDatabase } from '../with-database.ts'

/** The first two need the SSH library, which the other commands start faster without. */
async function examinations(): Promise<readonly Examination[]> {
  const { examineRuntime } = await import('../doctor/runtime.ts')
  const { examineKeys } = await import('../doctor/keys.ts')
  return [
    ...[examineRuntime, examineClocks, examineKeys, examineRegistryKey, examineConnections, examineCollation],
    ...[examineSpool, examineRetention, examineFolders, examineBooks, examineAudit, examineRestorations],
  ]
}

const SIGNS: Readonly<Record<Finding['state'], string>> = { ok: ' ok ', advice: 'note', problem: 'BAD ' }

/** `sluice doctor`: looks at everything that bites later, and says what to do. Ends with 1 when something is wrong. */
export const doctorCommand: CommandDefinition = (program, terminal, end) => {
  program
    .command('doctor')
    .description('examine runtime, clocks, keys, connections and collation, spool, watched folders, books and audit')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config, warnings } = await loadSettings(command, terminal)
      const now = new Date()
      const findings = await withDatabase(config, async (database) => {
        const all: Finding[] = warnings.map((found) => ({ name: 'configuration', state: 'advice', found }))
        for (const examine of await examinations()) all.push(...(await examine({ config, database, now })))
        return all
      })
      const healthy = findings.every(({ state }) => state !== 'problem')
      if (!healthy) end(EXIT.no)
      if (json) return terminal.json({ healthy, findings })
      for (const { name, state, found, remedy } of findings) {
        terminal.answer(`[${SIGNS[state]}] ${name}: ${found}${remedy ? `\n       ${remedy}` : ''}`)
      }
    })
}
