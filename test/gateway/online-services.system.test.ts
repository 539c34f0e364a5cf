import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { effectsIn, type ReceivingService, startReceivingService } from '../../bench/peers/receiving-service.ts'
import { INBOUND_PURPOSES } from '../../src/batch/purposes.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { ask } from '../endpoints/web/https-client.ts'
import { makeSets, sendAll } from './flow.ts'
import { openSite, type Site } from './gateway.ts'

const SETS = 6
const SERVICE = `services.${INBOUND_PURPOSES.findIndex(({ code }) => code === 'DMFA')}`

let site: Site
let service: ReceivingService
let sender: ExampleSender
let log: string
let gateway: GatewayProcess
beforeAll(async () => {
  site = await openSite()
  log = join(site.folder, 'effects.log')
  service = await startReceivingService(log)
  await writeFile(join(site.folder, 'token'), 'the-token', { mode: 0o600 })
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await service?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

const start = () =>
  site.start(
    ...[`${SERVICE}.target={type: http, url: "${service.url}"}`, `${SERVICE}.tokenFile=token`],
    ...[`${SERVICE}.retry={firstSeconds: 0.1, lastSeconds: 1}`, 'onlineServices={host: 127.0.0.1, port: 0}'],
  )

test('kill -9 of the gateway while it hands over by HTTP: each declaration has its effect once by its key (case K10)', async () => {
  gateway = await start()
  sender = await site.enrol(gateway)
  const sets = await makeSets(site, sender, 'H', SETS)
  const sending = sendAll(() => gateway, sender, sets)
  await killAt(gateway, 'delivery.delivered', 2)
  gateway = await start()
  await sending
  while (effectsIn(log).size < SETS) await new Promise(setImmediate)
  await delivered(gateway)
  expect([effectsIn(log).size, new Set(effectsIn(log).values())]).toEqual([SETS, new Set([1])])
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })

  const { onlineServices } = gateway.addresses
  const ca = await readFile(join(site.folder, 'certs', 'tls.crt'), 'utf8')
  const claim = (token: string) =>
    ask({
      ...{
        port: onlineServices?.port ?? 0,
        ca,
        method: 'POST',
        path: '/REST/onlineServices/v1/DMFA/claims',
        body: '{}',
      },
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    })
  const answers = [await claim('the-token'), await claim('another')]
  expect(answers.map(({ status, json }) => [status, json.title])).toEqual([
    [409, 'Not by workers'],
    [401, 'Not signed in'],
  ])
})

/** Once that many of these events were heard. */
async function killAt(gateway: GatewayProcess, event: string, count: number): Promise<void> {
  let seen = 0
  await new Promise<void>((resolve) => {
    gateway.onEvent((heard) => {
      if (heard === event && ++seen === count) resolve()
    })
  })
  await gateway.kill()
}

/** Each of the sets has an effect, and nothing is left to hand over. */
async function delivered(gateway: GatewayProcess): Promise<void> {
  type Queues = { services: { service: string; counts: Readonly<Record<string, number>> }[] }
  for (;;) {
    const { services } = (await gateway.command('queues')) as Queues
    const counts = services.find(({ service: code }) => code === 'DMFA')?.counts ?? {}
    if (counts.delivered === SETS) return
  }
}
