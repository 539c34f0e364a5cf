import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { CHANNEL_TYPES } from '../../batch/channel.ts'
import { parseEnterpriseNumber, parseSenderNumber } from '../../batch/identifiers.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import type { ChannelKey } from '../../registry/channels.ts'
import { switchCompressedAnswers } from '../../registry/compressed-answers.ts'
import { resumeEnterprise, suspendEnterprise } from '../../registry/enterprises.ts'
import { allowLegacySshRsa, resumeChannel, suspendChannel } from '../../registry/move-channel.ts'
import { closeEnterprise } from '../../registry/people/close-enterprise.ts'
import { resumeSender, suspendSender } from '../../registry/senders.ts'
import { switchStatusFolder } from '../../registry/status-folder.ts'
import type { CommandDefinition } from '../command.ts'
import { onOrOff } from '../on-or-off.ts'
import { RefusedCommand, refused } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { actorOnHost, withDatabase } from '../with-database.ts'

type Change = (tx: Transaction, act: ReasonedAct) => Promise<Result<void, Refusal>>
type Verb = 'suspend' | 'resume'

/** `sluice sender|enterprise|channel suspend|resume`, `sender compressed-answers`, `enterprise close`: in force at once, with a reason in the audit. */
export const standingCommands: CommandDefinition = (program, terminal) => {
  const senders = program.command('sender').description('suspend or resume a sender, or switch how its answers come')
  const enterprises = program
    .command('enterprise')
    .description('suspend, resume or close an enterprise with all its senders')
  const channels = program.command('channel').description('suspend, resume or switch one channel of a sender')
  for (const verb of ['suspend', 'resume'] as const) {
    reasoned(senders, verb, '<sender>', terminal, ([number = '']) => senderChange(verb, number))
    reasoned(enterprises, verb, '<enterprise>', terminal, ([number = '']) => enterpriseChange(verb, number))
    reasoned(channels, verb, '<sender> <type>', terminal, ([number = '', type = '']) =>
      channelChange(verb, number, type),
    )
  }
  reasoned(senders, 'compressed-answers', '<sender> <on|off|default>', terminal, ([number = '', word = '']) =>
    compressedAnswers(number, word),
  )
  reasoned(enterprises, 'close', '<enterprise>', terminal, ([number = '']) => endOfEnterprise(number))
  reasoned(
    channels,
    'status-folder',
    '<sender> <type> <on|off|default>',
    terminal,
    ([number = '', type = '', word = '']) => statusFolder(number, type, word),
  )
  reasoned(channels, 'allow-ssh-rsa', '<sender>', terminal, ([number = '']) => oldSignatures(number, true))
  reasoned(channels, 'refuse-ssh-rsa', '<sender>', terminal, ([number = '']) => oldSignatures(number, false))
}

function reasoned(
  parent: Command,
  verb: string,
  parameters: string,
  terminal: Terminal,
  changeOf: (words: readonly string[]) => Change,
): void {
  const command = parent
    .command(verb)
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--json', 'answer in JSON')
  for (const parameter of parameters.split(' ')) command.argument(parameter)
  command.action(async (...words: unknown[]) => {
    const { reason, json } = command.opts<{ reason: string; json?: boolean }>()
    const subject = command.args.join(' ')
    const change = changeOf(words.filter((word): word is string => typeof word === 'string'))
    const { config } = await loadSettings(command, terminal)
    const act = { actor: actorOnHost(userInfo().username), reason }
    const outcome = await withDatabase(config, (database) => database.transaction((tx) => change(tx, act)))
    if (!outcome.ok) throw refused(outcome.problem)
    if (json) terminal.json({ ok: true, subject, verb })
    else terminal.answer(`${parent.name()} ${subject}: ${verb} done.`)
  })
}

function senderChange(verb: Verb, text: string): Change {
  const number = parseSenderNumber(text)
  if (!number.ok) throw refused(number.problem)
  return (tx, act) => (verb === 'suspend' ? suspendSender : resumeSender)(tx, number.value, act)
}

function enterpriseChange(verb: Verb, text: string): Change {
  const number = parseEnterpriseNumber(text)
  if (!number.ok) throw refused(number.problem)
  return (tx, act) => (verb === 'suspend' ? suspendEnterprise : resumeEnterprise)(tx, number.value, act)
}

/** Whether answers of online services come as CO, a ZIP (spec §12). */
function compressedAnswers(text: string, word: string): Change {
  const number = parseSenderNumber(text)
  if (!number.ok) throw refused(number.problem)
  const compressed = word === 'default' ? null : onOrOff(word)
  return (tx, act) => switchCompressedAnswers(tx, number.value, compressed, act)
}

function endOfEnterprise(text: string): Change {
  const number = parseEnterpriseNumber(text)
  if (!number.ok) throw refused(number.problem)
  return (tx, act) => allOrNothing(tx, () => closeEnterprise(tx, number.value, act))
}

function channelChange(verb: Verb, text: string, word: string): Change {
  const key = channelKey(text, word)
  return (tx, act) => (verb === 'suspend' ? suspendChannel : resumeChannel)(tx, key, act)
}

function channelKey(text: string, word: string): ChannelKey {
  const number = parseSenderNumber(text)
  if (!number.ok) throw refused(number.problem)
  const type = CHANNEL_TYPES.find((candidate) => candidate === word)
  if (!type) throw new RefusedCommand(`"${word}" is no channel. Choose sftp, ftp or web.`)
  return { senderNumber: number.value, type }
}

/** Whether the channel shows the folder STATUS; by default those of fixed links do (decision 32). */
function statusFolder(text: string, type: string, word: string): Change {
  const key = channelKey(text, type)
  const shown = word === 'default' ? null : onOrOff(word)
  return (tx, act) => switchStatusFolder(tx, key, shown, act)
}

/** The switch for clients that are hard-wired to `ssh-rsa` signatures with SHA-1 (spec §2.1). */
function oldSignatures(text: string, allowed: boolean): Change {
  const number = parseSenderNumber(text)
  if (!number.ok) throw refused(number.problem)
  return (tx, act) => allowLegacySshRsa(tx, { senderNumber: number.value, allowed }, act)
}
