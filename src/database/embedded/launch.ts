import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Misconfigured } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import { type Account, assertReachable, serverAccount, takeOver } from './account.ts'
import { type Binaries, locateBinaries } from './binaries.ts'
import { initialise } from './initialise.ts'
import { dropStaleLocks, runningPid } from './postmaster.ts'
import { probe } from './probe.ts'
import { dropSocketFolder, makeSocketFolder, type ServerFolder, SOCKET_NAME } from './server-folder.ts'
import { causeIn, logSince, openLog, rotateLog } from './server-log.ts'
import { serverSettings } from './server-settings.ts'

export type LaunchOptions = {
  readonly log: Log
  readonly connectionsMax?: number
  readonly packageFolder?: string
  readonly mayUnshare?: (prefix: readonly string[]) => Promise<boolean>
}

const CONNECTIONS_MAX = 200
const FIRST_LOOK_MS = 5
const LOOK_MS_MAX = 200
/** Another starter was quicker, or the last server's children still end: neither is a failure. */
const SOMEBODY_ELSE = /lock file "[^"]*" (?:already exists|is empty)|pre-existing shared memory block/

/** Starts a server. The folder of its socket once it answers; nothing when somebody else's is in the way: look again. `deadline` by `performance.now()`. */
export async function launch(
  folder: ServerFolder,
  options: LaunchOptions,
  deadline: number,
): Promise<string | undefined> {
  const begun = performance.now()
  const binaries = await locateBinaries(folder.libraries, options.packageFolder)
  const account = await serverAccount(options.mayUnshare)
  await assertReachable(binaries.postgres, account, 'database.url')
  const socketFolder = await makeSocketFolder(folder)
  await takeOver(folder.path, account)
  await takeOver(socketFolder, account)
  await initialise(folder, binaries, account)
  if (await dropStaleLocks(folder.cluster, join(socketFolder, `${SOCKET_NAME}.lock`))) {
    options.log.warn('database.staleLocks', { cluster: folder.cluster })
  }
  const settings = serverSettings(socketFolder, options.connectionsMax ?? CONNECTIONS_MAX)
  const words = ['-D', folder.cluster, ...settings]
  const isUp = await runServer(folder, binaries, account, words, () => probe(socketFolder, folder.cluster), deadline)
  if (!isUp) await dropSocketFolder(folder, socketFolder)
  else options.log.info('database.started', { milliseconds: Math.round(performance.now() - begun) })
  return isUp ? socketFolder : undefined
}

/** True once it answers; throws `Misconfigured` with the server's own words when it ends for a reason of its own. */
async function runServer(
  folder: ServerFolder,
  binaries: Binaries,
  account: Account,
  words: string[],
  look: () => Promise<string>,
  deadline: number,
): Promise<boolean> {
  await rotateLog(folder.log)
  const { file, from } = await openLog(folder.log)
  const server = spawnServer(binaries, account, words, file.fd)
  await file.close()
  for (let waitMs = FIRST_LOOK_MS; performance.now() < deadline; waitMs = Math.min(waitMs * 1.5, LOOK_MS_MAX)) {
    if ((await look()) === 'answers') return (await runningPid(folder.cluster)) === server.pid
    if (hasEnded(server)) break
    await pause(waitMs)
  }
  const said = await logSince(folder.log, from)
  if (!hasEnded(server) || SOMEBODY_ELSE.test(said)) return false
  throw cannotStart(folder, said)
}

/** A session of its own: a terminal's Ctrl-C is for the gateway, which stops the server when it has drained. */
function spawnServer(binaries: Binaries, account: Account, words: string[], logFile: number): ChildProcess {
  const [program = '', ...all] = [...account.prefix, binaries.postgres, ...words]
  const { uid, gid } = account
  const child = spawn(program, all, {
    env: binaries.environment,
    cwd: '/',
    uid,
    gid,
    detached: true,
    stdio: ['ignore', logFile, logFile],
  })
  child.on('error', () => {}) // a missing pid tells it
  child.unref()
  return child
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}

function cannotStart(folder: ServerFolder, said: string): Misconfigured {
  const found = `The embedded PostgreSQL ended at its start: ${causeIn(said) || 'it said nothing.'}`
  return new Misconfigured('spool.dir', found, `Remove the cause; the server's log is ${folder.log}.`)
}
