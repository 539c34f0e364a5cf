/** One checker process and the document it is at. It is replaced, never repaired: after a failure the next document gets a fresh one. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { Unavailable } from '../../base/errors.ts'
import { CheckerFailed } from './checker-failed.ts'
import { type CheckerAnswer, END_FRAME, frameHeader } from './frames.ts'

export type CheckerSettings = {
  /** Wall clock for one document; a large one gets a second more for every 4 MiB. */
  readonly seconds: number
  /** Resident memory above which the process is killed. */
  readonly memoryBytes: number
  readonly schemasDir: string
  /** The compiled `worker.js`. */
  readonly workerFile: string
}

export type Checker = AsyncDisposable & {
  /** False once it died or is to be replaced. */
  readonly usable: boolean
  /** One document at a time. Throws `CheckerFailed`, `Unavailable`, and whatever `source` throws. */
  check(
    source: AsyncIterable<Buffer>,
    bytes: number,
  ): Promise<Extract<CheckerAnswer, { findings: unknown }>['findings']>
}

type Failure = { readonly why: CheckerFailed['why']; readonly message: string }

const HEAP_MEGABYTES = 256
const BYTES_PER_EXTRA_SECOND = 4 * 1024 * 1024
const WATCH_MILLISECONDS = 100
const PAGE_BYTES = 4096
const BYTES_DESCRIPTOR = 3

export function startChecker({ seconds, memoryBytes, schemasDir, workerFile }: CheckerSettings): Checker {
  const child = fork(workerFile, [schemasDir], {
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, '--disable-proto=delete'],
    // Nothing of ours: no secret, no setting reaches the process that strangers' bytes are parsed in.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
  })
  const pipe = child.stdio[BYTES_DESCRIPTOR] as Writable
  // A broken pipe is told by the exit, which always follows.
  pipe.on('error', () => {})
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  let usable = true
  let failure: Failure | null = null
  void gone.then(() => {
    usable = false
  })

  function kill(cause: Failure): void {
    usable = false
    failure ??= cause
    child.kill('SIGKILL')
  }

  function failed(): CheckerFailed {
    const { why, message } = failure ?? { why: 'died', message: 'the checker process ended while reading the document' }
    return new CheckerFailed(why, message)
  }

  async function watched<Value>(bytes: number, work: Promise<Value>): Promise<Value> {
    const allowed = seconds + bytes / BYTES_PER_EXTRA_SECOND
    const clock = setTimeout(
      () => kill({ why: 'time', message: `the document took longer than ${Math.round(allowed)} s to check` }),
      allowed * 1000,
    )
    const scale = setInterval(async () => {
      const message = 'the document needs more memory than a checker may have'
      if ((await residentBytes(child)) > memoryBytes) kill({ why: 'memory', message })
    }, WATCH_MILLISECONDS)
    try {
      return await work
    } finally {
      clearTimeout(clock)
      clearInterval(scale)
    }
  }

  async function ask(source: AsyncIterable<Buffer>): Promise<CheckerAnswer> {
    let answer: CheckerAnswer | null = null
    const heard = new Promise<void>((resolve) => {
      child.once('message', (message) => {
        answer = message as CheckerAnswer
        resolve()
      })
    })
    const settled = Promise.race([heard, gone])
    try {
      await feed(pipe, source, settled, () => answer !== null || !usable)
      await settled
    } catch (error) {
      // The source failed in the middle of the document: what the process has of it is of no use.
      kill({ why: 'died', message: 'the document could not be read to its end' })
      throw error
    }
    if (answer === null) throw failed()
    return answer
  }

  return {
    get usable() {
      return usable
    },
    async check(source, bytes) {
      const answer = await watched(bytes, ask(source))
      if ('unavailable' in answer) throw new Unavailable(answer.unavailable)
      if (answer.retire) usable = false
      return answer.findings
    },
    async [Symbol.asyncDispose]() {
      usable = false
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Streams the document as fast as the checker takes it, and stops when it has said enough or is gone. */
async function feed(
  pipe: Writable,
  source: AsyncIterable<Buffer>,
  settled: Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  for await (const bytes of source) {
    if (isOver()) break
    if (bytes.length === 0) continue
    pipe.cork()
    pipe.write(frameHeader(bytes))
    const taken = pipe.write(bytes)
    pipe.uncork()
    if (!taken) await Promise.race([drained(pipe), settled])
  }
  pipe.write(END_FRAME)
}

function drained(pipe: Writable): Promise<void> {
  return new Promise((resolve) => pipe.once('drain', resolve))
}

/** Linux tells it; elsewhere only the heap's bound, WebAssembly's bound and the clock hold. */
async function residentBytes({ pid }: ChildProcess): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES
}
