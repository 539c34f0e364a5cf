import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore } from '../../base/errors.ts'

/** What `postmaster.pid` says of the server that runs on a cluster, or ran until it was killed. */
export type PidFile = {
  readonly pid: number
  /** Absent while the server makes its socket. */
  readonly socketFolder: string | undefined
  /** Pid, data directory and start time: tells one server from another. */
  readonly identity: string
  readonly owner: number
}

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const path = pidFilePath(cluster)
  const text = await readFile(path, 'utf8').catch(ignore('ENOENT'))
  const owner = (await stat(path).catch(ignore('ENOENT')))?.uid
  return text === undefined || owner === undefined ? undefined : parsePidFile(text, owner)
}

/** Nothing when the text is not (yet) one: the server writes it line by line. */
export function parsePidFile(text: string, owner: number): PidFile | undefined {
  const pid = pidIn(text)
  if (pid === undefined) return undefined
  const lines = text.split('\n')
  return { pid, socketFolder: lines[4] || undefined, identity: lines.slice(0, 3).join('\n'), owner }
}

/** The pid of the server that runs on this cluster now. */
export async function runningPid(cluster: string): Promise<number | undefined> {
  const found = await readPidFile(cluster)
  return found && (await isServerOf(found.pid, cluster)) ? found.pid : undefined
}

/** Whether that pid is a server on this cluster now: pids are used again, in containers nearly always. */
export async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return (await commandLine(pid)).includes(cluster)
  // A server's working directory is its cluster; a zombie has none.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  return folder !== undefined && folder === (await realpath(cluster).catch(ignore('ENOENT')))
}

/**
 * A server refuses to start while the pid in an old lock file is alive, whatever it is by now. So `postmaster.pid` and the socket's
 * lock file go when that is something else; in all other cases PostgreSQL's own judgement, which knows its shared memory too, is
 * the better one. True when something was removed.
 */
export async function dropStaleLocks(cluster: string, socketLock: string): Promise<boolean> {
  let isDropped = false
  for (const path of [pidFilePath(cluster), socketLock]) {
    const pid = pidIn((await readFile(path, 'utf8').catch(ignore('ENOENT'))) ?? '')
    if (pid === undefined || !isAlive(pid) || (await isServerOf(pid, cluster))) continue
    await rm(path, { force: true })
    isDropped = true
  }
  return isDropped
}

/** The first line, when it is whole. */
function pidIn(text: string): number | undefined {
  const digits = /^([1-9]\d{0,9})\n/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function pidFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function commandLine(pid: number): Promise<string> {
  return new Promise((resolve) => execFile('ps', ['-o', 'args=', '-p', String(pid)], (_, out) => resolve(out)))
}
