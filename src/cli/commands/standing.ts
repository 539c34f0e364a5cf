import { CHANNEL_TYPES } from '../../batch/channel.ts'
import { parseEnterpriseNumber, parseSenderNumber } from '../../batch/identifiers.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { ChannelKey } from '../../registry/channels.ts'
import { switchCompressedAnswers } from '../../registry/compressed-answers.ts'
import { resumeEnterprise, suspendEnterprise } from '../../registry/enterprises.ts'
import { allowLegacySshRsa, resumeChannel, suspendChannel } from '../../registry/move-channel.ts'
import { closeEnterprise } from '../../registry/people/close-enterprise.ts'
import { resumeSender, suspendSender } from '../../registry/senders.ts'
import { switchStatusFolder } from '../../registry/status-folder.ts'
import { addChange, type Change } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { onOrOff } from '../on-or-off.ts'
import { orRefused, RefusedCommand } from '../refused-command.ts'

type Verb = 'suspend' | 'resume'

/** `sluice sender|enterprise|channel suspend|resume`, `sender compressed-answers`, `enterprise close`: in force at once, with a reason in the audit. */
export const standingCommands: CommandDefinition = (program, terminal) => {
  const senders = program.command('sender').description('suspend or resume a sender, or switch how its answers come')
  const enterprises = program
    .command('enterprise')
    .description('suspend, resume or close an enterprise with all its senders')
  const channels = program.command('channel').description('suspend, resume or switch one channel of a sender')
  for (const verb of ['suspend', 'resume'] as const) {
    addChange(senders, verb, '<sender>', terminal, (number = '') => senderChange(verb, number))
    addChange(enterprises, verb, '<enterprise>', terminal, (number = '') => enterpriseChange(verb, number))
    addChange(channels, verb, '<sender> <type>', terminal, (number = '', type = '') =>
      channelChange(verb, number, type),
    )
  }
  addChange(senders, 'compressed-answers', '<sender> <on|off|default>', terminal, (number = '', word = '') =>
    compressedAnswers(number, word),
  )
  addChange(enterprises, 'close', '<enterprise>', terminal, (number = '') => endOfEnterprise(number))
  addChange(
    channels,
    'status-folder',
    '<sender> <type> <on|off|default>',
    terminal,
    (number = '', type = '', word = '') => statusFolder(number, type, word),
  )
  addChange(channels, 'allow-ssh-rsa', '<sender>', terminal, (number = '') => oldSignatures(number, true))
  addChange(channels, 'refuse-ssh-rsa', '<sender>', terminal, (number = '') => oldSignatures(number, false))
}

function senderChange(verb: Verb, text: string): Change {
  const number = orRefused(parseSenderNumber(text))
  return (tx, act) => (verb === 'suspend' ? suspendSender : resumeSender)(tx, number, act)
}

function enterpriseChange(verb: Verb, text: string): Change {
  const number = orRefused(parseEnterpriseNumber(text))
  return (tx, act) => (verb === 'suspend' ? suspendEnterprise : resumeEnterprise)(tx, number, act)
}

/** Whether answers of online services come as CO, a ZIP (spec §12). */
function compressedAnswers(text: string, word: string): Change {
  const number = orRefused(parseSenderNumber(text))
  const compressed = word === 'default' ? null : onOrOff(word)
  return (tx, act) => switchCompressedAnswers(tx, number, compressed, act)
}

function endOfEnterprise(text: string): Change {
  const number = orRefused(parseEnterpriseNumber(text))
  return (tx, act) => allOrNothing(tx, () => closeEnterprise(tx, number, act))
}

function channelChange(verb: Verb, text: string, word: string): Change {
  const key = channelKey(text, word)
  return (tx, act) => (verb === 'suspend' ? suspendChannel : resumeChannel)(tx, key, act)
}

function channelKey(text: string, word: string): ChannelKey {
  const number = orRefused(parseSenderNumber(text))
  const type = CHANNEL_TYPES.find((candidate) => candidate === word)
  if (!type) throw new RefusedCommand(`"${word}" is no channel. Choose sftp, ftp or web.`)
  return { senderNumber: number, type }
}

/** Whether the channel shows the folder STATUS; by default those of fixed links do (decision 32). */
function statusFolder(text: string, type: string, word: string): Change {
  const key = channelKey(text, type)
  const shown = word === 'default' ? null : onOrOff(word)
  return (tx, act) => switchStatusFolder(tx, key, shown, act)
}

/** The switch for clients that are hard-wired to `ssh-rsa` signatures with SHA-1 (spec §2.1). */
function oldSignatures(text: string, allowed: boolean): Change {
  const number = orRefused(parseSenderNumber(text))
  return (tx, act) => allowLegacySshRsa(tx, { senderNumber: number, allowed }, act)
}
