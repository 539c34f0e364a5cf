import type { Command } from 'commander'
import { isEnvironment } from '../../batch/environment.ts'
import type { Config } from '../../config/schema.ts'
import { pauseHandOvers, resumeHandOvers, tryTargetAgain } from '../../console/operations/service-acts.ts'
import type { Queries } from '../../database/database.ts'
import { COUNTED_HOURS, countDeliveries, pausedServices } from '../../ledger/delivery-control.ts'
import { targetStates } from '../../ledger/target-states.ts'
import { type ActOptions, acted, type Change, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { orRefused, RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'

/** Of what is over only the latest is counted. */
const LATELY: Readonly<Record<string, string>> = {
  delivered: ` in ${COUNTED_HOURS} h`,
  refused: ` in ${COUNTED_HOURS} h`,
}

/** `sluice queues`: what waits for each online service; a pause lives in the database and survives a wiped queue. */
export const queuesCommand: CommandDefinition = (program, terminal) => {
  const queues = program
    .command('queues')
    .description('show what waits for each online service, pause and resume one, or try one again that is held back')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const services = await withDatabase(config, ({ queries }) => queuesOf(queries, config))
      if (json) return terminal.json({ services })
      for (const queue of services) terminal.answer(lineOf(queue))
    })
  addPause(queues, 'pause', terminal)
  addPause(queues, 'resume', terminal)
  const again = withReason(queues.command('try-again <service> <environment>'))
  again.description('let go at once what is held back because the service failed, instead of after a trial')
  again.action(async (service: string, environment: string) => {
    if (!isEnvironment(environment)) throw new RefusedCommand(`"${environment}" is no environment. Choose R, T or S.`)
    const isJson = await act(again, service, terminal, (tx, by) => tryTargetAgain(tx, { service, environment }, by))
    if (isJson) terminal.json({ ok: true, service, environment, verb: 'try-again' })
    else terminal.answer(`${service} ${environment}: tried again.`)
  })
}

function addPause(queues: Command, verb: 'pause' | 'resume', terminal: Terminal): void {
  const command = withReason(queues.command(verb).argument('<service>', 'purpose code, such as DMFA'))
  const change = verb === 'pause' ? pauseHandOvers : resumeHandOvers
  command.action(async (service: string) => {
    if (await act(command, service, terminal, (tx, by) => change(tx, service, by))) {
      terminal.json({ ok: true, service, verb })
    } else terminal.answer(`${service}: ${verb}d.`)
  })
}

/** Resolves with whether JSON is wanted: `--json` is an option of `sluice queues` as well, which takes it wherever it stands. */
async function act(command: Command, service: string, terminal: Terminal, change: Change): Promise<boolean> {
  const { reason, json = false } = command.optsWithGlobals<ActOptions>()
  const outcome = await acted(command, terminal, reason, (tx, by, { services }) => {
    if (services.some(({ code }) => code === service)) return change(tx, by)
    throw new RefusedCommand(`There is no online service "${service}". \`sluice queues\` lists them.`)
  })
  orRefused(outcome)
  return json
}

type Queue = Awaited<ReturnType<typeof queuesOf>>[number]

async function queuesOf(queries: Queries, { services }: Config) {
  const [counts, paused] = [await countDeliveries(queries), await pausedServices(queries)]
  const held = (await targetStates(queries)).filter(({ state }) => state !== 'closed')
  return services.map(({ code }) => ({
    service: code,
    paused: paused.find(({ service }) => service === code) ?? null,
    heldBack: held.flatMap(({ service, ...target }) => (service === code ? [target] : [])),
    counts: counts.get(code) ?? {},
  }))
}

function lineOf({ service, paused, heldBack, counts }: Queue): string {
  const states = Object.entries(counts).map(([state, count]) => `${count} ${state}${LATELY[state] ?? ''}`)
  const held = heldBack.map(({ environment, lastError }) => ` (${environment} held back: ${lastError ?? 'it failed'})`)
  return `${service}${paused ? ` (paused: ${paused.reason})` : ''}${held.join('')}: ${states.join(', ') || 'nothing'}`
}
