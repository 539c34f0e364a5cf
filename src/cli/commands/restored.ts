import { acknowledgeRestorations } from '../../ledger/retention/restorations.ts'
import { writeAudit } from '../../registry/audit.ts'
import { type ActOptions, acted, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'

/** `sluice restored acknowledge`: somebody has looked into what the backup could not know (rule 31.7). */
export const restoredCommand: CommandDefinition = (program, terminal) => {
  const restored = program.command('restored').description('what is to be done after a backup was put back')
  const acknowledge = restored
    .command('acknowledge')
    .description('say that what happened between the backup and the loss was looked into')
  withReason(acknowledge).action(async ({ reason, json }: ActOptions) => {
    const open = await acted(acknowledge, terminal, reason, async (tx, act) => {
      const found = await acknowledgeRestorations(tx, act)
      for (const { backup, takenAt, restoredAt } of found)
        await writeAudit(tx, {
          ...act,
          action: 'restore.acknowledged',
          subject: `backup:${backup}`,
          detail: { takenAt, restoredAt },
        })
      return found
    })
    if (open.length === 0) throw new RefusedCommand('No restored backup waits for a word.', EXIT.no)
    if (json) return terminal.json({ ok: true, backups: open.map(({ backup }) => backup) })
    terminal.answer(
      `${open.map(({ backup }) => backup).join(', ')}: acknowledged. Contents without a row leave the disk from 36 hours after the restore.`,
    )
  })
}
