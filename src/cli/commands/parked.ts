import { parkedDeliveries, parkedSubmissions } from '../../ledger/parked.ts'
import type { CommandDefinition } from '../command.ts'
import { loadSettings } from '../settings.ts'
import { withDatabase } from '../with-database.ts'

/** `sluice parked`: what waits for a person; ends with 0 also when there is some. */
export const parkedCommand: CommandDefinition = (program, terminal) => {
  program
    .command('parked')
    .description('show submissions and hand-overs that wait for a person')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const parked = await withDatabase(config, async ({ queries }) => ({
        submissions: await parkedSubmissions(queries),
        deliveries: await parkedDeliveries(queries),
      }))
      if (json) return terminal.json(parked)
      for (const { id, sender, rawKey, reason } of parked.submissions)
        terminal.answer(`${id}  ${rawKey} of ${sender}: ${reason}`)
      for (const { id, service, attempts, error } of parked.deliveries)
        terminal.answer(`${id}  ${service}, ${attempts} attempts: ${error}`)
      if (parked.submissions.length + parked.deliveries.length === 0) terminal.answer('Nothing is parked.')
    })
}
