import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { isSha256, type Sha256 } from '../../base/hashes.ts'
import { parseSenderNumber } from '../../batch/identifiers.ts'
import { approveCertificate, rejectCertificate } from '../../registry/certificates.ts'
import { type WaitingCertificate, waitingCertificates } from '../../registry/waiting-certificates.ts'
import type { CommandDefinition } from '../command.ts'
import { RefusedCommand, refused } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { actorOnHost, withDatabase } from '../with-database.ts'

const VERBS = { approve: approveCertificate, reject: rejectCertificate } as const

/** `sluice certificate waiting|approve|reject`: the second pair of eyes for certificates that name no enterprise (decision 18). */
export const certificateCommand: CommandDefinition = (program, terminal) => {
  const certificates = program
    .command('certificate')
    .description('certificates that name no enterprise wait for your word')
  certificates
    .command('waiting')
    .description('list them, the oldest first')
    .option('--json', 'answer in JSON')
    .action(async (options: { readonly json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const waiting = await withDatabase(config, ({ queries }) => waitingCertificates(queries))
      if (options.json) terminal.json({ certificates: waiting })
      else for (const line of linesOf(waiting)) terminal.answer(line)
    })
  for (const verb of ['approve', 'reject'] as const) addVerb(certificates, verb, terminal)
}

function addVerb(certificates: Command, verb: keyof typeof VERBS, terminal: Terminal): void {
  certificates
    .command(verb)
    .description(verb === 'approve' ? 'let it sign from now on' : 'refuse it for good')
    .argument('<sender>', 'sender number')
    .argument('<sha256>', 'its SHA-256, as listed')
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--json', 'answer in JSON')
    .action(async (sender: string, text: string, options: { reason: string; json?: boolean }, command) => {
      const number = parseSenderNumber(sender)
      if (!number.ok) throw refused(number.problem)
      const key = { senderNumber: number.value, sha256: digest(text) }
      const { config } = await loadSettings(command, terminal)
      const act = { actor: actorOnHost(userInfo().username), reason: options.reason }
      const outcome = await withDatabase(config, (database) => database.transaction((tx) => VERBS[verb](tx, key, act)))
      if (!outcome.ok) throw refused(outcome.problem)
      if (options.json) terminal.json(outcome.value)
      else terminal.answer(`The certificate is ${outcome.value.state}.`)
    })
}

function digest(text: string): Sha256 {
  const hex = text.replaceAll(':', '').toLowerCase()
  if (isSha256(hex)) return hex
  throw new RefusedCommand(`"${text.slice(0, 80)}" is no SHA-256. Copy it from sluice certificate waiting.`)
}

function linesOf(waiting: readonly WaitingCertificate[]): string[] {
  if (waiting.length === 0) return ['No certificate waits.']
  return waiting.flatMap(
    ({ senderNumber, enterpriseNumber, legalName, sha256, subject, issuer, notAfter, uploadedAt }) => [
      `${senderNumber}  ${enterpriseNumber}  ${legalName}  uploaded ${uploadedAt.toISOString()}`,
      `  ${sha256}`,
      `  ${subject}; issued by ${issuer}; ends ${notAfter.toISOString().slice(0, 10)}`,
    ],
  )
}
