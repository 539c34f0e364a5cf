import type { Log } from '../base/log.ts'

/** For a process that ends as it should, nothing is left to wait for. */
const LINGER_SECONDS = 5

/**
 * Everything was closed in order, and the process is about to end by itself. A system call that a disk never answers keeps it from that, and
 * `process.exit` waits for the thread of the call too; so what is still here after a moment ends by a signal: `SIGTERM` after an orderly
 * stop, which supervisors take for one, `SIGKILL` after a failure, which they do not.
 */
export function endBySignalIfStuck(signal: 'SIGTERM' | 'SIGKILL', log: Log): void {
  const end = () => {
    log.error('gateway.stuck', { resources: process.getActiveResourcesInfo() })
    process.removeAllListeners(signal)
    // The log writes at the end of this turn, and the signal leaves it no other.
    setImmediate(() => process.kill(process.pid, signal))
  }
  setTimeout(end, LINGER_SECONDS * 1000).unref()
}
