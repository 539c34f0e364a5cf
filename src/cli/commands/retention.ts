import { systemNow } from '../../base/clock.ts'
import { tellingBy } from '../../daemon/open-retention.ts'
import { type DryLook, dryLook } from '../../pipeline/retention/dry-look.ts'
import { type Looked, lookAround, type RetentionDeps } from '../../pipeline/retention/look-around.ts'
import { type RetentionRules, retentionRules } from '../../pipeline/retention/rules.ts'
import { openSpool } from '../../spool/open-spool.ts'
import { actorOnHost } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { loadSettings } from '../settings.ts'
import { commandLog, withDatabase } from '../with-database.ts'

/** `sluice retention`: what leaves by its age leaves now, to the end; with `--dry-run` it is only counted. */
export const retentionCommand: CommandDefinition = (program, terminal) => {
  program
    .command('retention')
    .description('let leave now what is old enough: answers in OUT, archived contents, files on the disk')
    .option('--dry-run', 'say what would leave, and change nothing')
    .option('--json', 'answer in JSON')
    .action(async ({ dryRun = false, json }: { dryRun?: boolean; json?: boolean }, command) => {
      const { config } = await loadSettings(command, terminal)
      const rules = retentionRules(config)
      const tell = tellingBy(() => config.messages.noticeDays)
      const owner = `${actorOnHost()}/${process.pid}`
      await withDatabase(config, async (database) => {
        await using spool = await openSpool({ dir: config.spool.dir, log: commandLog(), now: systemNow })
        const deps = { database, spool, now: systemNow, tell, owner }
        if (dryRun) {
          const look = await dryLook(deps, rules)
          if (json) terminal.json({ dryRun, ...look })
          else for (const line of dryLines(look)) terminal.answer(line)
          return
        }
        const done = await lookToTheEnd(deps, rules)
        if (json) terminal.json({ dryRun, looks: done.map(({ task, result }) => ({ task, ...result })) })
        else for (const { task, result } of done) terminal.answer(`${task}: ${figures(result)}`)
      })
    })
}

/** Until each kind of look came to its end; one that a gateway is at is left to it. */
async function lookToTheEnd(deps: RetentionDeps, rules: RetentionRules): Promise<Looked[]> {
  const all: Looked[] = []
  for (;;) {
    const done = await lookAround(deps, rules, 0)
    all.push(...done)
    const goesOn = done.some(({ next, task, result }) => next !== '' || (task === 'sweep' && (result.removed ?? 0) > 0))
    if (!goesOn) return all
  }
}

function dryLines(look: DryLook): string[] {
  const { notices, expired, expiredUnread, submissionsReleased, toMark, toRemove, reclaimable } = look
  return [
    `OUT: ${notices} answers would be told of, ${expired} would leave, ${expiredUnread} of them unread.`,
    `Archive: the contents of ${submissionsReleased} submissions would be released.`,
    `Disk: ${toMark.blobs} files (${toMark.bytes} bytes) would be marked, ${toRemove.blobs} (${toRemove.bytes} bytes) removed; ${reclaimable.bytes} bytes are marked in all.`,
  ]
}

function figures(result: Looked['result']): string {
  return Object.entries(result)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
