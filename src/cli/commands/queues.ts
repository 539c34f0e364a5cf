import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { Transaction } from '../../database/database.ts'
import {
  COUNTED_HOURS,
  countDeliveries,
  pausedServices,
  pauseService,
  resumeService,
} from '../../ledger/delivery-control.ts'
import { notify } from '../../ledger/events.ts'
import { writeAudit } from '../../registry/audit.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { actorOnHost, withDatabase } from '../with-database.ts'

/** Of what is over only the latest is counted. */
const LATELY: Readonly<Record<string, string>> = {
  delivered: ` in ${COUNTED_HOURS} h`,
  refused: ` in ${COUNTED_HOURS} h`,
}

/** `sluice queues`: what waits for each online service; a pause lives in the database and survives a wiped queue. */
export const queuesCommand: CommandDefinition = (program, terminal) => {
  const queues = program
    .command('queues')
    .description('show what waits for each online service, or pause and resume one')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const services = await withDatabase(config, async ({ queries }) => {
        const [counts, paused] = [await countDeliveries(queries), await pausedServices(queries)]
        return config.services.map(({ code }) => ({
          service: code,
          paused: paused.find(({ service }) => service === code) ?? null,
          counts: counts.get(code) ?? {},
        }))
      })
      if (json) return terminal.json({ services })
      for (const { service, paused, counts } of services) {
        const states = Object.entries(counts).map(([state, count]) => `${count} ${state}${LATELY[state] ?? ''}`)
        terminal.answer(`${service}${paused ? ` (paused: ${paused.reason})` : ''}: ${states.join(', ') || 'nothing'}`)
      }
    })
  pauseOrResume(queues, 'pause', terminal, async (tx, service, reason, actor) => {
    await pauseService(tx, service, reason, actor)
    return true
  })
  pauseOrResume(queues, 'resume', terminal, (tx, service) => resumeService(tx, service))
}

function pauseOrResume(
  queues: Command,
  verb: 'pause' | 'resume',
  terminal: Terminal,
  change: (tx: Transaction, service: string, reason: string, actor: string) => Promise<boolean>,
): void {
  queues
    .command(verb)
    .argument('<service>', 'purpose code, such as DMFA')
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--json', 'answer in JSON')
    .action(async (service: string, _, command: Command) => {
      const { reason, json } = command.optsWithGlobals<{ reason: string; json?: boolean }>()
      const { config } = await loadSettings(command, terminal)
      if (!config.services.some(({ code }) => code === service)) {
        throw new RefusedCommand(`There is no online service "${service}". \`sluice queues\` lists them.`)
      }
      const actor = actorOnHost(userInfo().username)
      const changed = await withDatabase(config, (database) =>
        database.transaction(async (tx) => {
          const done = await change(tx, service, reason, actor)
          if (done) await writeAudit(tx, { actor, action: `queue.${verb}d`, subject: `service:${service}`, reason })
          if (done) await notify(tx, 'sluice_delivery', service)
          return done
        }),
      )
      if (!changed) throw new RefusedCommand(`${service} is not paused.`, EXIT.no)
      if (json) terminal.json({ ok: true, service, verb })
      else terminal.answer(`${service}: ${verb}d.`)
    })
}
