/** One checker process and the document it is at. It is replaced, never repaired: after a failure the next document gets a fresh one. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { Unavailable } from '../../base/errors.ts'
import { CheckerFailed } from './checker-failed.ts'
import { type CheckerAnswer, END_FRAME, frameHeader } from './frames.ts'

export type CheckerSettings = {
  /** Wall clock for one document; a second more for every MiB of it, a tenth of the usual speed. */
  readonly seconds: number
  /** Resident memory above which the process is killed. */
  readonly memoryBytes: number
  readonly schemasDir: string
  /** The compiled `worker.js`. */
  readonly workerFile: string
  /** What stands in the forms is told too. */
  readonly readsValues?: boolean
}

export type Checker = AsyncDisposable & {
  /** False once it died or is to be replaced. */
  readonly usable: boolean
  /** One document at a time. Throws `CheckerFailed`, `Unavailable` (also when the source does not give its bytes in time), and whatever `source` throws. */
  check(source: AsyncIterable<Buffer>, bytes: number): Promise<Checked>
}

type Checked = Extract<CheckerAnswer, { findings: unknown }>['findings']
type Failure = { readonly why: CheckerFailed['why']; readonly message: string }

const HEAP_MEGABYTES = 256
const BYTES_PER_EXTRA_SECOND = 1024 * 1024
const WATCH_MILLISECONDS = 100
const PAGE_BYTES = 4096
const BYTES_DESCRIPTOR = 3

/** Throws `Unavailable` when the machine has no process or descriptor left for it. */
export function startChecker(settings: CheckerSettings): Checker {
  return new CheckerProcess(settings)
}

class CheckerProcess implements Checker {
  readonly #settings: CheckerSettings
  readonly #child: ChildProcess
  readonly #pipe: Writable
  readonly #gone: Promise<void>
  #isUsable = true
  /** We wait for bytes of the document, not for the process. */
  #isStarved = false
  #failure: Failure = { why: 'died', message: 'the checker process ended while reading the document' }

  constructor(settings: CheckerSettings) {
    this.#settings = settings
    this.#child = fork(settings.workerFile, [settings.schemasDir, ...(settings.readsValues ? ['values'] : [])], {
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, '--disable-proto=delete'],
      // Nothing of ours: no secret, no setting reaches the process that strangers' bytes are parsed in.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.on('error', () => {}) // told by the missing process id here, or by the exit
    if (this.#child.pid === undefined) throw new Unavailable('a checker process could not be started')
    this.#pipe = this.#child.stdio[BYTES_DESCRIPTOR] as Writable
    // A broken pipe is told by the exit, which always follows.
    this.#pipe.on('error', () => {})
    this.#gone = new Promise((resolve) => {
      for (const event of ['exit', 'error']) this.#child.once(event, () => resolve(this.#retire()))
    })
  }

  get usable(): boolean {
    return this.#isUsable
  }

  async check(source: AsyncIterable<Buffer>, bytes: number): Promise<Checked> {
    const answer = await this.#watch(bytes, this.#ask(source))
    if ('unavailable' in answer) throw new Unavailable(answer.unavailable)
    if (answer.retire) this.#retire()
    return answer.findings
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#retire()
    this.#child.kill('SIGKILL')
    await this.#gone
  }

  #retire(): void {
    this.#isUsable = false
  }

  #kill(failure: Failure): void {
    this.#retire()
    this.#failure = failure
    this.#child.kill('SIGKILL')
  }

  /** Ends the process when the work takes too long or too much memory, which makes the work fail. */
  async #watch<Value>(bytes: number, work: Promise<Value>): Promise<Value> {
    const seconds = this.#settings.seconds + bytes / BYTES_PER_EXTRA_SECOND
    const late: Failure = { why: 'time', message: `the document took longer than ${Math.round(seconds)} s to check` }
    const clock = setTimeout(() => this.#kill(late), seconds * 1000)
    const scale = setInterval(() => this.#weigh(), WATCH_MILLISECONDS)
    try {
      return await work
    } finally {
      clearTimeout(clock)
      clearInterval(scale)
    }
  }

  async #weigh(): Promise<void> {
    if ((await residentBytes(this.#child)) <= this.#settings.memoryBytes) return
    this.#kill({ why: 'memory', message: 'the document needs more memory than a checker may have' })
  }

  async #ask(source: AsyncIterable<Buffer>): Promise<CheckerAnswer> {
    let answer: CheckerAnswer | null = null
    const heard = new Promise<void>((resolve) => {
      this.#child.once('message', (message) => {
        answer = message as CheckerAnswer
        resolve()
      })
    })
    const settled = Promise.race([heard, this.#gone])
    try {
      await feed(this.#pipe, this.#fed(source), settled)
      await settled
    } catch (error) {
      // The source failed in the middle of the document: what the process has of it is of no use.
      this.#kill({ why: 'died', message: 'the document could not be read to its end' })
      throw error
    }
    if (answer === null && this.#failure.why === 'time' && this.#isStarved) throw starved()
    if (answer === null) throw new CheckerFailed(this.#failure.why, this.#failure.message)
    return answer
  }

  /** A disk that hangs is no fault of the document: it must not count as one that nobody can check (cases D12, K16). */
  async *#fed(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    this.#isStarved = true
    for await (const chunk of source) {
      this.#isStarved = false
      yield chunk
      this.#isStarved = true
    }
    this.#isStarved = false
  }
}

function starved(): Unavailable {
  return new Unavailable('the document did not come from the disk in time')
}

/**
 * Streams the document as fast as the checker takes it, and stops when it has said enough or is gone: also while the source keeps
 * us waiting.
 */
async function feed(pipe: Writable, source: AsyncIterable<Buffer>, settled: Promise<void>): Promise<void> {
  const chunks = source[Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([settled, chunks.next()])
    if (!next || next.done) break
    if (next.value.length > 0 && !writeFrame(pipe, next.value)) await Promise.race([drained(pipe), settled])
  }
  // Not awaited: a source that hangs would hold us for ever.
  void chunks.return?.().catch(() => {})
  pipe.write(END_FRAME)
}

function writeFrame(pipe: Writable, bytes: Buffer): boolean {
  pipe.cork()
  pipe.write(frameHeader(bytes))
  const isTaken = pipe.write(bytes)
  pipe.uncork()
  return isTaken
}

function drained(pipe: Writable): Promise<void> {
  return new Promise((resolve) => pipe.once('drain', resolve))
}

/** Linux tells it; elsewhere only the heap's bound, WebAssembly's bound and the clock hold. */
async function residentBytes({ pid }: ChildProcess): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES
}
