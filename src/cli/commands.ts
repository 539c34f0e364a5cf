import type { CommandDefinition } from './command.ts'
import { answerCommand } from './commands/answer.ts'
import { auditCommand } from './commands/audit.ts'
import { backupCommand } from './commands/backup.ts'
import { certificateCommand } from './commands/certificate.ts'
import { checkCommand } from './commands/check.ts'
import { configCommand } from './commands/config.ts'
import { demoCommand } from './commands/demo.ts'
import { docsCommand } from './commands/docs.ts'
import { doctorCommand } from './commands/doctor.ts'
import { enrolCommand } from './commands/enrol.ts'
import { findCommand } from './commands/find.ts'
import { holdCommands } from './commands/holds.ts'
import { neutralCommand } from './commands/neutral.ts'
import { operatorCommand } from './commands/operator.ts'
import { packCommand } from './commands/pack.ts'
import { parkedCommand } from './commands/parked.ts'
import { queuesCommand } from './commands/queues.ts'
import { recoverCommand } from './commands/recover.ts'
import { registryCommand } from './commands/registry.ts'
import { requeueCommand } from './commands/requeue.ts'
import { restoreCommand } from './commands/restore.ts'
import { restoredCommand } from './commands/restored.ts'
import { retentionCommand } from './commands/retention.ts'
import { sendCommand } from './commands/send.ts'
import { standingCommands } from './commands/standing.ts'
import { startCommand } from './commands/start.ts'
import { statusCommand } from './commands/status.ts'
import { verifyCommand } from './commands/verify.ts'

/** Every command of `sluice`, in the order of the help page. */
export const COMMANDS: readonly CommandDefinition[] = [
  startCommand,
  configCommand,
  statusCommand,
  operatorCommand,
  enrolCommand,
  registryCommand,
  standingCommands,
  certificateCommand,
  packCommand,
  checkCommand,
  sendCommand,
  findCommand,
  verifyCommand,
  queuesCommand,
  parkedCommand,
  requeueCommand,
  holdCommands,
  retentionCommand,
  answerCommand,
  auditCommand,
  backupCommand,
  restoreCommand,
  restoredCommand,
  recoverCommand,
  doctorCommand,
  neutralCommand,
  demoCommand,
  docsCommand,
]
