import { acknowledgeRestored } from '../../console/operations/acknowledge-restored.ts'
import type { Queries } from '../../database/database.ts'
import { openRestorations } from '../../ledger/retention/restorations.ts'
import { type LostChange, lostChanges } from '../../registry/lost-changes.ts'
import { type ActOptions, acted, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { orRefused } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'

/** `sluice restored acknowledge`: somebody has looked into what the backup could not know (rule 31.7). */
export const restoredCommand: CommandDefinition = (program, terminal) => {
  const restored = program.command('restored').description('what is to be done after a backup was put back')
  restored
    .command('list')
    .description('list changes since the backup that the copy of the audit tells of, and which were made again')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      await withDatabase(config, ({ queries }) => list(queries, terminal, json === true))
    })
  const acknowledge = restored
    .command('acknowledge')
    .description('say that what happened between the backup and the loss was looked into')
  withReason(acknowledge).action(async ({ reason, json }: ActOptions) => {
    const open = orRefused(await acted(acknowledge, terminal, reason, acknowledgeRestored))
    if (json) return terminal.json({ ok: true, backups: open.map(({ backup }) => backup) })
    terminal.answer(
      `${open.map(({ backup }) => backup).join(', ')}: acknowledged. Contents without a row leave the disk from 36 hours after the restore.`,
    )
  })
}

const PAGE = 500

/** A page at a time, however many there are. */
async function list(queries: Queries, terminal: Terminal, json: boolean): Promise<void> {
  const told = []
  for (const { id, backup, takenAt, restoredAt } of await openRestorations(queries)) {
    const changes: LostChange[] = []
    if (!json) terminal.answer(`${backup}: as of ${takenAt.toISOString()}, restored at ${restoredAt.toISOString()}`)
    for await (const page of pagesOf(queries, id)) {
      if (json) changes.push(...page)
      else for (const change of page) terminal.answer(lineOf(change))
    }
    told.push({ backup, takenAt, restoredAt, changes })
  }
  if (json) terminal.json({ ok: true, restorations: told })
  else if (told.length === 0) terminal.answer('No restored backup waits for a word.')
}

async function* pagesOf(queries: Queries, restoration: string): AsyncGenerator<readonly LostChange[]> {
  for (let after: LostChange | undefined; ; ) {
    const page: readonly LostChange[] = await lostChanges(queries, restoration, { after, limit: PAGE })
    yield page
    after = page.at(-1)
    if (page.length < PAGE) return
  }
}

const WORDS = { madeAgain: 'made again', refused: 'to do     ', listed: 'to do     ' } as const

function lineOf({ outcome, at, action, subject, actor, reason, why }: LostChange): string {
  const because = [reason, why].filter((text) => text !== null).map((text) => `: ${text}`)
  return `${WORDS[outcome]} ${at.toISOString()} ${action} ${subject} by ${actor}${because.join('')}`
}
