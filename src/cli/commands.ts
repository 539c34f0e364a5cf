import type { CommandDefinition } from './command.ts'

type Load = () => Promise<CommandDefinition>

/** Every command of `sluice` with its names, in the order of the help page. Each is loaded when it is asked for: together they take a second. */
// biome-ignore format: a table
export const COMMANDS: readonly (readonly [names: readonly string[], load: Load])[] = [
  [['start'], async () => (await import('./commands/start.ts')).startCommand],
  [['config'], async () => (await import('./commands/config.ts')).configCommand],
  [['status'], async () => (await import('./commands/status.ts')).statusCommand],
  [['operator'], async () => (await import('./commands/operator.ts')).operatorCommand],
  [['enrol'], async () => (await import('./commands/enrol.ts')).enrolCommand],
  [['registry'], async () => (await import('./commands/registry.ts')).registryCommand],
  [['sender', 'enterprise', 'channel'], async () => (await import('./commands/standing.ts')).standingCommands],
  [['certificate'], async () => (await import('./commands/certificate.ts')).certificateCommand],
  [['pack'], async () => (await import('./commands/pack.ts')).packCommand],
  [['check'], async () => (await import('./commands/check.ts')).checkCommand],
  [['send'], async () => (await import('./commands/send.ts')).sendCommand],
  [['find'], async () => (await import('./commands/find.ts')).findCommand],
  [['verify'], async () => (await import('./commands/verify.ts')).verifyCommand],
  [['queues'], async () => (await import('./commands/queues.ts')).queuesCommand],
  [['parked'], async () => (await import('./commands/parked.ts')).parkedCommand],
  [['requeue'], async () => (await import('./commands/requeue.ts')).requeueCommand],
  [['hold', 'release', 'holds'], async () => (await import('./commands/holds.ts')).holdCommands],
  [['retention'], async () => (await import('./commands/retention.ts')).retentionCommand],
  [['answer'], async () => (await import('./commands/answer.ts')).answerCommand],
  [['audit'], async () => (await import('./commands/audit.ts')).auditCommand],
  [['backup'], async () => (await import('./commands/backup.ts')).backupCommand],
  [['restore'], async () => (await import('./commands/restore.ts')).restoreCommand],
  [['restored'], async () => (await import('./commands/restored.ts')).restoredCommand],
  [['recover'], async () => (await import('./commands/recover.ts')).recoverCommand],
  [['doctor'], async () => (await import('./commands/doctor.ts')).doctorCommand],
  [['neutral'], async () => (await import('./commands/neutral.ts')).neutralCommand],
  [['demo'], async () => (await import('./commands/demo.ts')).demoCommand],
  [['docs'], async () => (await import('./commands/docs.ts')).docsCommand],
]

/** Those that the line may mean, since options may stand before a command; all of them when it names none. */
export async function commandsFor(words: readonly string[]): Promise<readonly CommandDefinition[]> {
  const meant = COMMANDS.filter(([names]) => names.some((name) => words.includes(name)))
  return await Promise.all((meant.length > 0 ? meant : COMMANDS).map(([, load]) => load()))
}
