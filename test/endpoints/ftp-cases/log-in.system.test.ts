/** Before anybody has proved anything: passwords in clear, the change to TLS, strangers, and limits of sessions. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { bytesOf, closed, member, RawClient, visit } from './raw-client.ts'
import { PASSWORD, startFtp, until } from './rig.ts'

const NO_PLAIN = { plain: false }

test('case F1: without TLS neither name nor password is taken, kept or logged', async () => {
  await using scene = await startFtp({ network: NO_PLAIN })
  await using client = await visit(scene.port)
  expect(await client.codeOf('USER user')).toBe('530')
  expect(await client.codeOf(`PASS ${PASSWORD}`)).toBe('530')
  expect(await client.codeOf(`PASS ${PASSWORD}`)).toBe('530')
  expect(await client.codeOf(`USER ${PASSWORD}`)).toBe('530')
  expect(scene.attempts).toEqual([])
  expect(await client.codeOf('PWD')).toBe('530')

  // what was said in clear does not count after TLS
  await client.startTls()
  expect(await client.codeOf(`PASS ${PASSWORD}`)).toBe('503')
  expect(await client.logIn()).toMatch(/^230/)
  expect(JSON.stringify(scene.events)).not.toContain(PASSWORD)
})

test('case F1: no line of the log holds a password, whether it was right, wrong or out of place', async () => {
  await using scene = await startFtp()
  await using client = await visit(scene.port)
  await client.ask(`PASS ${PASSWORD}`)
  await client.logIn('nobody')
  await client.logIn('user', `${PASSWORD}-wrong`)
  await client.logIn()
  await client.ask(`PASS ${PASSWORD}`)
  await client.ask(`${PASSWORD}`)
  await client.ask(`RETR missing`)
  await client.ask('QUIT')
  expect(scene.attempts).toHaveLength(3)
  expect(JSON.stringify(scene.events)).not.toContain(PASSWORD)
})

test.each([
  ['PROT C', '534'],
  ['CCC', '534'],
])('case F2: %s is refused after TLS began', async (command, code) => {
  await using scene = await startFtp({ network: NO_PLAIN })
  await using client = await visit(scene.port)
  await client.goPrivate()
  expect(await client.codeOf(command)).toBe(code)
})

test('case F2: without PROT P no data connection is used where TLS is required', async () => {
  await using scene = await startFtp({ network: NO_PLAIN })
  await using client = await visit(scene.port)
  await client.startTls()
  await client.logIn()
  const data = await client.data()
  expect(await client.codeOf('STOR one')).toBe('521')
  expect(await bytesOf(data)).toEqual(Buffer.alloc(0))
})

test('case F5: what comes in one packet with AUTH TLS is not performed', async () => {
  await using scene = await startFtp()
  await using client = await visit(scene.port)
  client.send('AUTH TLS', 'USER user', `PASS ${PASSWORD}`)
  expect(await client.code()).toBe('234')
  await client.wrap()
  expect(await client.codeOf('PWD')).toBe('530')
  expect(await client.codeOf(`PASS ${PASSWORD}`)).toBe('503')
  expect(scene.attempts).toEqual([])
})

test('case F5: a log-in in clear does not outlive the change to TLS', async () => {
  await using scene = await startFtp()
  await using client = await member(scene.port)
  await client.ask('RNFR one')
  await client.startTls()
  expect(await client.codeOf('PWD')).toBe('530')
  expect(await scene.metric('sluice_ftp_sessions')).toBe(0)
})

test('clear text instead of a handshake ends the connection, and the endpoint lives on', async () => {
  await using scene = await startFtp()
  await using client = await visit(scene.port)
  await client.ask('AUTH TLS')
  client.send('USER user')
  await closed(client.raw)
  await using next = await member(scene.port)
  expect(await next.codeOf('NOOP')).toBe('200')
})

test.each<[string, boolean, (client: RawClient) => unknown]>([
  ['a handshake that never begins', false, () => {}],
  ['a handshake that stops after its first bytes', false, (client) => client.raw.write(Buffer.of(22, 3, 1, 2))],
  ['a handshake whose client closed its side', false, (client) => client.raw.end()],
  ['a handshake that is reset', false, (client) => client.raw.resetAndDestroy()],
  ['implicit TLS that never begins', true, () => {}],
  ['implicit TLS that is reset', true, (client) => client.raw.resetAndDestroy()],
])('%s ends within the time to log in', async (_, implicit, stall) => {
  await using scene = await startFtp({ implicit, limits: { loginSeconds: 0.2 } })
  const raw = connect({ host: '127.0.0.1', port: scene.port })
  await using client = new RawClient(raw, {})
  await once(raw, 'connect')
  if (!implicit) {
    await client.reply()
    await client.ask('AUTH TLS')
  }
  stall(client)
  await closed(raw)
  await until(async () => (await scene.metric('sluice_ftp_strangers')) === 0)
})

test('implicit TLS begins at once, and files go over TLS without a word', async () => {
  await using scene = await startFtp({ implicit: true, network: NO_PLAIN })
  await using client = await visit(scene.port, { isImplicit: true })
  expect(await client.logIn()).toMatch(/^230/)
  const { stream } = await client.transfer('STOR one')
  stream.end('content')
  expect(await client.code()).toBe('226')
})

test('a certificate that cannot be used ends the connection and nothing else', async () => {
  await using scene = await startFtp({ tls: { keyPem: 'no key', certificatePem: 'no certificate' } })
  await using client = await visit(scene.port)
  expect(await client.codeOf('AUTH TLS')).toBe('451')
  await closed(client.raw)
  await using implicit = await startFtp({ implicit: true, tls: { keyPem: 'no key', certificatePem: 'none' } })
  const raw = connect({ host: '127.0.0.1', port: implicit.port })
  await closed(raw.resume())
  expect((await implicit.logged('ftp.bug')).about.do).toBe('TLS')
})

test('a connection that is reset before it is looked at harms nobody', async () => {
  await using scene = await startFtp()
  const resets = Array.from({ length: 50 }, async () => {
    const socket = connect({ host: '127.0.0.1', port: scene.port })
    await once(socket, 'connect')
    socket.resetAndDestroy()
  })
  await Promise.all(resets)
  await using client = await member(scene.port)
  expect(await client.codeOf('NOOP')).toBe('200')
  await until(async () => (await scene.metric('sluice_ftp_strangers')) === 0)
})

test('who does not log in has to go, also with commands in between', async () => {
  await using scene = await startFtp({ limits: { passwordSeconds: 0.3, watchSeconds: 0.05 } })
  await using client = await visit(scene.port)
  await client.ask('NOOP')
  await client.ask('USER user')
  expect(await client.rest()).toEqual([expect.stringMatching(/^421 SLU-BUSY: The log-in took too long/)])
})

test('who logs in again gets the time to do so, counts as a stranger meanwhile, and frees the place', async () => {
  let [minutes, looks] = [0, 0]
  await using scene = await startFtp({
    limits: { watchSeconds: 0.02 },
    now: () => {
      looks += 1
      return new Date(Date.UTC(2026, 0, 1) + minutes * 60_000)
    },
  })
  await using client = await member(scene.port)
  minutes = 3
  await client.ask('NOOP')
  expect(await client.codeOf('USER user')).toBe('331')
  expect(await scene.metric('sluice_ftp_sessions')).toBe(0)
  expect(await scene.metric('sluice_ftp_strangers')).toBe(1)
  const before = looks
  await until(() => looks > before + 2)
  expect(await client.codeOf(`PASS ${PASSWORD}`)).toBe('230')
  expect(await scene.metric('sluice_ftp_strangers')).toBe(0)
})

test('the last of too many wrong passwords ends the connection', async () => {
  await using scene = await startFtp({ limits: { loginFailuresPerSession: 3 } })
  await using client = await visit(scene.port)
  expect(await client.logIn('user', 'a')).toMatch(/^530/)
  expect(await client.logIn('user', 'b')).toMatch(/^530/)
  expect(await client.logIn('user', 'c')).toMatch(/^421/)
  expect(await client.reply()).toBe('closed')
})

test('a registry that does not answer is no wrong password', async () => {
  const { Unavailable } = await import('../../../src/base/errors.ts')
  await using scene = await startFtp({
    onLogin: () => {
      throw new Unavailable('the database at /var/lib is down')
    },
  })
  await using client = await visit(scene.port)
  expect(await client.logIn()).toBe('421 SLU-STORE: Nobody can log in for a moment. Try again later.')
  expect(await client.reply()).toBe('closed')
})

test('case S6: of too many strangers the oldest goes, and whoever logs in gets in', async () => {
  await using scene = await startFtp({ limits: { strangersPerAddress: 3, strangers: 5 } })
  const first = await visit(scene.port)
  for (let number = 0; number < 3; number++) await visit(scene.port)
  await closed(first.raw)
  expect(await scene.metric('sluice_ftp_strangers')).toBe(3)
  await using client = await member(scene.port)
  expect(await client.codeOf('NOOP')).toBe('200')
})

test.each<[string, object]>([
  ['an account', { sessionsPerUser: 2 }],
  ['an address', { sessionsPerAddress: 2 }],
  ['all', { sessions: 2 }],
])('the sessions of %s are limited, and a closed one makes room', async (_, limits) => {
  await using scene = await startFtp({ limits })
  const first = await member(scene.port)
  await using _second = await member(scene.port)
  await using third = await visit(scene.port)
  expect(await third.logIn()).toMatch(/^421 SLU-SESSIONS/)
  expect(await third.reply()).toBe('closed')
  await first.ask('QUIT')
  await until(async () => (await scene.metric('sluice_ftp_sessions')) === 1)
  await using fourth = await member(scene.port)
  expect(await fourth.codeOf('NOOP')).toBe('200')
})

test('whoever is gone while the password is checked takes no place', async () => {
  let check: () => void = () => {}
  const checked = new Promise<void>((resolve) => {
    check = resolve
  })
  await using scene = await startFtp({ onLogin: () => checked })
  const client = await visit(scene.port)
  client.send('USER user', `PASS ${PASSWORD}`)
  await until(() => scene.attempts.length === 1)
  client.raw.destroy()
  await until(async () => (await scene.metric('sluice_ftp_strangers')) === 0)
  check()
  await using next = await member(scene.port)
  expect(await scene.metric('sluice_ftp_sessions')).toBe(1)
  expect(await next.codeOf('NOOP')).toBe('200')
})
