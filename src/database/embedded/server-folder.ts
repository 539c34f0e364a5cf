import { access, constants, lstat, mkdir, mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ignore, Misconfigured } from '../../base/errors.ts'
import { type PidFile, readPidFile } from './postmaster.ts'

/** The places below `spool/postgres`. */
export type ServerFolder = {
  readonly path: string
  /** PostgreSQL's data directory. */
  readonly cluster: string
  readonly libraries: string
  readonly log: string
  /** Where the socket lies, unless the path is too long for one. */
  readonly socket: string
}

/** A socket's address holds 108 bytes on Linux, 104 on macOS, with the zero at its end. */
const SOCKET_PATH_BYTES_MAX = 103
export const SOCKET_NAME = '.s.PGSQL.5432'

/** Throws `Misconfigured` when the gateway may not work in it (case D10). */
export async function makeServerFolder(path: string): Promise<ServerFolder> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const found = `The gateway may not work in ${path}: ${cause instanceof Error ? cause.message : cause}`
    throw new Misconfigured('spool.dir', found, 'Give the gateway a folder of its own.', { cause })
  }
  return {
    path,
    cluster: join(path, 'cluster'),
    libraries: join(path, 'libraries'),
    log: join(path, 'server.log'),
    socket: join(path, 'socket'),
  }
}

/** Where the server's socket is, if one runs: a long path's socket lies where `postmaster.pid` says. */
export async function knownSocketFolder(folder: ServerFolder): Promise<string | undefined> {
  return fits(folder.socket) ? folder.socket : (await readPidFile(folder.cluster))?.socketFolder
}

/**
 * A private folder for the socket of a server that is about to start: below `spool/postgres`, or a short one below the system's
 * temporary folder; the one that a killed server used is used again, for its clients come back to it. Throws `Misconfigured` when
 * both are too long.
 */
export async function makeSocketFolder(folder: ServerFolder): Promise<string> {
  if (fits(folder.socket)) {
    await mkdir(folder.socket, { recursive: true, mode: 0o700 })
    return folder.socket
  }
  const left = await makeLeftFolder(await readPidFile(folder.cluster))
  if (left) return left
  const made = await mkdtemp(join(tmpdir(), 'sluice-')) // mode 0700
  if (fits(made)) return made
  await rmdir(made)
  const found = `The path ${folder.path} is too long for a socket, and so is the temporary folder ${tmpdir()}.`
  throw new Misconfigured('spool.dir', found, 'Choose a shorter spool.dir, or set TMPDIR to a short folder.')
}

/** Removes a short folder that is of no more use; one with a socket in it stays. */
export async function dropSocketFolder(folder: ServerFolder, socketFolder: string | undefined): Promise<void> {
  if (socketFolder !== undefined && socketFolder !== folder.socket) await rmdir(socketFolder).catch(() => {})
}

/** Anybody may write into `/tmp`: it must be a private folder of the server's account, or not be there yet. */
async function makeLeftFolder(found: PidFile | undefined): Promise<string | undefined> {
  if (!found?.socketFolder || !fits(found.socketFolder)) return undefined
  await mkdir(found.socketFolder, { mode: 0o700 }).catch(ignore('EEXIST'))
  const entry = await lstat(found.socketFolder)
  const isOurs =
    entry.isDirectory() && (entry.mode & 0o077) === 0 && [found.owner, process.getuid?.()].includes(entry.uid)
  return isOurs ? found.socketFolder : undefined
}

function fits(socketFolder: string): boolean {
  return Buffer.byteLength(join(socketFolder, SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX
}
