import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { healthOf } from '../../src/console/health.ts'
import { readinessOf } from '../../src/daemon/health.ts'
import type { Database } from '../../src/database/database.ts'
import { openQueues } from '../../src/queues/queues.ts'

const READINESS_SECONDS = 4

test('a Redis that says nothing makes the gateway degraded, not down (case Q1)', async () => {
  const sockets = new Set<Socket>()
  const deaf = createServer((socket) => void sockets.add(socket.resume())).listen(0, '127.0.0.1')
  await new Promise((resolve) => deaf.once('listening', resolve))
  const { port } = deaf.address() as { port: number }
  const connection = { host: '/nowhere', port: 1, user: 'nobody', database: 'none' }
  await using queues = await openQueues({
    ...{ url: `redis://127.0.0.1:${port}`, password: null, connection, workersMax: 1, log: silentLog },
  })
  const spool = { assertWritable: async () => {}, freeBytes: async () => 0, isSuspect: false }
  const { queues: check } = readinessOf({
    ...{
      database: {} as Database,
      spool,
      queues,
      folders: null,
      answers: null,
      books: () => null,
      clock: () => ({ skewSeconds: 0, steppedSeconds: 0, clockSeconds: 120 }),
      diskReserveBytes: () => 0,
    },
  })
  const look = healthOf({ queues: check! }, READINESS_SECONDS, silentLog)
  expect(await look()).toEqual({
    queues: { state: 'degraded', detail: 'The queue server does not answer. Start it, or correct queues.url.' },
  })
  for (const socket of sockets) socket.destroy()
  deaf.close()
})
