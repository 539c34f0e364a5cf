import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import type { ConnectionSettings } from '../database.ts'
import { assertCluster, removeOldDrafts } from './initialise.ts'
import { launch } from './launch.ts'
import { isBeingWritten, runningPid } from './postmaster.ts'
import { connectionTo, probe } from './probe.ts'
import { knownSocketFolder, makeServerFolder, type ServerFolder } from './server-folder.ts'
import { rotateLog } from './server-log.ts'
import { stopServer } from './stop-server.ts'

/** A PostgreSQL server of our own, reached over a private unix socket only. Disposal stops it, whoever started it. */
export type EmbeddedServer = AsyncDisposable & {
  readonly connection: ConnectionSettings
  /** True when it was running already: left by a process that was killed, or started by a command. */
  readonly adopted: boolean
  /** Finds it running or starts it again, on the files that it had: `Unavailable` when they are gone. Throws like `startEmbedded`. */
  revive(): Promise<void>
  /** Keeps the server's log small; to be called now and then. */
  rotateLog(): Promise<void>
}

export type EmbeddedOptions = {
  /** `spool/postgres`, absolute. */
  readonly dir: string
  readonly log: Log
  readonly connectionsMax?: number
  /** Where npm put the package of this platform; looked for when absent. */
  readonly packageFolder?: string
  /** Whether root may use a user namespace; tried when absent. */
  readonly mayUnshare?: (prefix: readonly string[]) => Promise<boolean>
}

/** Recovery after a crash reads at most `max_wal_size` of log. */
const START_MS_MAX = 120_000
const LOOK_MS = 20

/**
 * Adopts the server that runs on `dir`, or starts one, making its files first where there are none (cases K14, K15). Several
 * starters at once end with one server. Throws `Misconfigured` when it cannot run here, `Unavailable` when it does not answer.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = await makeServerFolder(options.dir)
  const { socketFolder, adopted } = await bringUp(folder, options, 'make')
  await removeOldDrafts(folder)
  return {
    connection: connectionTo(socketFolder),
    adopted,
    revive: async () => void (await bringUp(folder, options, 'find')),
    rotateLog: () => rotateLog(folder.log),
    [Symbol.asyncDispose]: () => stopServer(folder, options.log),
  }
}

type Running = { readonly socketFolder: string; readonly adopted: boolean }

async function bringUp(folder: ServerFolder, options: EmbeddedOptions, cluster: 'make' | 'find'): Promise<Running> {
  for (const deadline = performance.now() + START_MS_MAX; performance.now() < deadline; await pause(LOOK_MS)) {
    const socketFolder = await knownSocketFolder(folder)
    const state = socketFolder === undefined ? 'absent' : await probe(socketFolder, folder.cluster)
    if (socketFolder !== undefined && state === 'answers') return { socketFolder, adopted: true }
    if (state === 'busy' || (await runningPid(folder.cluster)) !== undefined) continue
    if (await isBeingWritten(folder.cluster)) continue
    if (cluster === 'find') await assertCluster(folder)
    const launched = await launch(folder, options, deadline)
    if (launched !== undefined) return { socketFolder: launched, adopted: false }
  }
  throw new Unavailable(`The embedded PostgreSQL does not answer; its log is ${folder.log}.`)
}
