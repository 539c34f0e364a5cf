import { resolve } from 'node:path'
import type { Command } from 'commander'
import { systemNow } from '../../base/clock.ts'
import { auditCopyOf } from '../../daemon/audit-copy.ts'
import { type TakenUp, takeUpLostChanges } from '../../daemon/lost-changes/take-up.ts'
import { openSpool } from '../../spool/open-spool.ts'
import { openBackup } from '../backup/open-backup.ts'
import { progressOn } from '../backup/progress.ts'
import { type RestoredBackup, restoreBackup } from '../backup/restore-backup.ts'
import { restoreKeys } from '../backup/restore-keys.ts'
import type { CommandDefinition } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import { commandLog } from '../with-database.ts'
import { openForBackup } from './backup.ts'

type Options = {
  readonly backup?: string
  readonly withKeys?: boolean
  readonly acceptLost?: boolean
  readonly answersAhead: string
  readonly json?: boolean
}

/** An answer's name has five characters: sixty million numbers a day. */
const AHEAD = { usual: 1_000_000, most: 50_000_000 }

/** `sluice restore DIR`: on an empty machine, with no gateway running. */
export const restoreCommand: CommandDefinition = (program, terminal) => {
  program
    .command('restore')
    .description('put a backup back into an empty database and spool')
    .argument('<folder>', 'of the backups')
    .option('--backup <name>', 'this one of the folder; otherwise the latest')
    .option('--with-keys', 'also the keys, where the backup has them and none are there')
    .option('--accept-lost', 'go on without contents that the backup does not hold whole')
    .option(
      '--answers-ahead <number>',
      'numbers of answers a day to leave free for those published after the backup',
      String(AHEAD.usual),
    )
    .option('--json', 'answer in JSON')
    .action(async (folder: string, options: Options, command: Command) => {
      const answersAhead = aheadIn(options.answersAhead)
      const { config } = await loadSettings(command, terminal)
      const opened = await openBackup(resolve(folder), options.backup)
      await using database = await openForBackup(config, 'daemon')
      await using spool = await openSpool({ dir: config.spool.dir, log: commandLog(), now: systemNow })
      const keys = options.withKeys ? await restoreKeys(opened.path, opened.manifest, config) : 0
      const restored = await restoreBackup({
        ...{ folder: resolve(folder), ...opened, database, spool, answersAhead, log: commandLog() },
        ...{ acceptLost: options.acceptLost === true, progress: progressOn(terminal) },
      })
      const { copy } = auditCopyOf(config, systemNow)
      const changes = await takeUpLostChanges({ database, copy, log: commandLog() })
      const { name, takenAt } = opened.manifest
      if (options.json) return terminal.json({ ok: true, name, takenAt, keys, ...restored, changes })
      for (const line of linesOf(takenAt, restored, changes)) terminal.answer(line)
    })
}

function aheadIn(text: string): number {
  const ahead = Number(text)
  if (Number.isInteger(ahead) && ahead >= 0 && ahead <= AHEAD.most) return ahead
  throw new RefusedCommand(`--answers-ahead takes a whole number from 0 to ${AHEAD.most}.`, EXIT.wrongUse)
}

function linesOf(
  takenAt: string,
  { rows, copied, there, damaged, migrated }: RestoredBackup,
  changes: TakenUp | null,
): string[] {
  return [
    `${rows} rows as of ${takenAt}; ${copied} contents put back, ${there} were there.`,
    ...(migrated.length > 0 ? [`Brought to this release by ${migrated.join(', ')}.`] : []),
    ...damaged.map((sha256) => `Lost: ${sha256}`),
    `What happened after ${takenAt} is not known. \`sluice recover\` shows what is left of it on the disk.`,
    wordsOf(changes),
    'Then `sluice restored acknowledge --reason …`; until then nothing leaves the disk.',
  ]
}

function wordsOf(changes: TakenUp | null): string {
  if (changes === null || changes.found === 0)
    return 'No copy of the audit tells of changes: make locks, suspensions, bans and withdrawn certificates since then again.'
  const { found, madeAgain } = changes
  return `The copy of the audit tells of ${found} changes: ${madeAgain} that take rights away were made again, the others are yours (\`sluice restored list\`).`
}
