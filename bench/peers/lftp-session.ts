/** lftp, driven command by command in one process, so that neither its start nor its log-ins are measured. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { NotRun } from '../figure.ts'
import { findProgram } from './find-program.ts'
import type { FtpAccount } from './ftp-account.ts'

const COMMAND_SECONDS_MAX = 300
const GOODBYE_SECONDS = 5
const DONE = 'lftp: done'

const SETTINGS = [
  ...['cmd:fail-exit yes', 'net:max-retries 1', 'net:timeout 60', 'net:persist-retries 0', 'xfer:clobber yes'],
  ...['xfer:make-backup no', 'xfer:log no', 'ssl:verify-certificate no', 'ftp:ssl-allow-anonymous yes'],
]

export type Protection = 'clear' | 'tls'

// biome-ignore format: a table
const PROTECTION: Readonly<Record<Protection, readonly string[]>> = {
  clear: ['ftp:ssl-allow no'],
  tls:   ['ftp:ssl-allow yes', 'ftp:ssl-force yes', 'ftp:ssl-protect-data yes', 'ftp:ssl-protect-list yes'],
}

type Waiting = { readonly resolve: () => void; readonly reject: (error: Error) => void }

export class LftpSession implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #closed: Promise<void>
  #waiting: Waiting | undefined
  #lastComplaint = 'it ended'

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    this.#closed = new Promise((resolve) => child.once('close', () => resolve()))
    child.once('close', () => this.#fail())
    child.on('error', () => this.#fail())
    child.stdin.on('error', () => {}) // 'close' tells
    createInterface({ input: child.stdout }).on('line', (line) => this.#onLine(line))
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#lastComplaint = line
    })
  }

  /** Logged in when it resolves. Throws `NotRun` when there is no lftp. */
  static async open(account: FtpAccount, protection: Protection, stop: AbortSignal): Promise<LftpSession> {
    const program = await findProgram('lftp')
    if (!program) throw new NotRun('there is no lftp (Debian: lftp)')
    const { host, port, user, password, root } = account
    const session = new LftpSession(spawn(program, ['--norc'], { signal: stop }))
    const settings = [...SETTINGS, ...PROTECTION[protection]].map((setting) => `set ${setting}`)
    try {
      await session.run(...settings, `open -u ${user},${password} ftp://${host}:${port}`, `cls ${root}/`)
    } catch (error) {
      await session[Symbol.asyncDispose]()
      throw error
    }
    return session
  }

  /** Resolves with the seconds that the commands took; rejects with what lftp complains of, and then the session is over. */
  async run(...commands: readonly string[]): Promise<number> {
    const began = performance.now()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), COMMAND_SECONDS_MAX * 1000)
    try {
      await new Promise<void>((resolve, reject) => {
        this.#waiting = { resolve, reject }
        if (this.#child.exitCode !== null) this.#fail()
        else this.#child.stdin.write([...commands, `echo ${DONE}`, ''].join('\n'))
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
    if (line !== DONE) return
    this.#waiting?.resolve()
    this.#waiting = undefined
  }

  #fail(): void {
    this.#waiting?.reject(new Error(`lftp: ${this.#lastComplaint}`))
    this.#waiting = undefined
  }
}
