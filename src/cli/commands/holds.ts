import type { Command } from 'commander'
import { isUuid } from '../../base/ids.ts'
import { parseSenderNumber } from '../../batch/identifiers.ts'
import { endHold, type HoldSubject, holdsInForce, placeHold } from '../../ledger/retention/holds.ts'
import { writeAudit } from '../../registry/audit.ts'
import { type ActOptions, acted, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'

/** `sluice hold`, `release` and `holds`: contents that must stay beyond their archive time, each with the reason and in the audit. */
export const holdCommands: CommandDefinition = (program, terminal) => {
  addHold(program, terminal)
  addRelease(program, terminal)
  program
    .command('holds')
    .description('show the holds in force')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const holds = await withDatabase(config, ({ queries }) => holdsInForce(queries))
      if (json) return terminal.json({ holds })
      for (const { submissionId, sender, reason, actor, placedAt } of holds)
        terminal.answer(`${submissionId ?? `sender ${sender}`}  since ${placedAt.toISOString()} by ${actor}: ${reason}`)
      if (holds.length === 0) terminal.answer('Nothing is held.')
    })
}

function addHold(program: Command, terminal: Terminal): void {
  const command = program
    .command('hold')
    .description('keep the contents of a submission, or of all of a sender, beyond their archive time')
    .argument('<subject>', 'id of a submission as `sluice find` shows it, or a sender number')
  withReason(command).action(async (text: string, { reason, json }: ActOptions) => {
    const subject = subjectOf(text)
    const outcome = await acted(command, terminal, reason, async (tx, act) => {
      const placed = await placeHold(tx, subject, act)
      if (placed === 'placed' || placed === 'late')
        await writeAudit(tx, { ...act, action: 'hold.placed', subject: auditSubject(subject) })
      return placed
    })
    if (outcome === 'unknown') throw new RefusedCommand(`Nothing is known of ${text}.`, EXIT.no)
    if (json) return terminal.json({ ok: true, subject: text, outcome })
    terminal.answer(OUTCOMES[outcome].replace('{subject}', text))
  })
}

function addRelease(program: Command, terminal: Terminal): void {
  const command = program
    .command('release')
    .description('end a hold: what is old enough leaves again')
    .argument('<subject>', 'as it was held')
  withReason(command).action(async (text: string, { reason, json }: ActOptions) => {
    const subject = subjectOf(text)
    const isEnded = await acted(command, terminal, reason, async (tx, act) => {
      if (!(await endHold(tx, subject))) return false
      await writeAudit(tx, { ...act, action: 'hold.released', subject: auditSubject(subject) })
      return true
    })
    if (!isEnded) throw new RefusedCommand(`There is no hold on ${text}. \`sluice holds\` shows them.`, EXIT.no)
    if (json) return terminal.json({ ok: true, subject: text })
    terminal.answer(`The hold on ${text} is ended.`)
  })
}

const OUTCOMES = {
  placed: 'The contents of {subject} are held.',
  late: 'The contents of {subject} are held; some of them had been removed after their archive time before.',
  there: 'The contents of {subject} were held before; the first reason stands.',
} as const

function subjectOf(text: string): HoldSubject {
  if (isUuid(text)) return { submissionId: text }
  const sender = parseSenderNumber(text)
  if (sender.ok) return { sender: sender.value }
  throw new RefusedCommand(`"${text}" is neither the id of a submission nor a sender number of six digits.`)
}

function auditSubject({ submissionId, sender }: HoldSubject): string {
  return submissionId === undefined ? `sender:${sender}` : `submission:${submissionId}`
}
