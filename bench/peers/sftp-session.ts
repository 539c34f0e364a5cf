/** The OpenSSH client, driven command by command in one log-in, so that starting it is not measured. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { NotRun } from '../figure.ts'
import { findProgram } from './find-program.ts'

export type SftpAccount = {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Of the private key. */
  readonly keyFile: string
}

const CIPHER = 'aes128-gcm@openssh.com'
const COMMAND_SECONDS_MAX = 120
const GOODBYE_SECONDS = 5
/** What `pwd` says, which costs the server nothing: everything before it is done. */
const DONE = 'Remote working directory:'

const SSH_OPTIONS = [
  ...['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'GlobalKnownHostsFile=/dev/null', 'LogLevel=ERROR'],
  ...['IdentitiesOnly=yes', 'PreferredAuthentications=publickey', `Ciphers=${CIPHER}`, 'ConnectTimeout=20'],
]

type Waiting = { readonly resolve: () => void; readonly reject: (error: Error) => void }

export class SftpSession implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #closed: Promise<void>
  #waiting: Waiting | undefined
  #lastComplaint = 'the connection ended'

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    this.#closed = new Promise((resolve) => child.once('close', () => resolve()))
    child.once('close', () => this.#fail(new Error(`sftp: ${this.#lastComplaint}`)))
    child.on('error', (error) => this.#fail(error))
    child.stdin.on('error', () => {}) // 'close' tells
    createInterface({ input: child.stdout }).on('line', (line) => this.#onLine(line))
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#lastComplaint = line
    })
  }

  /** Logged in when it resolves. `words`: further ones for sftp. Throws `NotRun` when there is no sftp. */
  static async open(account: SftpAccount, stop: AbortSignal, words: readonly string[] = []): Promise<SftpSession> {
    const program = await findProgram('sftp')
    if (!program) throw new NotRun('there is no sftp (Debian: openssh-client)')
    const { host, port, user, keyFile } = account
    const options = SSH_OPTIONS.flatMap((option) => ['-o', option])
    const line = [
      '-F',
      '/dev/null',
      '-i',
      keyFile,
      '-P',
      String(port),
      ...options,
      ...words,
      '-b',
      '-',
      `${user}@${host}`,
    ]
    const session = new SftpSession(spawn(program, line, { signal: stop }))
    await session.run()
    return session
  }

  /** Resolves with the seconds that the commands took; rejects with what sftp complains of, and then the session is over. */
  async run(...commands: readonly string[]): Promise<number> {
    const began = performance.now()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), COMMAND_SECONDS_MAX * 1000)
    try {
      await new Promise<void>((resolve, reject) => {
        this.#waiting = { resolve, reject }
        if (this.#child.exitCode !== null) this.#fail(new Error(`sftp: ${this.#lastComplaint}`))
        else this.#child.stdin.write([...commands, 'pwd', ''].join('\n'))
      })
      return (performance.now() - began) / 1000
    } finally {
      clearTimeout(timer)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), GOODBYE_SECONDS * 1000)
    await this.#closed
    clearTimeout(timer)
  }

  #onLine(line: string): void {
    if (!line.startsWith(DONE)) return
    this.#waiting?.resolve()
    this.#waiting = undefined
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}

/** Several log-ins of one account; all are ended together. */
export type SftpSessions = AsyncDisposable & { readonly all: readonly SftpSession[] }

export async function openSessions(account: SftpAccount, count: number, stop: AbortSignal): Promise<SftpSessions> {
  const all: SftpSession[] = []
  const dispose = async (): Promise<void> => {
    await Promise.all(all.map((session) => session[Symbol.asyncDispose]()))
  }
  try {
    while (all.length < count) all.push(await SftpSession.open(account, stop))
  } catch (error) {
    await dispose()
    throw error
  }
  return { all, [Symbol.asyncDispose]: dispose }
}
