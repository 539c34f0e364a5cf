import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore } from '../../base/errors.ts'

/** A server writes its pid the moment it has made the file; one that is empty after this time was left by a crash. */
const WRITTEN_WITHIN_MS = 10_000

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

/** Whether another starter has just made `postmaster.pid` and not yet written its pid. */
export async function isBeingWritten(cluster: string, now = Date.now()): Promise<boolean> {
  const lock = await readLock(pidFilePath(cluster))
  return lock?.text === '' && now - lock.writtenMs <= WRITTEN_WITHIN_MS
}

/**
 * A server refuses to start while the pid in an old lock file is alive, whatever it is by now, and when one is empty. So
 * `postmaster.pid` and the socket's lock file go when that is something else, and when they stay empty; in all other cases
 * PostgreSQL's own judgement, which knows its shared memory too, is the better one. True when something was removed.
 */
export async function dropStaleLocks(cluster: string, socketLock: string, now = Date.now()): Promise<boolean> {
  let isDropped = false
  for (const path of [pidFilePath(cluster), socketLock]) {
    const lock = await readLock(path)
    if (lock === undefined || !(await isStale(lock, cluster, now))) continue
    await rm(path, { force: true })
    isDropped = true
  }
  return isDropped
}

type Lock = { readonly text: string; readonly writtenMs: number }

async function readLock(path: string): Promise<Lock | undefined> {
  const text = await readFile(path, 'utf8').catch(ignore('ENOENT'))
  const facts = await stat(path).catch(ignore('ENOENT'))
  return text === undefined || facts === undefined ? undefined : { text, writtenMs: facts.mtimeMs }
}

async function isStale({ text, writtenMs }: Lock, cluster: string, now: number): Promise<boolean> {
  if (text === '') return now - writtenMs > WRITTEN_WITHIN_MS
  const pid = pidIn(text)
  return pid !== undefined && isAlive(pid) && !(await isServerOf(pid, cluster))
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
