/** Whose data connections are taken, and where ours go (cases F4, F8, F15). All of 127.0.0.0/8 being there is Linux's. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import type { DataSocket } from './raw-client.ts'
import { bytesOf, dataTo, member, visit } from './raw-client.ts'
import { startFtp, until } from './rig.ts'

const NO_PLAIN = { plain: false }
const THIRD_ADDRESS = '127.0.0.2'

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'case F4: a data connection that resumes its session is taken, by %s',
  async (version) => {
    await using scene = await startFtp({ network: NO_PLAIN })
    await using client = await visit(scene.port, { minVersion: version, maxVersion: version })
    await client.goPrivate()
    const { stream } = await client.transfer('STOR one')
    stream.end('content')
    expect(await client.code()).toBe('226')
  },
)

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'case F4: a data connection with a session of its own is refused, by %s',
  async (version) => {
    await using scene = await startFtp({ network: NO_PLAIN })
    await using client = await visit(scene.port, { minVersion: version, maxVersion: version })
    await client.goPrivate()
    client.session = null
    const { stream } = await client.transfer('STOR one')
    expect(await client.reply()).toMatch(/^522 SLU-TLS: The data connection must resume/)
    expect(await bytesOf(stream)).toEqual(Buffer.alloc(0))
    expect(await client.codeOf('SIZE one')).toBe('550')
  },
)

test.each(['TLSv1.2', 'TLSv1.3'] as const)("case F4: nor does another user's session help, by %s", async (version) => {
  await using scene = await startFtp({ network: NO_PLAIN })
  await using victim = await visit(scene.port, { minVersion: version, maxVersion: version })
  await victim.goPrivate()
  await using thief = await visit(scene.port, { minVersion: version, maxVersion: version })
  await thief.goPrivate()
  await until(() => thief.session !== null)
  victim.session = thief.session
  await victim.transfer('RETR one').catch(() => {})
  await victim.transfer('STOR one')
  expect(await victim.code()).toBe('522')
})

test('case F4: where sessions need not be resumed, a new one is taken', async () => {
  await using scene = await startFtp({ network: NO_PLAIN, tls: { sessionReuse: 'optional' } })
  await using client = await visit(scene.port)
  await client.goPrivate()
  client.session = null
  const { stream } = await client.transfer('STOR one')
  stream.end('content')
  expect(await client.code()).toBe('226')
})

test('case F4: a third address at the passive port changes nothing', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  const port = await client.passivePort()
  const stranger = await dataTo(port, THIRD_ADDRESS)
  stranger.end('not from the client')
  expect(await bytesOf(stranger)).toEqual(Buffer.alloc(0))
  const { from } = (await scene.logged('ftp.dataStranger')).about
  expect(from).toBe(THIRD_ADDRESS)
  expect(await bytesOf(await dataTo(port, THIRD_ADDRESS))).toEqual(Buffer.alloc(0))
  expect(scene.events.filter(({ event }) => event === 'ftp.dataStranger').length).toBe(1)

  const own = await dataTo(port)
  client.send('STOR one')
  expect(await client.code()).toBe('150')
  own.end('from the client')
  expect(await client.code()).toBe('226')
  expect(await client.ask('SIZE one')).toBe('213 15')
})

test('case F4: the second connection to a passive port is not taken', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  const port = await client.passivePort()
  const first = await dataTo(port)
  await until(() => isRefused(port))
  client.send('STOR one')
  expect(await client.code()).toBe('150')
  first.end('first')
  expect(await client.code()).toBe('226')
})

test('case F8: files go to no other host, to no service, and nobody is even called', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  await using targets = await listeners([THIRD_ADDRESS, '127.0.0.1'])
  const [third, own] = targets.ports
  // biome-ignore format: a table
  const orders = [
    `PORT ${THIRD_ADDRESS.replaceAll('.', ',')},${bytesOfPort(third)}`,
    `EPRT |1|${THIRD_ADDRESS}|${third}|`,
    'PORT 127,0,0,1,0,22',
    'PORT 127,0,0,1,3,255',
    'EPRT |1|127.0.0.1|21|',
    'EPRT |1|127.0.0.1|0|',
    `EPRT |2|::ffff:127.0.0.1|${own}|`,
    `EPRT |2|::ffff:7f00:1|${own}|`,
    `EPRT |2|::1|${own}|`,
    `EPRT |1|localhost|${own}|`,
    `EPRT |1|127.1|${own}|`,
    `PORT 127,0,0,1,${bytesOfPort(own)},0`,
    'PORT 0,0,0,0,200,200',
    'PORT 255,255,255,255,200,200',
    `PORT 127,0,0,256,${bytesOfPort(own)}`,
    'PORT ,,,,,',
    'EPRT |||||',
    'EPRT ',
    'EPRT |',
  ]
  for (const order of orders) {
    expect([order, await client.codeOf(order)]).toEqual([order, expect.stringMatching(/^50[01]$/)])
    expect(await client.codeOf('STOR one')).toBe('425')
  }
  expect(targets.calls()).toBe(0)
})

test('case F8: a client on loopback may be called back, once, after it asked for a transfer', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  await using target = await listeners(['127.0.0.1'])
  const [port = 0] = target.ports
  expect(await client.codeOf(`PORT 127,0,0,1,${bytesOfPort(port)}`)).toBe('200')
  expect(await client.codeOf('NOOP')).toBe('200')
  expect(target.calls()).toBe(0)
  client.send('LIST')
  expect(await client.code()).toBe('150')
  expect(await client.code()).toBe('226')
  expect(await client.codeOf('LIST')).toBe('425')
  expect(target.calls()).toBe(1)
})

test('case F8: nobody is called for a client that has gone, or has changed its mind', async () => {
  await using scene = await startFtp()
  const client = await member(scene.port)
  await using target = await listeners(['127.0.0.1'])
  const [port = 0] = target.ports
  await client.ask(`PORT 127,0,0,1,${bytesOfPort(port)}`)
  await client.ask('USER user')
  await client.logIn()
  expect(await client.codeOf('LIST')).toBe('425')
  await client.ask(`PORT 127,0,0,1,${bytesOfPort(port)}`)
  client.raw.destroy()
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  expect(target.calls()).toBe(0)
})

test('case F15: 10,000 passive ports of one session never used are one at a time', async () => {
  const range = await freePorts(2)
  await using scene = await startFtp({ network: { passivePorts: range } })
  await using client = await member(scene.port)
  client.raw.write('EPSV\r\n'.repeat(10_000))
  let refused = 0
  for (let number = 0; number < 10_000; number++) if ((await client.code()) !== '229') refused += 1
  expect(refused).toBe(0)
  const port = await client.passivePort()
  await until(async () => (await Promise.all([range.first, range.last].map(isRefused))).filter(Boolean).length === 1)
  expect(await isRefused(port)).toBe(false)
})

test('case F15: 10,000 in many sessions are given back with their sessions', async () => {
  const range = await freePorts(8)
  await using scene = await startFtp({ network: { passivePorts: range }, limits: { sessionsPerUser: 50 } })
  for (let round = 0; round < 25; round++) {
    const clients = await Promise.all(Array.from({ length: 8 }, () => member(scene.port)))
    for (const client of clients) client.raw.write('EPSV\r\n'.repeat(50))
    for (const client of clients) for (let number = 0; number < 50; number++) await client.code()
    for (const client of clients) client.raw.destroy()
    await until(async () => (await scene.metric('sluice_ftp_sessions')) === 0)
  }
  for (let port = range.first; port <= range.last; port++) expect(await isRefused(port)).toBe(true)
})

test('case F15: when no port is free it is said so, and one is free after the time for data connections', async () => {
  const range = await freePorts(1)
  await using scene = await startFtp({ network: { passivePorts: range }, limits: { dataSeconds: 0.3 } })
  await using first = await member(scene.port)
  await using second = await member(scene.port)
  await first.passivePort()
  expect(await second.ask('EPSV')).toMatch(/^425 SLU-BUSY/)
  await until(async () => (await second.codeOf('EPSV')) === '229')
  expect(await first.ask('STOR one')).toMatch(/^425 SLU-PARTIAL: The data connection was not made in time/)
})

test('case F15: a port is free again as soon as its connection is there', async () => {
  const range = await freePorts(1)
  await using scene = await startFtp({ network: { passivePorts: range } })
  await using first = await member(scene.port)
  await using second = await member(scene.port)
  await first.transfer('STOR one')
  const { stream } = await second.transfer('STOR two')
  stream.end('while the other one is under way')
  expect(await second.code()).toBe('226')
})

test('case F15: a range that somebody else has taken is no bug, and what cannot be listened on is not lost', async () => {
  await using taken = await listeners(['127.0.0.1'])
  const [port = 0] = taken.ports
  await using scene = await startFtp({ network: { passivePorts: { first: port, last: port } } })
  await using client = await member(scene.port)
  expect(await client.codeOf('EPSV')).toBe('425')
  await taken[Symbol.asyncDispose]()
  expect(await client.codeOf('EPSV')).toBe('229')
})

type Listeners = AsyncDisposable & { readonly ports: number[]; calls(): number }

/** Servers that count who connects. */
async function listeners(hosts: readonly string[]): Promise<Listeners> {
  let calls = 0
  const servers: Server[] = []
  for (const host of hosts) {
    const server = createServer((socket) => {
      calls += 1
      socket.on('error', () => {}).resume()
    })
    server.listen(0, host)
    await once(server, 'listening')
    servers.push(server)
  }
  return {
    ports: servers.map(portOf),
    calls: () => calls,
    [Symbol.asyncDispose]: async () => {
      for (const server of servers) if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** A range of as many ports that were free a moment ago. */
async function freePorts(count: number): Promise<{ first: number; last: number }> {
  for (;;) {
    await using probe = await listeners(['127.0.0.1'])
    const [first = 0] = probe.ports
    await probe[Symbol.asyncDispose]()
    const all = Array.from({ length: count }, (_, number) => first + number)
    if (first + count < 65_536 && (await Promise.all(all.map(isRefused))).every(Boolean))
      return { first, last: first + count - 1 }
  }
}

function bytesOfPort(port = 0): string {
  return `${port >> 8},${port & 255}`
}

/** Whether nobody listens there. */
async function isRefused(port: number): Promise<boolean> {
  const attempt: Promise<DataSocket['raw']> = dataTo(port, THIRD_ADDRESS)
  return attempt.then(
    (socket) => {
      socket.destroy()
      return false
    },
    () => true,
  )
}
