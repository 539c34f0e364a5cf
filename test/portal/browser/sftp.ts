/** OpenSSH's `sftp`, as a sender runs it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { outcomeOfProgram } from '../../endpoints/support/programs.ts'

export type Login = { readonly port: number; readonly user: string; readonly keyFile: string }

const OPTIONS = [
  ...['IdentitiesOnly=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'],
  'PasswordAuthentication=no',
]

/** What is in the root; 255 when nobody is let in. */
export function listed(login: Login): Promise<{ readonly code: number; readonly output: string }> {
  return outcomeOfProgram('sftp', [...wordsFor(login), '-b', '-', target(login)], { input: 'ls -1 /\n' })
}

export type OpenSession = AsyncDisposable & {
  /** Whether the session has ended within so many seconds from now. */
  ended(seconds: number): Promise<boolean>
}

/** A session that stays and lists the root over and over, so that it notices when it is ended. */
export async function openSession(login: Login): Promise<OpenSession> {
  const child = spawn('sftp', [...wordsFor(login), target(login)], { stdio: ['pipe', 'pipe', 'ignore'] })
  const gone = once(child, 'exit').then(() => true)
  const answered = once(child.stdout, 'data')
  child.stdin.on('error', () => {})
  child.stdout.on('data', () => child.stdin.write('ls -1 /IN\n'))
  child.stdin.write('ls -1 /\n')
  await Promise.race([answered, gone])
  return {
    ended: (seconds) => Promise.race([gone, late(seconds)]),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

function late(seconds: number): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(false), seconds * 1000).unref())
}

function wordsFor({ port, keyFile }: Login): string[] {
  return ['-F', '/dev/null', '-i', keyFile, '-P', `${port}`, ...OPTIONS.map((option) => `-o${option}`)]
}

function target({ user }: Login): string {
  return `${user}@127.0.0.1`
}
