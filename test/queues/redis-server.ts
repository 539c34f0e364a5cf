import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'
import type { Place } from '../support/network.ts'

const BINARY = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/usr/bin/valkey-server'].find((path) =>
  existsSync(path),
)

/** Why suites that need a server do not run here, or null; in CI they must. */
export const notRun = BINARY === undefined && process.env.SLUICE_WIDE !== '1' ? 'not run: needs redis-server' : null

export type RedisServer = AsyncDisposable & {
  readonly url: string
  start(): Promise<void>
  /** kill -9: what it had not written to its file is gone. */
  kill(): Promise<void>
}

/** A real redis-server on loopback; not started yet. */
export function redisServer(...options: string[]): Promise<RedisServer> {
  return redisServerAt({ address: '127.0.0.1', inside: [] }, ...options)
}

/** The same at a place of a network of our own. */
export async function redisServerAt(
  { address, inside }: Pick<Place, 'address' | 'inside'>,
  ...options: string[]
): Promise<RedisServer> {
  if (BINARY === undefined) throw new Error('redis-server is not installed')
  const [command, ...words] = [...inside, BINARY] as string[] as [string, ...string[]]
  const dir = await mkdtemp(join(tmpdir(), 'sluice-redis-'))
  const port = await freePort()
  let child: ChildProcess | null = null
  const server: RedisServer = {
    url: `redis://${address}:${port}`,
    async start() {
      const place = ['--port', String(port), '--bind', address, '--protected-mode', 'no', '--dir', dir]
      const started = spawn(command, [...words, ...place, '--save', '', ...options])
      child = started
      await new Promise<void>((resolve, reject) => {
        let told = ''
        started.stdout.on('data', (bytes) => {
          told += bytes
          if (told.includes('eady to accept connections')) resolve()
        })
        started.once('exit', () => reject(new Error(`redis-server ended: ${told}`)))
      })
    },
    async kill() {
      const running = child
      child = null
      if (!running || running.exitCode !== null) return
      const gone = new Promise((resolve) => running.once('exit', resolve))
      running.kill('SIGKILL')
      await gone
    },
    async [Symbol.asyncDispose]() {
      await server.kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
  return server
}
