import { afterEach, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { createConsole } from '../../src/console/console.ts'
import type { ConsoleGround } from '../../src/console/ground.ts'
import type { HealthCheck } from '../../src/console/health.ts'

const LIMITS = {
  httpBodyBytes: 1024,
  httpHeaderSeconds: 10,
  httpRequestSeconds: 20,
  httpConnections: 50,
  httpConnectionsPerAddress: 50,
  idleSeconds: 30,
}
const UP: HealthCheck = async () => ({ state: 'up' })

const logged: object[] = []
const log: Log = { ...silentLog, error: (event, about) => void logged.push({ event, ...about }) }
const opened: AsyncDisposable[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each[Symbol.asyncDispose]()
})

test('it is alive whatever its dependencies do', async () => {
  const at = await consoleWith({ database: () => new Promise(() => {}) })
  const answer = await fetch(`${at}/livez`)
  expect([answer.status, await answer.json()]).toEqual([200, { state: 'up' }])
})

test('it is ready when every dependency is up', async () => {
  expect(await readiness({ database: UP, spool: UP })).toEqual([
    200,
    { state: 'up', dependencies: { database: { state: 'up' }, spool: { state: 'up' } } },
  ])
})

test('a degraded dependency does not take the gateway out of service', async () => {
  expect(await readiness({ queues: async () => ({ state: 'degraded', detail: 'Redis is away' }) })).toEqual([
    200,
    { state: 'degraded', dependencies: { queues: { state: 'degraded', detail: 'Redis is away' } } },
  ])
})

test('it is not ready when one dependency is down, and says which and why', async () => {
  const away: HealthCheck = async () => {
    throw new Unavailable('the database does not answer')
  }
  expect(await readiness({ spool: UP, database: away })).toEqual([
    503,
    {
      state: 'down',
      dependencies: { spool: { state: 'up' }, database: { state: 'down', detail: 'the database does not answer' } },
    },
  ])
})

test('what a bug in a check says stays in the log', async () => {
  const broken: HealthCheck = async () => {
    throw new TypeError('secret')
  }
  expect(await readiness({ spool: broken })).toEqual([
    503,
    { state: 'down', dependencies: { spool: { state: 'down', detail: 'the check failed; the log says why' } } },
  ])
  expect(logged).toMatchObject([{ event: 'health.failed', dependency: 'spool', error: 'secret' }])
})

test('a dependency that hangs counts as down, and is asked only once', async () => {
  let asked = 0
  const hangs: HealthCheck = () => {
    asked++
    return new Promise(() => {})
  }
  const at = await consoleWith({ database: hangs }, createMetrics(), 0.05)
  const answers = await Promise.all([fetch(`${at}/readyz`), fetch(`${at}/readyz`)])
  expect(await answers[1].json()).toEqual({
    state: 'down',
    dependencies: { database: { state: 'down', detail: 'no answer within 0.05 s' } },
  })
  expect([answers[0].status, asked]).toEqual([503, 1])
})

test('metrics are the Prometheus text of this process', async () => {
  const metrics = createMetrics()
  metrics.gauge('sluice_books_imbalance', 'Accepted files that are nowhere.')(0)
  const answer = await fetch(`${await consoleWith({}, metrics)}/metrics`)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(await answer.text()).toBe(
    '# HELP sluice_books_imbalance Accepted files that are nowhere.\n# TYPE sluice_books_imbalance gauge\nsluice_books_imbalance 0\n',
  )
})

test('metrics that cannot be read now are a problem document', async () => {
  const text = async () => {
    throw new Unavailable('the database does not answer')
  }
  const answer = await fetch(`${await consoleWith({}, { text })}/metrics`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
})

async function readiness(checks: Readonly<Record<string, HealthCheck>>): Promise<[number, unknown]> {
  const answer = await fetch(`${await consoleWith(checks)}/readyz`)
  return [answer.status, await answer.json()]
}

async function consoleWith(
  checks: Readonly<Record<string, HealthCheck>>,
  metrics: { text(): Promise<string> } = createMetrics(),
  readinessSeconds = 30,
): Promise<string> {
  const listener = createConsole({
    ...{ host: '127.0.0.1', port: 0, limits: LIMITS, log },
    ...{ readiness: checks, readinessSeconds, metrics },
    ground: { publicUrl: 'http://127.0.0.1:8080' } as ConsoleGround,
  })
  opened.push(listener)
  const { host, port } = await listener.listen()
  return `http://${host}:${port}`
}
