import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeUserKey } from '../../src/endpoints/sftp/user-key.ts'
import type { SftpAccount } from '../peers/sftp-session.ts'
import { startServer } from './server.ts'

export type Neutral = AsyncDisposable & { readonly account: SftpAccount }

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
  const server = await startServer({
    program: process.execPath,
    words: [program, 'neutral', '--dir', dir, '--user', USER, ...password(), '--ssh-key', publicFile],
    announces: (line) => line.includes('"gateway.ready"'),
    stop,
  })
  const { sftp } = JSON.parse(server.announcement) as { sftp: { host: string; port: number } }
  return {
    account: { ...sftp, user: USER, keyFile },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** It must have one; nobody logs in with it. */
function password(): string[] {
  return ['--password', randomBytes(24).toString('hex')]
}
