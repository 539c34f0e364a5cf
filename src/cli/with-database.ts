import { createLog, type Log } from '../base/log.ts'
import type { Config } from '../config/schema.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'

const CONNECTIONS = 3

/** Runs a command's work on the database, whether the daemon runs or not; the embedded server is started and stopped as needed. */
export async function withDatabase<Value>(
  config: Config,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  await using database = await openDatabase({
    url: config.database.url,
    passwordFile: config.database.passwordFile,
    spoolDir: config.spool.dir,
    role: 'command',
    poolSize: CONNECTIONS,
    log: commandLog(),
  })
  return await work(database)
}

/** Commands speak through their answers; only what an operator must know is logged. */
export function commandLog(): Log {
  return createLog('error')
}
