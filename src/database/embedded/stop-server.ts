import { setTimeout as pause } from 'node:timers/promises'
import { ignore } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import { isServerOf, readPidFile } from './postmaster.ts'
import { dropSocketFolder, type ServerFolder } from './server-folder.ts'

/** Fast shutdown, which leaves nothing to recover; then immediate shutdown, from which the next start recovers; then by force. */
const STOPS = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 5_000],
] as const
const LOOK_MS = 10

/** Stops the server of this folder, whoever started it, and waits for its end. */
export async function stopServer(folder: ServerFolder, log: Log): Promise<void> {
  const found = await readPidFile(folder.cluster)
  if (!found || !(await isServerOf(found.pid, folder.cluster))) return
  for (const [signal, patienceMs] of STOPS) {
    signalServer(found.pid, signal)
    if (await hasEnded(found.pid, folder.cluster, patienceMs)) break
    log.warn('database.stopsSlowly', { signal, patienceMs })
  }
  await dropSocketFolder(folder, found.socketFolder)
  log.info('database.stopped')
}

async function hasEnded(pid: number, cluster: string, patienceMs: number): Promise<boolean> {
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await pause(LOOK_MS)) {
    if (!(await isServerOf(pid, cluster))) return true
  }
  return false
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    ignore('ESRCH')(error)
  }
}
