import { readFile } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { connect, eventually, openSite, type Site } from './gateway.ts'

const STRANGERS = 500
/** As many as may be in at once, of one address and of all (`strangersPerAddress`, `strangers`). */
const OF_ONE = 30
const OF_ALL = 100
const MEMORY_BYTES_MAX = 128 * 1024 * 1024

let site: Site
let gateway: GatewayProcess
let sender: ExampleSender

beforeAll(async () => {
  site = await openSite('limits.loginSeconds=3')
  gateway = await site.start()
  sender = await site.enrol(gateway)
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test.each([
  ['one address', 1, OF_ONE],
  ['50 addresses', 50, OF_ALL],
])('case S6: 500 connections from %s that never finish their handshake keep nobody out', async (_, addresses, most) => {
  const pid = await processOf(gateway)
  const before = await residentBytes(pid)
  const strangers = await Promise.all(
    Array.from({ length: STRANGERS }, (__, number) => stranger(gateway, `127.0.0.${1 + (number % addresses)}`, number)),
  )
  expect(await metric(gateway, 'sluice_sftp_strangers')).toBeLessThanOrEqual(most)
  await using client = await connect(gateway, sender)
  expect(await client.list('/OUT')).toEqual({ ok: true, value: [] })
  expect((await residentBytes(pid)) - before).toBeLessThan(MEMORY_BYTES_MAX)

  // those that were let in are closed when their time to log in is over
  await Promise.all(strangers.map(({ closed }) => closed))
  await eventually(
    () => metric(gateway, 'sluice_sftp_strangers'),
    (count) => count === 0,
  )
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

type Stranger = { readonly closed: Promise<void> }

/** Every other one says who it is; none says a word of a key exchange. Resolves when the connection is made, or was ended already. */
async function stranger({ addresses }: GatewayProcess, localAddress: string, number: number): Promise<Stranger> {
  const socket = connectSocket({ ...addresses.sftp, localAddress })
  socket.on('error', () => {}) // it is closed, as is expected
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), closed])
  socket.resume()
  if (number % 2 === 0) socket.write('SSH-2.0-stranger\r\n')
  return { closed }
}

async function metric({ addresses }: GatewayProcess, name: string): Promise<number> {
  const { host, port } = addresses.console
  const text = await (await fetch(`http://${host}:${port}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
}

async function processOf(running: GatewayProcess): Promise<number> {
  const { processes } = (await running.command('status')) as { processes: readonly { pid: number }[] }
  return processes[0]?.pid ?? 0
}

async function residentBytes(pid: number): Promise<number> {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}
