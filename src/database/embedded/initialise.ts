import { execFile } from 'node:child_process'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Now, systemNow } from '../../base/clock.ts'
import { ignore, Misconfigured, Unavailable } from '../../base/errors.ts'
import { uuidV7 } from '../../base/ids.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { SUPERUSER } from './probe.ts'
import type { ServerFolder } from './server-folder.ts'

/** Trust, because only who may enter the socket's private folder can connect at all; nothing over TCP. */
const INITDB = [
  ...['--username', SUPERUSER, '--auth-local=trust', '--auth-host=reject'],
  ...['--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions'],
]
const DRAFT = 'cluster.draft-'
const DRAFT_AGE_MS_MAX = 3_600_000

/**
 * Makes the cluster when there is none. It is made under a random name and renamed, so that a crash leaves nothing half made and
 * of two starters at the same instant one wins and the other uses the winner's.
 */
export async function initialise(folder: ServerFolder, binaries: Binaries, account: Account): Promise<void> {
  if (await isCluster(folder.cluster)) return
  const draft = join(folder.path, `${DRAFT}${uuidV7()}`)
  try {
    await runInitdb(draft, binaries, account)
    await rename(draft, folder.cluster)
    await syncFolder(folder.path)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!isTaken(error)) throw error
    if (!(await isCluster(folder.cluster))) throw damaged(folder.cluster, error)
  }
}

/**
 * A gateway that runs has made its files long ago. When they are gone, their disk was taken away: new ones in the bare folder would be an
 * empty database, in which nothing that we acknowledged is known (case D6).
 */
export async function assertCluster(folder: ServerFolder): Promise<void> {
  if (await isCluster(folder.cluster)) return
  throw new Unavailable(`The files of the embedded PostgreSQL are not in ${folder.cluster}: is the spool mounted?`)
}

/** Removes what killed starters left behind; a living one needs seconds, not an hour. */
export async function removeOldDrafts(folder: ServerFolder, now: Now = systemNow): Promise<void> {
  for (const name of await readdir(folder.path)) {
    if (!name.startsWith(DRAFT)) continue
    const path = join(folder.path, name)
    const made = await stat(path).catch(ignore('ENOENT'))
    if (made && now().getTime() - made.mtimeMs > DRAFT_AGE_MS_MAX) await rm(path, { recursive: true, force: true })
  }
}

async function runInitdb(target: string, binaries: Binaries, account: Account): Promise<void> {
  const [program, ...words] = [...account.prefix, binaries.initdb, ...INITDB, '--pgdata', target]
  const { uid, gid } = account
  const options = { env: binaries.environment, cwd: '/', uid, gid }
  await promisify(execFile)(program ?? '', words, options).catch((cause: Error & { stderr?: string }) => {
    const said = (cause.stderr?.trim() || cause.message).split('\n').slice(-3).join(' ')
    const found = `The embedded PostgreSQL could not make its files in ${target}: ${said}`
    throw new Misconfigured('spool.dir', found, 'Check free space and rights there.', { cause })
  })
}

async function isCluster(path: string): Promise<boolean> {
  return (await stat(join(path, 'PG_VERSION')).catch(ignore('ENOENT'))) !== undefined
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')
}

function damaged(cluster: string, cause: unknown): Misconfigured {
  const found = `${cluster} is not empty, but not a PostgreSQL data directory either.`
  return new Misconfigured(
    'spool.dir',
    found,
    'Restore it from a backup, or move it away to begin with an empty one.',
    { cause },
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
