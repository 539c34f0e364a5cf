/** OpenSSH's own server on loopback, with keys and configuration of its own; whoever runs the benchmark is its only user. */
import { mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { makeUserKey } from '../../src/endpoints/sftp/user-key.ts'
import { NotRun } from '../figure.ts'
import { freePort, startServer } from '../rig/server.ts'
import { findProgram } from './find-program.ts'
import type { SftpAccount } from './sftp-session.ts'

export type OpenSshServer = AsyncDisposable & { readonly account: SftpAccount }

/** The empty folder that sshd wants when root starts it; the service makes it, and nothing else does. */
const PRIVILEGE_SEPARATION = '/run/sshd'

/** `folder` takes its keys. Throws `NotRun` when sshd is missing or does not start here. */
export async function startOpenSsh(folder: string, stop: AbortSignal): Promise<OpenSshServer> {
  const program = await findProgram('sshd')
  if (!program) throw new NotRun('there is no sshd (Debian: openssh-server)')
  if (process.getuid?.() === 0) await mkdir(PRIVILEGE_SEPARATION, { recursive: true, mode: 0o755 })
  const at = (name: string): string => join(folder, name)
  await mkdir(folder)
  const [host, user] = [await makeUserKey('host'), await makeUserKey('user')]
  const port = await freePort()
  await writeFile(at('host_key'), host.privateKey, { mode: 0o600 })
  await writeFile(at('user_key'), user.privateKey, { mode: 0o600 })
  await writeFile(at('authorized_keys'), `${user.publicKey}\n`)
  await writeFile(at('sshd_config'), configuration(port, at).join('\n'))
  const words = ['-D', '-e', '-f', at('sshd_config')]
  const announces = (line: string): boolean => line.startsWith('Server listening on')
  const server = await startServer({ program, words, announces, stop }).catch((error: Error) => {
    throw new NotRun(`sshd does not start: ${error.message}`)
  })
  return {
    account: { host: '127.0.0.1', port, user: userInfo().username, keyFile: at('user_key') },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function configuration(port: number, at: (name: string) => string): string[] {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host_key')}`,
    `AuthorizedKeysFile ${at('authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'MaxStartups 100',
    'Subsystem sftp internal-sftp',
    '',
  ]
}
