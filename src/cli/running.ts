import type { Queries } from '../database/database.ts'
import { type RunningProcess, runningProcesses } from '../ledger/processes.ts'

/** A process says every two seconds that it lives. */
const SILENT_SECONDS = 10

/** The processes of the gateway that live, the oldest first. */
export function running(queries: Queries): Promise<RunningProcess[]> {
  return runningProcesses(queries, SILENT_SECONDS)
}
