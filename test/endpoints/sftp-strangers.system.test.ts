/** What happens before a log-in: nothing, or as little as possible. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import ssh2, { type Client } from 'ssh2'
import { expect, test } from 'vitest'
import type { HostKey } from '../../src/endpoints/sftp/host-keys.ts'
import type { Ssh2Protocol } from '../../src/endpoints/sftp/ssh2-internals.ts'
import {
  closing,
  connecting,
  greeted,
  hostKeys,
  loggedIn,
  OTHER_KEY,
  outcomeOf,
  RSA_KEY,
  startEngine,
  USER_KEY,
  untilClosed,
} from './support/engine.ts'

// biome-ignore format: a table
test.each<[string, number, Buffer]>([
  ['CHANNEL_OPEN',                 90, channelOpen()],
  ['GLOBAL_REQUEST',               80, Buffer.concat([text('tcpip-forward'), Buffer.of(1)])],
  ['CHANNEL_REQUEST',              98, Buffer.concat([Buffer.alloc(4), text('exec'), Buffer.of(1), text('id')])],
  ['CHANNEL_DATA',                 94, Buffer.concat([Buffer.alloc(4), text('x')])],
  ['USERAUTH_SUCCESS',             52, Buffer.alloc(0)],
  ['USERAUTH_INFO_RESPONSE',       61, Buffer.alloc(4)],
  ['SERVICE_ACCEPT',                6, text('ssh-userauth')],
  ['a second key exchange',        20, Buffer.alloc(100)],
  ['a message nobody knows',      200, Buffer.alloc(0)],
])('%s before the log-in ends the connection (case S1)', async (_, type, body) => {
  await using engine = await startEngine()
  const client = connecting(engine.port, { authHandler: () => {} })
  const closed = closing(client)
  await once(client, 'handshake')
  sendPayload(client, Buffer.concat([Buffer.of(type), body]))
  await closed
  expect((await engine.logged('sftp.breach')).about.what).toBe(`message ${type} before log-in`)
  expect(engine.attempts).toEqual([])
})

// biome-ignore format: a table
test.each<[string, string | Buffer, string]>([
  ['an identification line without an end', Buffer.alloc(1_000_000, 0x41),  'tooLong'],
  ['junk before the identification line',   'hello\r\nSSH-2.0-x\r\n',        'notSsh'],
  ['the first version of the protocol',     'SSH-1.5-x\r\n',                 'notSsh'],
  ['HTTP',                                  'GET / HTTP/1.1\r\n\r\n',        'notSsh'],
])('%s closes the connection (case S4)', async (_, line, why) => {
  await using engine = await startEngine()
  const socket = await greeted(engine.port)
  socket.on('error', () => {})
  socket.write(line)
  await untilClosed(socket)
  expect(await engine.metric(`sluice_sftp_turned_away_total{why="${why}"}`)).toBe(1)
})

test('who says nothing is closed after the time to log in (case S4)', async () => {
  await using engine = await startEngine({ limits: { loginSeconds: 0.2 } })
  await untilClosed(await greeted(engine.port))
  expect(await engine.metric('sluice_sftp_turned_away_total{why="tooSlow"}')).toBe(1)
})

test('who does not log in is closed after the time to log in (case S6)', async () => {
  await using engine = await startEngine({ limits: { loginSeconds: 0.3 } })
  await closing(connecting(engine.port, { authHandler: () => {} }))
  expect((await engine.logged('sftp.turnedAway')).about.why).toBe('loginTooSlow')
})

test('authentication before its service was asked for ends the connection (case S1)', async () => {
  await using engine = await startEngine()
  const client = connecting(engine.port)
  const { _protocol } = client as unknown as { _protocol: { service: (name: string) => void } }
  _protocol.service = () =>
    sendPayload(client, Buffer.concat([Buffer.of(50), ...['user', 'ssh-connection', 'none'].map(text)]))
  await closing(client)
  expect((await engine.logged('sftp.breach')).about.what).toBe('message 50 before log-in')
  expect(engine.attempts).toEqual([])
})

test('an address in use is the operator’s affair', async () => {
  await using engine = await startEngine()
  await expect(startEngine({ port: engine.port })).rejects.toMatchObject({
    name: 'Misconfigured',
    setting: 'sftp.port',
  })
})

test('a host key on a NIST curve is offered only where the operator wants it', async () => {
  const algorithms = { serverHostKey: ['ecdsa-sha2-nistp256' as const] }
  await using without = await startEngine({ hostKeys: [...hostKeys(), ecdsaHostKey()] })
  expect(await outcomeOf(connecting(without.port, { algorithms }))).toMatch(/no matching host key/)
  await using having = await startEngine({ hostKeys: [...hostKeys(), ecdsaHostKey()], ecdsa: true })
  expect(await outcomeOf(connecting(having.port, { algorithms }))).toBe('ready')
})

test('an identification line may come byte by byte', async () => {
  await using engine = await startEngine()
  const socket = await greeted(engine.port)
  socket.setNoDelay(true)
  for (const byte of Buffer.from('SSH-2.0-slow\r\n')) {
    socket.write(Buffer.of(byte))
    await new Promise((resolve) => setImmediate(resolve))
  }
  const [kexInit] = (await once(socket, 'data')) as [Buffer]
  expect(kexInit[5]).toBe(20)
  socket.destroy()
})

test.each([0xffff_ffff, 0, 13, 36_000])('a first packet of %d bytes ends the connection (case S5)', async (length) => {
  await using engine = await startEngine()
  const socket = await greeted(engine.port)
  socket.write('SSH-2.0-x\r\n')
  const packet = Buffer.alloc(64, 1)
  packet.writeUInt32BE(length)
  socket.write(packet)
  await untilClosed(socket)
  expect((await engine.logged('sftp.connectionError')).about.error).toMatch(/packet/i)
})

test('hundreds who never log in do not keep anybody out (case S6)', async () => {
  await using engine = await startEngine({ limits: { strangers: 40, strangersPerAddress: 40, loginSeconds: 60 } })
  const crowd = Array.from({ length: 200 }, () => connect({ host: '127.0.0.1', port: engine.port }))
  const gone = countClosed(crowd)
  await Promise.all(crowd.map((socket) => once(socket, 'connect')))
  await using client = await loggedIn(engine.port)
  expect(client).toBeDefined()
  expect(await engine.metric('sluice_sftp_strangers')).toBeLessThanOrEqual(40)
  expect(gone()).toBeGreaterThan(0)
  for (const socket of crowd) socket.destroy()
})

test('strangers do not count against those who are logged in', async () => {
  await using engine = await startEngine({ limits: { sessions: 1, strangers: 2 } })
  const crowd = await Promise.all([greeted(engine.port), greeted(engine.port)])
  await using client = await loggedIn(engine.port)
  expect(client).toBeDefined()
  for (const socket of crowd) socket.destroy()
})

test.each([{ sessions: 1 }, { sessionsPerAddress: 1 }, { sessionsPerUser: 1 }])(
  'a session over the limit %o is turned away and told why',
  async (limits) => {
    await using engine = await startEngine({ limits })
    await using first = await loggedIn(engine.port)
    expect(await outcomeOf(connecting(engine.port))).toMatch(/SLU-SESSIONS: Too many sessions are open/)
    first.end()
    await engine.logged('sftp.sessionClosed')
    expect(await outcomeOf(connecting(engine.port))).toBe('ready')
  },
)

// biome-ignore format: a table
test.each<[string, object]>([
  ['only SHA-1 key exchange',    { kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'] }],
  ['only CBC ciphers',           { cipher: ['aes256-cbc', '3des-cbc'] }],
  ['only ssh-rsa host keys',     { serverHostKey: ['ssh-rsa', 'ssh-dss'] }],
  ['only NIST curves',           { kex: ['ecdh-sha2-nistp256'] }],
  ['only SHA-1 authentication',  { cipher: ['aes128-ctr'], hmac: ['hmac-sha1'] }],
])('a client that offers %s is not served (case S3)', async (_, algorithms) => {
  await using engine = await startEngine()
  expect(await outcomeOf(connecting(engine.port, { algorithms }))).toMatch(/no matching|Handshake failed/)
  expect((await engine.logged('sftp.connectionError')).about.client).toMatch(/^SSH-2.0-/)
})

test('an unknown account and a wrong key get the same answer', async () => {
  await using engine = await startEngine()
  const unknown = await outcomeOf(connecting(engine.port, { username: 'nobody' }))
  const wrong = await outcomeOf(connecting(engine.port, { privateKey: OTHER_KEY.privateKey }))
  expect(wrong).toBe(unknown)
  expect(engine.attempts.map(({ user }) => user)).toEqual(['nobody', 'user'])
})

test('a question about a key is not a failed log-in; a signed attempt is (decision 30)', async () => {
  await using engine = await startEngine({ limits: { loginFailuresPerSession: 1 } })
  await outcomeOf(connecting(engine.port, { privateKey: OTHER_KEY.privateKey }))
  expect(engine.attempts).toMatchObject([{ signed: false, verified: false }])
  expect(engine.events.filter(({ event }) => event === 'sftp.loginRefused')).toEqual([])
})

test('a signature by another key does not let in', async () => {
  await using engine = await startEngine()
  expect(await outcomeOf(forging(engine.port, 1))).toMatch(/authentication methods failed/)
  expect((await engine.logged('sftp.loginRefused')).about.reason).toBe('the signature does not verify')
  expect(engine.attempts).toMatchObject([
    { signed: false, verified: false },
    { signed: true, verified: false },
  ])
})

test('after too many failed attempts the connection is ended (case S7)', async () => {
  await using engine = await startEngine({ limits: { loginFailuresPerSession: 2 } })
  expect(await outcomeOf(forging(engine.port, 4))).toBe('Too many attempts to log in.')
  expect(engine.attempts.filter((attempt) => attempt.method === 'publickey' && attempt.signed)).toHaveLength(2)
})

test.each([
  [false, undefined, 'ready'],
  [false, ['ssh-rsa'], 'authentication methods failed'],
  [true, ['ssh-rsa'], 'ready'],
])('an RSA key with the legacy switch %o and the algorithms %o: %s (spec 2.1)', async (legacySshRsa, only, outcome) => {
  await using engine = await startEngine({ legacySshRsa })
  const client = connecting(engine.port, { privateKey: RSA_KEY.privateKey })
  if (only) signWithSha1(client)
  expect(await outcomeOf(client)).toContain(outcome)
  const algorithms = engine.attempts.map((attempt) => (attempt.method === 'publickey' ? attempt.algorithm : ''))
  expect(new Set(algorithms)).toEqual(new Set([only ? 'ssh-rsa' : 'rsa-sha2-256']))
})

test('the list of user key algorithms is well formed (RFC 8308)', async () => {
  await using engine = await startEngine()
  const client = connecting(engine.port)
  const extensions = new Promise<unknown>((resolve) => onExtensions(client, resolve))
  expect(await extensions).toMatchObject([
    {
      name: 'server-sig-algs',
      algs: [
        ...['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'],
        ...['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa'],
      ],
    },
  ])
  client.destroy()
})

test('a registry that does not answer refuses the log-in and counts no failure', async () => {
  await using engine = await startEngine({ onLogin: () => Promise.reject(new Error('database is gone')) })
  expect(await outcomeOf(connecting(engine.port))).toMatch(/authentication methods failed/)
  expect((await engine.logged('sftp.loginUnavailable')).about.error).toBe('database is gone')
})

function ecdsaHostKey(): HostKey {
  const pair = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
  return { type: 'ecdsa-sha2-nistp256', privateKey: pair.private, fingerprint: '' }
}

/** Asks with the right key, signs with another. */
function forging(port: number, times: number): Client {
  const [known, own] = [USER_KEY, OTHER_KEY].map((pair) => ssh2.utils.parseKey(pair.privateKey))
  if (!known || !own || known instanceof Error || own instanceof Error) throw new Error('keys')
  const key = Object.create(known, { sign: { value: (signed: Buffer) => own.sign(signed) } })
  const attempt = { type: 'publickey', username: 'user', key } as const
  return connecting(port, { authHandler: Array.from({ length: times }, () => attempt) })
}

type Handlers = { EXT_INFO: (protocol: unknown, extensions: unknown) => void }

function onExtensions(client: Client, listen: (extensions: unknown) => void): Handlers['EXT_INFO'] {
  const { _handlers } = (client as unknown as { _protocol: { _handlers: Handlers } })._protocol
  const inner = _handlers.EXT_INFO
  _handlers.EXT_INFO = (_, extensions) => listen(extensions)
  return inner
}

/** As clients do that know nothing else. */
function signWithSha1(client: Client): void {
  const inner = onExtensions(client, () => inner(undefined, [{ name: 'server-sig-algs', algs: ['ssh-rsa'] }]))
}

function sendPayload(client: Client, payload: Buffer): void {
  const { _protocol: protocol } = client as unknown as { _protocol: Ssh2Protocol }
  const { write } = protocol._packetRW
  const packet = write.alloc(payload.length, true)
  packet.set(payload, write.allocStartKEX)
  protocol._cipher.encrypt(write.finalize(packet, true))
}

function channelOpen(): Buffer {
  return Buffer.concat([text('session'), Buffer.from([0, 0, 0, 0, 0, 32, 0, 0, 0, 0, 128, 0])])
}

function text(value: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(value.length)
  return Buffer.concat([length, Buffer.from(value)])
}

function countClosed(sockets: readonly Socket[]): () => number {
  let closed = 0
  for (const socket of sockets)
    socket
      .resume()
      .on('close', () => closed++)
      .on('error', () => {})
  return () => closed
}
