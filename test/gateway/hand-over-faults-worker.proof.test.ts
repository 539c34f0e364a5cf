/**
 * The same for a service that takes its declarations itself (cases K10, K14, Q7): its worker is killed, and the gateway, Redis and PostgreSQL under it.
 * Each declaration lies at the service once, by its key.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { notRun, redisServer } from '../queues/redis-server.ts'
import { type Example, exampleFolder, runExample } from '../services/examples-rig.ts'
import { freePort } from '../support/free-port.ts'
import { acceptAll, drawing, Gateways, inDatabase, killDatabase, shuffled, untilOver } from './faults.ts'
import { openSite } from './gateway.ts'

beforeEach(({ skip }) => skip(notRun !== null, notRun ?? ''))

const SETS = 250
const TOKEN = 'the-token-of-dmfa'

test('kill -9 of a service’s worker, gateway, Redis and PostgreSQL: each effect once by its key, and the books at 0', async () => {
  const draw = drawing()
  const port = await freePort()
  await using redis = await redisServer()
  await redis.start()
  await using site = await openSite(`queues.url=${redis.url}`, 'limits.reconcileSeconds=1', ...settingsOf(port))
  await writeFile(join(site.folder, 'token'), TOKEN, { mode: 0o600 })
  const keys = await inDatabase(site, acceptAll(site, ['DMFA'], SETS))
  const gateways = new Gateways(site)
  await gateways.start()
  await using folder = await exampleFolder({ token: TOKEN })
  await using worker = await workerProcess({
    ...{ GATEWAY_URL: `https://127.0.0.1:${port}`, GATEWAY_CA: join(site.folder, 'certs', 'tls.crt') },
    ...{ SERVICE: 'DMFA', TOKEN_FILE: join(folder.path, 'token'), STORE: folder.store, QUEUE: redis.url },
  })
  const restartRedis = async () => {
    await redis.kill()
    await redis.start()
  }
  const kills: readonly (() => Promise<unknown>)[] = [
    () => worker.restart(),
    restartRedis,
    () => worker.restart(),
    () => gateways.kill(),
    () => Promise.all([restartRedis(), gateways.kill(), killDatabase(site), worker.restart()]),
  ]
  for (const kill of shuffled(kills, draw)) {
    await gateways.handOverSome(5 + Math.floor(draw() * 30))
    await kill()
  }
  await gateways.start()
  await inDatabase(site, untilOver)
  const effects = await folder.effects()
  expect([(await folder.kept()).sort(), effects.length - new Set(effects).size]).toEqual([keys, 0])
  expect(await gateways.running?.command('status')).toMatchObject({ books: { imbalance: 0 } })
  await gateways.running?.[Symbol.asyncDispose]()
})

/** The worker of `docs/examples`, as a supervisor keeps it running. */
async function workerProcess(settings: Readonly<Record<string, string>>) {
  const start = (): Promise<Example> => runExample('worker.mjs', settings)
  let running = await start()
  return {
    async restart() {
      await running.kill()
      running = await start()
    },
    [Symbol.asyncDispose]: () => running.kill(),
  }
}

function settingsOf(port: number): readonly string[] {
  const retry = { firstSeconds: 0.1, lastSeconds: 1 }
  const service = { code: 'DMFA', target: { type: 'worker' }, tokenFile: 'token', rate: 200, retry }
  return [`services=${JSON.stringify([service])}`, `onlineServices={host: 127.0.0.1, port: ${port}}`]
}
