import type { Command } from 'commander'
import { isSha256, type Sha256 } from '../../base/hashes.ts'
import { parseSenderNumber } from '../../batch/identifiers.ts'
import { approveCertificate, rejectCertificate } from '../../registry/certificates.ts'
import { type WaitingCertificate, waitingCertificates } from '../../registry/waiting-certificates.ts'
import { type ActOptions, acted, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { orRefused, RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'
import { addRecheck, addStanding } from './certificate-standing.ts'

const VERBS = { approve: approveCertificate, reject: rejectCertificate } as const

/** `sluice certificate waiting|approve|reject|standing|recheck`: the second pair of eyes for certificates that name no enterprise (decision 18). */
export const certificateCommand: CommandDefinition = (program, terminal) => {
  const certificates = program
    .command('certificate')
    .description('certificates of senders: those that wait for your word, and what authorities say of them')
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
  addStanding(certificates, terminal, digest)
  addRecheck(certificates, terminal, digest)
}

function addVerb(certificates: Command, verb: keyof typeof VERBS, terminal: Terminal): void {
  const command = certificates
    .command(verb)
    .description(verb === 'approve' ? 'let it sign from now on' : 'refuse it for good')
    .argument('<sender>', 'sender number')
    .argument('<sha256>', 'its SHA-256, as listed')
  withReason(command).action(async (sender: string, text: string, { reason, json }: ActOptions) => {
    const key = { senderNumber: orRefused(parseSenderNumber(sender)), sha256: digest(text) }
    const decided = orRefused(await acted(command, terminal, reason, (tx, act) => VERBS[verb](tx, key, act)))
    if (json) terminal.json(decided)
    else terminal.answer(`The certificate is ${decided.state}.`)
  })
}

function digest(text: string): Sha256 {
  const hex = text.replaceAll(':', '').toLowerCase()
  if (isSha256(hex)) return hex
  throw new RefusedCommand(
    `"${text.slice(0, 80)}" is no SHA-256. Copy it from sluice certificate waiting or the console.`,
  )
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
