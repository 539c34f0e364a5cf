import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

/** A process that serves until it is disposed. */
export type Server = AsyncDisposable & {
  /** The line with which it said that it is ready. */
  readonly announcement: string
  readonly pid: number
}

export type ServerWish = {
  readonly program: string
  readonly words: readonly string[]
  /** Whether this line of its output says that it is ready. */
  readonly announces?: (line: string) => boolean
  /** For a server that says nothing: resolves when it is ready, or when it ended first. */
  readonly ready?: (ended: AbortSignal) => Promise<void>
  readonly stop: AbortSignal
}

const READY_SECONDS = 30
const LOOK_MILLISECONDS = 20

/** Resolves when it is ready; rejects with its last line when it ends instead, or takes too long. */
export async function startServer({ program, words, announces, ready, stop }: ServerWish): Promise<Server> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = (): void => void child.kill('SIGTERM')
  stop.addEventListener('abort', end)
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_SECONDS * 1000)
  const ended = new AbortController()
  child.once('close', () => ended.abort())
  let lastLine = `${program} said nothing`
  const announcement = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => reject(new Error(lastLine)))
    ready?.(ended.signal).then(() => resolve(''), reject)
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        lastLine = line
        if (announces?.(line)) resolve(line)
      })
    }
  }).finally(() => clearTimeout(timer))
  return {
    ...{ announcement, pid: child.pid ?? 0 },
    async [Symbol.asyncDispose]() {
      stop.removeEventListener('abort', end)
      end()
      await closed
    },
  }
}

/** Asks until somebody answers there, or until `ended`. */
export async function untilListening(port: number, ended: AbortSignal): Promise<void> {
  const { connect } = await import('node:net')
  while (!ended.aborted) {
    const socket = connect(port, '127.0.0.1')
    const answered = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (answered) return
    await pause(LOOK_MILLISECONDS)
  }
}

/** A port that is free now; somebody else may take it before it is used. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const bound = listener.address()
  listener.close()
  await once(listener, 'close')
  if (bound === null || typeof bound === 'string') throw new TypeError('a port was bound without an address')
  return bound.port
}
