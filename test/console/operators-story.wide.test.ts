/** A night at the console, as an operator lives it: a real browser, the real gateway, an online service that goes away and comes back. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { INBOUND_PURPOSES } from '../../src/batch/purposes.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { notRun } from '../endpoints/support/programs.ts'
import { type MadeSet, makeSets, sendAll } from '../gateway/flow.ts'
import { eventually, openSite, type Site } from '../gateway/gateway.ts'
import { openWindow } from '../portal/browser/open-browser.ts'
import { appCode, PASSWORD } from '../portal/people.ts'
import { SCREENS } from './browser.ts'

const reason = notRun(process.env.CHROMIUM ?? '/usr/bin/chromium')
const SERVICE = `services.${INBOUND_PURPOSES.findIndex(({ code }) => code === 'DMFA')}`
const CAUSE = 'the archive behind me is full'

/** Takes declarations while it is open; one sender it cannot take until it is mended. */
type Stub = { readonly taken: string[]; isMended: boolean; server: Server; port: number }

let site: Site
let gateway: GatewayProcess
let small: ExampleSender
let large: ExampleSender
let alarms: { server: Server; told: string[] }
const stub: Stub = { taken: [], isMended: false, server: createServer(), port: 0 }

beforeEach(({ skip }) => skip(reason !== undefined, reason))
beforeAll(async () => {
  if (reason !== undefined) return
  await openService()
  alarms = await listenToAlarms()
  site = await openSite()
  gateway = await site.start(
    `${SERVICE}.target={type: http, url: "http://127.0.0.1:${stub.port}/declarations"}`,
    `${SERVICE}.retry={firstSeconds: 0.05, lastSeconds: 0.1, attempts: 15}`,
    `${SERVICE}.breaker={failures: 3, firstSeconds: 2, lastSeconds: 2}`,
    `${SERVICE}.concurrency=1`,
    `alarms={everySeconds: 0.2, afterSeconds: 0, oldestMinutes: 0.02, webhook: {url: "http://127.0.0.1:${portOf(alarms.server)}"}}`,
  )
  large = await site.enrol(gateway, 0)
  small = await site.enrol(gateway, 1)
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
  alarms?.server.close()
  await closeService()
})

test('a service stops, its queue fills, the alarm comes; it returns, the queue drains in turns; what is parked is found, read and put back', async () => {
  await using window = await openWindow(addressOf(gateway), { locale: 'en-GB', screens: SCREENS })
  const { page } = window
  await signInFirst(page, await invited())
  const many = await makeSets(site, large, 'L', 6)
  const [one] = await makeSets(site, small, 'S', 1)
  await closeService()
  await sendAll(gateway, large, many)
  await sendAll(gateway, small, [one as MadeSet])
  await page.getByRole('link', { name: 'Queues', exact: true }).first().click()
  await eventually(
    () => page.reload().then(() => page.locator('h1').textContent()),
    (heading) => heading === '7 hand-overs wait',
  )
  await window.look('story-queue')
  await eventually(
    async () => alarms.told,
    (told) => told.some((kind) => kind === 'raised deliveriesLate DMFA R'),
  )

  await openService()
  const poison = many[0] as MadeSet
  await eventually(
    async () => stub.taken.length,
    (count) => count === 6,
  )
  // Six of one sender waited before the other's only one came: it is not the last.
  expect(stub.taken.indexOf(small.number)).toBeLessThan(3)
  await eventually(
    async () => alarms.told,
    (told) => told.includes('over deliveriesLate DMFA R') && told.includes('raised deliveriesParked DMFA R'),
  )

  await page.getByRole('searchbox').fill(poison.trigger.slice(5, 29).toLowerCase())
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /\.L0001\.R/ }).click()
  await page.getByText(CAUSE).first().waitFor()
  await window.look('story-cause')

  stub.isMended = true
  await page.getByRole('button', { name: 'Put back in the queue' }).click()
  await page.getByLabel('Reason').fill('The archive has room again.')
  await window.look('story-reason')
  await page.getByRole('button', { name: 'Do it' }).click()
  await page.getByText('1 done, 0 skipped').waitFor()
  await eventually(
    async () => stub.taken.length,
    (count) => count === 7,
  )
  await page.getByRole('navigation').getByRole('link', { name: 'Audit', exact: true }).click()
  await page.getByText('The archive has room again.').first().waitFor()
  await window.look('story-audit')
  const seen = ((await page.locator('table').first().textContent()) ?? '').replaceAll(/\s+/g, ' ')
  expect(seen).toContain('operator:ann@console')
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

type Page = Awaited<ReturnType<typeof openWindow>>['page']

async function invited(): Promise<string> {
  const { code } = (await gateway.command('operator', 'add', 'ann', '--role', 'operator')) as {
    code: string
  }
  return code
}

async function signInFirst(page: Page, code: string): Promise<void> {
  await page.goto(`/first-sign-in?code=${code}`)
  await page.getByRole('button', { name: 'Continue' }).click()
  const secret = ((await page.locator('dd .id').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Confirm the new password').fill(PASSWORD)
  await page.getByLabel('Code from your app').fill(appCode(secret))
  await page.getByRole('button', { name: 'Finish and sign in' }).click()
}

function addressOf({ addresses }: GatewayProcess): string {
  return `http://127.0.0.1:${addresses.console?.port}`
}

/** On the same port each time. */
async function openService(): Promise<void> {
  stub.server = createServer((request, response) => {
    const sender = String(request.headers['sluice-userid'])
    const key = String(request.headers['idempotency-key'])
    let text = ''
    request.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
    })
    request.on('end', () => {
      if (!stub.isMended && text.includes('.L0001.')) {
        response.writeHead(503, { 'content-type': 'application/problem+json' })
        return response.end(JSON.stringify({ title: CAUSE, status: 503 }))
      }
      stub.taken.push(sender)
      response.writeHead(201, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ status: 'accepted', reference: key, idempotencyKey: key }))
    })
  })
  await new Promise<void>((resolve) => stub.server.listen(stub.port, '127.0.0.1', resolve))
  stub.port = portOf(stub.server)
}

async function closeService(): Promise<void> {
  stub.server.closeAllConnections()
  await new Promise((resolve) => stub.server.close(resolve))
}

async function listenToAlarms(): Promise<{ server: Server; told: string[] }> {
  const told: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
    request.on('end', () => {
      for (const { what, key } of JSON.parse(text).alarms) told.push(`${what} ${key}`)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, told }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
