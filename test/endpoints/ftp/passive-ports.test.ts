import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { PassivePorts } from '../../../src/endpoints/ftp/passive-ports.ts'

const HOST = '127.0.0.1'

test('any free port, when no range is given', async () => {
  const ports = new PassivePorts()
  const listening = await ports.listen(HOST, null)
  expect(listening?.server.address()).toMatchObject({ address: HOST, port: listening?.port })
  expect(ports.taken).toBe(1)
  listening?.close()
  expect(ports.taken).toBe(0)
})

test('a port of the range, and none when all are taken (case F15)', async () => {
  const port = await freePort()
  const [range, ports] = [{ first: port, last: port }, new PassivePorts()]
  const first = await ports.listen(HOST, range)
  expect(first?.port).toBe(port)
  expect(await ports.listen(HOST, range)).toBe(null)
  first?.close()
  const again = await ports.listen(HOST, range)
  expect(again?.port).toBe(port)
  again?.close()
})

test('a port is free again at once, whatever becomes of the connection that it brought', async () => {
  const port = await freePort()
  const [range, ports] = [{ first: port, last: port }, new PassivePorts()]
  const listening = await ports.listen(HOST, range)
  const client = connect({ host: HOST, port })
  await once(client, 'connect')
  listening?.close()
  listening?.close()
  const again = await ports.listen(HOST, range)
  expect(again?.port).toBe(port)
  again?.close()
  client.destroy()
})

test('two at once never get the same port', async () => {
  const port = await freePort()
  const [range, ports] = [{ first: port, last: port }, new PassivePorts()]
  const both = await Promise.all([ports.listen(HOST, range), ports.listen(HOST, range)])
  expect(both.filter((listening) => listening !== null).map((listening) => listening.port)).toEqual([port])
  for (const listening of both) listening?.close()
  expect(ports.taken).toBe(0)
})

test('a port that another program has is passed over, and is not ours afterwards', async () => {
  const rival = createServer().listen(0, HOST)
  await once(rival, 'listening')
  const { port } = rival.address() as AddressInfo
  const ports = new PassivePorts()
  expect(await ports.listen(HOST, { first: port, last: port })).toBe(null)
  expect(ports.taken).toBe(0)
  await closed(rival)
})

test('every port of a range is found, wherever the search begins', async () => {
  const range = await freeRange(3)
  const ports = new PassivePorts()
  const all = [await ports.listen(HOST, range), await ports.listen(HOST, range), await ports.listen(HOST, range)]
  expect(new Set(all.map((listening) => listening?.port))).toEqual(new Set([range.first, range.first + 1, range.last]))
  for (const listening of all) listening?.close()
})

async function freePort(): Promise<number> {
  return (await freeRange(1)).first
}

/** So many ports in a row that nobody has now. */
async function freeRange(count: number): Promise<{ readonly first: number; readonly last: number }> {
  for (;;) {
    const probe = createServer().listen(0, HOST)
    await once(probe, 'listening')
    const { port: first } = probe.address() as AddressInfo
    await closed(probe)
    const taken = await Promise.all(Array.from({ length: count }, (_, index) => isTaken(first + index)))
    if (!taken.includes(true)) return { first, last: first + count - 1 }
  }
}

async function isTaken(port: number): Promise<boolean> {
  const probe = createServer().listen(port, HOST)
  try {
    await once(probe, 'listening')
    return false
  } catch {
    return true
  } finally {
    await closed(probe)
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}
