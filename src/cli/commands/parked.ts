import { userInfo } from 'node:os'
import { isUuid } from '../../base/ids.ts'
import type { Transaction } from '../../database/database.ts'
import { unparkSubmission } from '../../ledger/claims.ts'
import { requeueDeliveries } from '../../ledger/delivery-control.ts'
import { notify } from '../../ledger/events.ts'
import { parkedDeliveries, parkedSubmissions } from '../../ledger/parked.ts'
import { lockSubmission } from '../../ledger/submissions.ts'
import { writeAudit } from '../../registry/audit.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import { actorOnHost, withDatabase } from '../with-database.ts'

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

/** `sluice requeue ID --reason TEXT`: a person has looked; what was parked, or waits for its next attempt, goes on now. */
export const requeueCommand: CommandDefinition = (program, terminal) => {
  program
    .command('requeue')
    .description('let a parked submission or hand-over go on now')
    .argument('<id>', 'as `sluice parked` shows it')
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--dry-run', 'say what would happen, and do nothing')
    .option('--json', 'answer in JSON')
    .action(async (id: string, options: { reason: string; dryRun?: boolean; json?: boolean }, command) => {
      if (!isUuid(id)) throw new RefusedCommand(`"${id}" is no id. \`sluice parked\` shows them.`)
      const { config } = await loadSettings(command, terminal)
      const actor = actorOnHost(userInfo().username)
      const dryRun = options.dryRun === true
      const what = await withDatabase(config, (database) =>
        dryRun ? parkedThing(database.queries, id) : database.transaction((tx) => goOn(tx, id, actor, options.reason)),
      )
      if (!what) throw new RefusedCommand(`Nothing that waits has the id ${id}.`, EXIT.no)
      if (options.json) terminal.json({ ok: true, id, what, dryRun })
      else terminal.answer(`The ${what} ${id} ${dryRun ? 'would go' : 'goes'} on.`)
    })
}

type Thing = 'submission' | 'delivery'

async function goOn(tx: Transaction, id: string, actor: string, reason: string): Promise<Thing | null> {
  const what = await requeued(tx, id)
  if (what) await writeAudit(tx, { actor, action: `${what}.requeued`, subject: `${what}:${id}`, reason })
  return what
}

async function requeued(tx: Transaction, id: string): Promise<Thing | null> {
  if (await lockSubmission(tx, id)) {
    if (!(await unparkSubmission(tx, id))) return null
    await notify(tx, 'sluice_work', id)
    return 'submission'
  }
  return (await requeueDeliveries(tx, [id])) > 0 ? 'delivery' : null
}

async function parkedThing(queries: Parameters<typeof parkedSubmissions>[0], id: string): Promise<Thing | null> {
  if ((await parkedSubmissions(queries)).some((parked) => parked.id === id)) return 'submission'
  return (await parkedDeliveries(queries)).some((parked) => parked.id === id) ? 'delivery' : null
}
