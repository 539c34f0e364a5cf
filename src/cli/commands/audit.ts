import { readAudit } from '../../registry/audit.ts'
import { verifyAudit } from '../../registry/audit-chain.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import { withDatabase } from '../with-database.ts'

const ENTRIES_MAX = 10_000

/** `sluice audit verify|show`: who did what, and whether anybody changed the record of it. */
export const auditCommand: CommandDefinition = (program, terminal, end) => {
  const audit = program.command('audit').description('show the audit, or check its hash chain')
  audit
    .command('verify')
    .description('compute the hash chain anew; ends with 1 when an entry was changed or taken out')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const verification = await withDatabase(config, ({ queries }) => verifyAudit(queries))
      const { chained, firstBreak, unchained } = verification
      if (firstBreak) end(EXIT.no)
      if (json) return terminal.json({ ok: firstBreak === null, ...verification })
      const verdict = firstBreak ? `broken at entry ${firstBreak.chainNo} (${firstBreak.why})` : 'whole'
      terminal.answer(`The chain is ${verdict}: ${chained} entries, ${unchained.entries} not chained yet.`)
    })
  audit
    .command('show')
    .description('show the newest entries')
    .option('--subject <text>', 'only of this subject, such as sender:123456')
    .option('--limit <number>', 'how many', '50')
    .option('--json', 'answer in JSON')
    .action(async (options: { subject?: string; limit: string; json?: boolean }, command) => {
      const limit = Number(options.limit)
      if (!Number.isInteger(limit) || limit < 1 || limit > ENTRIES_MAX) {
        throw new RefusedCommand(`--limit takes a whole number from 1 to ${ENTRIES_MAX}.`)
      }
      const { config } = await loadSettings(command, terminal)
      const { subject } = options
      const entries = await withDatabase(config, ({ queries }) =>
        readAudit(queries, { limit, ...(subject === undefined ? {} : { subject }) }),
      )
      if (options.json) return terminal.json({ entries })
      for (const { at, actor, action, subject: about, reason } of entries) {
        terminal.answer(`${at.toISOString()}  ${actor}  ${action}  ${about}${reason ? `  (${reason})` : ''}`)
      }
    })
}
