/** A process that is started again whenever it is gone, as a service manager does it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

export type ProcessSpec = {
  readonly name: string
  readonly command: readonly [program: string, ...words: string[]]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** As whom, when not as ourselves. */
  readonly account?: { readonly uid: number; readonly gid: number }
  /** In a line that it says when it can be used. */
  readonly ready: RegExp
  /** Takes all that it says. */
  readonly log: string
}

const AGAIN_MILLISECONDS = 300
const LOOK_MILLISECONDS = 50
const START_SECONDS = 120
/** Of what one said that did not start. */
const SAID_MAX = 1000
/** What is not through by then is killed. */
const STOP_SECONDS = 30

export class KeptProcess implements AsyncDisposable {
  readonly #spec: ProcessSpec
  #child: ChildProcess | null = null
  #isWanted = true
  #isUp = false
  #kept: Promise<void>
  starts = 0

  private constructor(spec: ProcessSpec) {
    this.#spec = spec
    this.#kept = this.#keep()
  }

  /** Throws when it does not come up. */
  static async start(spec: ProcessSpec): Promise<KeptProcess> {
    const kept = new KeptProcess(spec)
    const isLate = pause(START_SECONDS * 1000, true, { ref: false })
    if (await Promise.race([kept.untilUp().then(() => false), isLate])) {
      await kept[Symbol.asyncDispose]()
      throw new Error(`${spec.name} did not start: ${readFileSync(spec.log, 'utf8').slice(-SAID_MAX)}`)
    }
    return kept
  }

  get name(): string {
    return this.#spec.name
  }

  get isUp(): boolean {
    return this.#isUp
  }

  /** Of the one that runs now. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  async untilUp(): Promise<void> {
    while (!this.#isUp && this.#isWanted) await pause(LOOK_MILLISECONDS)
  }

  /** Resolves when the one that ran is gone; another one takes its place. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT' = 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await Promise.race([gone, pause(STOP_SECONDS * 1000, undefined, { ref: false })])
    child.kill('SIGKILL')
    await gone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isWanted = false
    await this.kill('SIGTERM')
    await this.#kept
  }

  async #keep(): Promise<void> {
    while (this.#isWanted) {
      await this.#runOnce()
      this.#isUp = false
      if (this.#isWanted) await pause(AGAIN_MILLISECONDS)
    }
  }

  async #runOnce(): Promise<void> {
    const { command, cwd, env = {}, account = {}, ready, log } = this.#spec
    const [program, ...words] = command
    const child = spawn(program, words, {
      ...{ cwd, ...account, env: { ...process.env, ...env } },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.starts++
    const hear = (line: string) => {
      appendFileSync(log, `${line}\n`)
      if (ready.test(line) && this.#child === child) this.#isUp = true
    }
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', hear)
    await once(child, 'exit')
  }
}
