/** Keys that change while a gateway runs: those of answers that are under way, and the TLS pair of its listeners. */
import { once } from 'node:events'
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { Agent, type RequestOptions, request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { verifyAnswer } from '../../src/signing/verify-answer.ts'
import { connect, makeSet, openSite, type Site } from './gateway.ts'

const REST = '/REST/structuredReports/v1'
let site: Site
let gateway: GatewayProcess
let sender: ExampleSender

beforeAll(async () => {
  site = await openSite('console.tls=always')
  gateway = await site.start()
  sender = await site.enrol(gateway)
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test('case O4, rules 29.6 and 29.11: while answers are under way their key changes, and each verifies with one published certificate', async () => {
  const first = await answered('C0001')
  const underWay = ['C0002', 'C0003', 'C0004', 'C0005'].map((sequence) => answered(sequence))
  const certs = join(site.folder, 'certs')
  await mkdir(join(certs, 'acknowledgement-past'))
  await copyFile(join(certs, 'acknowledgement.crt'), join(certs, 'acknowledgement-past', 'first.crt'))
  await replace('acknowledgement', 'Second')
  await reload()
  const answers = [first, ...(await Promise.all(underWay)), await answered('C0006')]

  const { json } = await ask(new Agent({ rejectUnauthorized: false }), 'web', `${REST}/refData/answerCertificates`)
  const published = json.items as { use: string; pem: string }[]
  expect(published.map(({ use }) => use)).toEqual(['present', 'past'])
  const fits = async ({ bytes, signature }: (typeof answers)[number]) => {
    const outcomes = await Promise.all(published.map(({ pem }) => verifyAnswer(bytes, signature, pem)))
    return published.filter((_, nth) => outcomes[nth]?.outcome === 'good').map(({ use }) => use)
  }
  const found = await Promise.all(answers.map(fits))
  expect(found.every(({ length }) => length === 1)).toBe(true)
  expect([found[0], found.at(-1)]).toEqual([['past'], ['present']])
})

test('rule 29.5: `sluice verify --json` tells what the answer says, and whether it is good', async () => {
  const { bytes, signature, acknowledgement } = await answered('C0007')
  const at = (file: string) => join(site.folder, file)
  await Promise.all([writeFile(at('FO'), bytes), writeFile(at('FS'), signature), writeFile(at('other'), `${bytes} `)])
  const words = (document: string) => [
    'verify',
    at(document),
    at('FS'),
    '--certificate',
    at('certs/acknowledgement.crt'),
  ]
  const finding = {
    ...{ outcome: 'good', annex25: [0, 0], signingTime: expect.any(String), timeStamp: { outcome: 'none' } },
    certificate: { subject: 'CN=Second', serial: expect.any(String), sha256: expect.any(String) },
    digest: { algorithm: 'sha256', hex: sha256(bytes) },
  }
  const good = await site.sluice(...words('FO'), '--json')
  expect([good.code, JSON.parse(good.out)]).toEqual([0, { good: true, finding, acknowledgement }])
  const bad = await site.sluice(...words('other'), '--json')
  expect([bad.code, JSON.parse(bad.out)]).toEqual([
    1,
    { good: false, finding: expect.objectContaining({ outcome: 'bad', detail: expect.any(String) }), acknowledgement },
  ])
})

test('case O3: a new TLS pair is shown to the next connection; those that are open go on, also in the middle of a request', async () => {
  // biome-ignore format: a table
  const places = [['web', `${REST}/health`], ['portal', '/'], ['console', '/livez']] as const
  const kept = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
  const before = await Promise.all(places.map(([name, path]) => ask(kept, name, path)))
  const upload = begin('web', '/REST/oauth/v5/token', 'grant_type=')
  await upload.begun
  await replace('tls', 'renewed.example')
  await reload()
  expect(await upload.end('none')).toBe(400)
  const after = await Promise.all(places.map(([name, path]) => ask(kept, name, path)))
  const fresh = await Promise.all(
    places.map(([name, path]) => ask(new Agent({ rejectUnauthorized: false }), name, path)),
  )
  const shown = ({ status, reused, by }: (typeof before)[number]) => [status, reused, by === 'renewed.example']
  const status = before.map((one) => one.status)
  expect(before.map(shown)).toEqual(status.map((one) => [one, false, false]))
  expect(after.map(shown)).toEqual(status.map((one) => [one, true, false]))
  expect(fresh.map(shown)).toEqual(status.map((one) => [one, false, true]))
  kept.destroy()
})

async function answered(sequence: string) {
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence })
  return await awaitAnswer(client, set.trigger, await pushSet(client, set, () => {}), 60, new Set())
}

/** As an operator does it: each file whole. */
async function replace(file: string, commonName: string): Promise<void> {
  const pair = await makeSelfSigned({ commonName, keyType: 'ec', days: 90, now: new Date() })
  for (const [end, content] of [
    ['key', pair.keyPem],
    ['crt', pair.certificatePem],
  ] as const) {
    const path = join(site.folder, 'certs', `${file}.${end}`)
    await writeFile(`${path}.new`, content, { mode: 0o600 })
    await rename(`${path}.new`, path)
  }
}

/** Until all that the gateway reads again is in force: each listener reads the TLS pair for itself. */
async function reload(): Promise<void> {
  const heard = new Promise<void>((resolve) => gateway.onEvent((one) => one === 'config.reloaded' && resolve()))
  process.kill(gateway.pid, 'SIGHUP')
  await heard
}

type Place = 'web' | 'portal' | 'console'

async function ask(agent: Agent, place: Place, path: string) {
  const asking = request({ ...gateway.addresses[place], path, agent })
  asking.end()
  const [response] = await once(asking, 'response')
  const by = (asking.socket as TLSSocket).getPeerCertificate().subject?.CN
  const body = await text(response)
  return { status: response.statusCode as number, reused: asking.reusedSocket, by, json: jsonIn(body) }
}

function begin(place: Place, path: string, beginning: string) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': beginning.length + 4 }
  const options: RequestOptions = { ...gateway.addresses[place], path, method: 'POST', headers }
  const asking = request({ ...options, rejectUnauthorized: false, agent: false })
  const answer = once(asking, 'response')
  return {
    begun: new Promise<void>((resolve) => asking.write(beginning, () => resolve())),
    async end(rest: string) {
      asking.end(rest)
      const [response] = await answer
      response.resume()
      return response.statusCode as number
    },
  }
}

function jsonIn(body: string): Record<string, unknown> {
  return body.startsWith('{') ? JSON.parse(body) : {}
}
