import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeUserKey } from '../../src/endpoints/sftp/user-key.ts'
import type { FtpAccount } from '../peers/ftp-account.ts'
import type { SftpAccount } from '../peers/sftp-session.ts'
import { startServer } from './server.ts'

export type Neutral = AsyncDisposable & {
  readonly account: SftpAccount
  readonly ftpAccount: FtpAccount
  readonly pid: number
}

/** Many sessions of the one user, from the one address. */
const SETTINGS = ['limits.sessionsPerUser=1000', 'limits.sessionsPerAddress=1000', 'limits.sessions=1000']

const USER = 'bench'

/** `sluice neutral`: our protocol engine before a plain folder. `folder` takes its key. */
export async function startNeutral(
  program: string,
  { folder, dir, stop }: { readonly folder: string; readonly dir: string; readonly stop: AbortSignal },
): Promise<Neutral> {
  await mkdir(folder)
  const [keyFile, publicFile] = [join(folder, 'user_key'), join(folder, 'user_key.pub')]
  const key = await makeUserKey(USER)
  await writeFile(keyFile, key.privateKey, { mode: 0o600 })
  await writeFile(publicFile, key.publicKey)
  const password = randomBytes(24).toString('hex')
  const server = await startServer({
    program: process.execPath,
    words: [
      ...[program, 'neutral', '--dir', dir, '--user', USER, '--password', password, '--ssh-key', publicFile],
      ...['--ftp-port', '0', ...SETTINGS.flatMap((setting) => ['--set', setting])],
    ],
    announces: (line) => line.includes('"gateway.ready"'),
    stop,
  })
  const { sftp, ftp } = JSON.parse(server.announcement) as Record<'sftp' | 'ftp', { host: string; port: number }>
  return {
    account: { ...sftp, user: USER, keyFile },
    ftpAccount: { ...ftp, user: USER, password, root: '' },
    pid: server.pid,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
