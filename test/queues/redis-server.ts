import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
export async function redisServer(...options: string[]): Promise<RedisServer> {
  if (BINARY === undefined) throw new Error('redis-server is not installed')
  const binary = BINARY
  const dir = await mkdtemp(join(tmpdir(), 'sluice-redis-'))
  const port = await freePort()
  let child: ChildProcess | null = null
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const started = spawn(binary, [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        dir,
        '--save',
        '',
        ...options,
      ])
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

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
