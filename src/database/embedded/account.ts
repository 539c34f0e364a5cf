import { execFile } from 'node:child_process'
import { lchown, lstat, readdir, readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { ignore, Misconfigured } from '../../base/errors.ts'

/** As whom the server's programs run, and who owns their files. */
export type Account = {
  /** The words before the program's own command line. */
  readonly prefix: readonly string[]
  readonly uid: number
  readonly gid: number
}

/** Accounts that nobody signs in with, the least shared first. */
const UNPRIVILEGED = ['postgres', 'nobody']

/**
 * PostgreSQL refuses to run as uid 0, and `initdb` as a uid without a name. Then the programs run in a user namespace of their own,
 * where they are an account with a name, while their files stay ours (decision 26); where that is refused, root becomes that account.
 */
export async function serverAccount(
  mayUnshare: (prefix: readonly string[]) => Promise<boolean> = unshareWorks,
): Promise<Account> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  if (uid !== 0 && hasName()) return { prefix: [], uid, gid }
  const other = await unprivilegedAccount()
  const prefix = ['unshare', '-U', `--map-user=${other.uid}`, `--map-group=${other.gid}`]
  if (await mayUnshare(prefix)) return { prefix, uid, gid }
  if (uid === 0) return { prefix: [], ...other }
  const found = `The user id ${uid} has no name on this machine, which PostgreSQL demands.`
  throw new Misconfigured('database.url', found, 'Run the gateway as a user that has one, or set database.url.')
}

/**
 * Sees to it that the account may reach `folder` and owns what is in it. Throws `Misconfigured` naming the parent folder that it
 * cannot pass, or that only root could hand over.
 */
export async function takeOver(folder: string, account: Account): Promise<void> {
  await assertReachable(folder, account, 'spool.dir')
  const { uid } = await stat(folder)
  if (uid !== account.uid && process.getuid?.() !== 0) {
    const found = `${folder} belongs to the user ${uid}, the gateway runs as ${account.uid}.`
    throw new Misconfigured(
      'spool.dir',
      found,
      `Run the gateway as the owner, or hand over: chown -R ${account.uid} ${folder}`,
    )
  }
  if (process.getuid?.() !== 0) return
  for (const name of await readdir(folder)) await own(join(folder, name), account)
  await lchown(folder, account.uid, account.gid)
}

/**
 * Throws `Misconfigured` for `setting` when the account cannot pass a folder on the way to `path`. In a user namespace root has no
 * more than an owner's rights, so somebody else's private folder stops it too.
 */
export async function assertReachable(path: string, account: Account, setting: string): Promise<void> {
  if (account.prefix.length === 0 && account.uid === process.getuid?.()) return
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    const { mode, uid, gid } = await stat(parent)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) throw notReachable(parent, path, account, setting)
    if (parent === dirname(parent)) return
  }
}

function notReachable(parent: string, path: string, account: Account, setting: string): Misconfigured {
  const found = `PostgreSQL cannot run as root, and as an ordinary user (${account.uid}) it may not pass ${parent} to ${path}.`
  const remedy = `Choose another place (spool.dir), or chmod o+x ${parent}, or run the gateway as an ordinary user, or set database.url.`
  return new Misconfigured(setting, found, remedy)
}

/**
 * An earlier run may have been another account's: after a move into a container, or from root to a service account. A folder
 * changes hands after what is in it, so one that did needs no second look.
 */
async function own(path: string, account: Account): Promise<void> {
  const entry = await lstat(path).catch(ignore('ENOENT')) // a starter beside us may have taken it away
  if (!entry || (entry.uid === account.uid && entry.gid === account.gid)) return
  if (entry.isDirectory()) for (const name of await readdir(path)) await own(join(path, name), account)
  await lchown(path, account.uid, account.gid)
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

async function unprivilegedAccount(): Promise<{ readonly uid: number; readonly gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(ignore('ENOENT')))?.split('\n') ?? []
  const accounts = lines.flatMap((line) => {
    const [, name = '', uid, gid] = /^([^:]+):[^:]*:(\d+):(\d+):/.exec(line) ?? []
    return Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
  const known = UNPRIVILEGED.flatMap((name) => accounts.find((account) => account.name === name) ?? [])
  const [chosen = accounts[0]] = known
  if (chosen) return { uid: chosen.uid, gid: chosen.gid }
  const found = 'The machine knows no user but root, as which PostgreSQL refuses to run.'
  throw new Misconfigured('database.url', found, 'Add the user nobody to /etc/passwd, or set database.url.')
}

function unshareWorks([program = '', ...words]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => execFile(program, [...words, 'true'], (error) => resolve(error === null)))
}
