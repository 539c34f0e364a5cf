/** What commands that change something have in common: `--reason`, who does it, one transaction, and how a refusal is told. */
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { Config } from '../config/schema.ts'
import { REASON_MAX, reasonIn } from '../console/operations/reason.ts'
import type { Transaction } from '../database/database.ts'
import type { ReasonedAct } from '../registry/audit.ts'
import { orRefused, RefusedCommand } from './refused-command.ts'
import { loadSettings } from './settings.ts'
import type { Terminal } from './terminal.ts'
import { withDatabase } from './with-database.ts'

export type ActOptions = { readonly reason: string; readonly json?: boolean }

export type Change = (tx: Transaction, act: ReasonedAct) => Promise<Result<void, Refusal>>

export function withReason(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--json', 'answer in JSON')
    .hook('preAction', (_, asked) => {
      const reason = reasonIn(asked.opts<ActOptions>().reason)
      if (!reason.ok) throw new RefusedCommand(`The reason is missing or longer than ${REASON_MAX} characters.`)
      asked.setOptionValue('reason', reason.value)
    })
}

/** Who did it, for the audit: the account on this host. */
export function actorOnHost(): string {
  return `operator:${userInfo().username}`
}

export function actOnHost(reason: string): ReasonedAct {
  return { actor: actorOnHost(), reason }
}

/** Does it in a transaction of the database that the command's configuration names. */
export async function acted<Value>(
  command: Command,
  terminal: Terminal,
  reason: string,
  work: (tx: Transaction, act: ReasonedAct, config: Config) => Promise<Value>,
): Promise<Value> {
  const { config } = await loadSettings(command, terminal)
  return await withDatabase(config, ({ transaction }) => transaction((tx) => work(tx, actOnHost(reason), config)))
}

/** A command `VERB PARAMETERS --reason TEXT` that has nothing to tell but that it was done. `changeOf` refuses words that make no sense. */
export function addChange(
  parent: Command,
  verb: string,
  parameters: string,
  terminal: Terminal,
  changeOf: (...words: readonly string[]) => Change,
): void {
  const command = withReason(parent.command(`${verb} ${parameters}`))
  command.action(async () => {
    const { reason, json } = command.opts<ActOptions>()
    const change = changeOf(...command.args)
    orRefused(await acted(command, terminal, reason, change))
    const subject = command.args.join(' ')
    if (json) terminal.json({ ok: true, subject, verb })
    else terminal.answer(`${parent.name()} ${subject}: ${verb} done.`)
  })
}
