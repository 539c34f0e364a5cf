/** An engine on loopback with accounts of its own, and what a test wants to know of it. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import ssh2, { type Client, type ConnectConfig } from 'ssh2'
import { createMetrics } from '../../../src/base/metrics.ts'
import type { ClientFiles } from '../../../src/endpoints/files/client-files.ts'
import { createSftpEngine } from '../../../src/endpoints/sftp/engine.ts'
import { fingerprintOf, type HostKeys } from '../../../src/endpoints/sftp/host-keys.ts'
import { makeKeyPair } from '../../../src/endpoints/sftp/key-pair.ts'
import type { LoginAttempt, SftpEndpoint, SftpLimits, SftpLogin } from '../../../src/endpoints/sftp/options.ts'
import { type LoggedEvent, listeningLog } from './listening-log.ts'
import { memoryFiles } from './memory-files.ts'

export const USER_KEY = await makeKeyPair('ed25519', 'user')
export const OTHER_KEY = await makeKeyPair('ed25519', 'other')
export const RSA_KEY = await makeKeyPair('rsa', 'user')
const HOST_KEY = await makeKeyPair('ed25519', 'host')

export type TestEngine = AsyncDisposable & {
  readonly endpoint: SftpEndpoint
  readonly port: number
  readonly attempts: LoginAttempt[]
  readonly events: LoggedEvent[]
  /** Resolves when this event was logged, also before. */
  logged(event: string): Promise<LoggedEvent>
  metric(line: string): Promise<number | undefined>
}

export type TestEngineOptions = {
  readonly files?: () => ClientFiles
  readonly limits?: Partial<SftpLimits>
  readonly legacySshRsa?: boolean
  readonly stillHolds?: () => Promise<boolean>
  readonly port?: number
  readonly hostKeys?: HostKeys
  readonly nextHostKeys?: HostKeys
  readonly ecdsa?: boolean
  readonly onLogin?: (attempt: LoginAttempt) => Promise<void> | void
}

/** Accounts: `user` with `USER_KEY` or `RSA_KEY`; everything else is refused. */
export async function startEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const attempts: LoginAttempt[] = []
  const { log, events, logged } = listeningLog()
  const metrics = createMetrics()
  const files = options.files?.() ?? memoryFiles()
  const known = [USER_KEY, RSA_KEY].map((pair) => blobOf(pair.publicKey).toString('hex'))
  const login: SftpLogin = {
    name: 'user',
    legacySshRsa: options.legacySshRsa ?? false,
    stillHolds: options.stillHolds ?? (async () => true),
  }
  const endpoint = await createSftpEngine({
    host: '127.0.0.1',
    port: options.port ?? 0,
    hostKeys: options.hostKeys ?? hostKeys(),
    nextHostKeys: options.nextHostKeys ?? [],
    algorithms: { ecdsa: options.ecdsa ?? false },
    ...(options.limits ? { limits: options.limits } : {}),
    login: async (attempt) => {
      attempts.push(attempt)
      await options.onLogin?.(attempt)
      const isKnown = attempt.method === 'publickey' && known.includes(attempt.keyBlob.toString('hex'))
      const allowed = attempt.user === 'user' && isKnown
      return allowed ? { allowed, login } : { allowed, reason: 'unknown' }
    },
    files: () => options.files?.() ?? files,
    log,
    metrics,
    now: () => new Date(),
  })
  return {
    endpoint,
    port: endpoint.address.port,
    attempts,
    events,
    logged,
    metric: async (line) => {
      const found = (await metrics.text()).split('\n').find((candidate) => candidate.startsWith(`${line} `))
      return found === undefined ? undefined : Number(found.slice(line.length + 1))
    },
    [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
  }
}

export function hostKeys(): HostKeys {
  const blob = blobOf(HOST_KEY.publicKey)
  return [{ type: 'ssh-ed25519', privateKey: HOST_KEY.privateKey, fingerprint: fingerprintOf(blob) }]
}

/** A client that is logged in. */
export async function loggedIn(port: number, config: ConnectConfig = {}): Promise<Client & AsyncDisposable> {
  const client = connecting(port, config)
  await new Promise((resolve, reject) => client.once('ready', resolve as () => void).once('error', reject))
  client.on('error', () => {})
  return Object.assign(client, {
    [Symbol.asyncDispose]: async () => void client.destroy(),
  })
}

export function connecting(port: number, config: ConnectConfig = {}): Client {
  const client = new ssh2.Client()
  client.connect({ host: '127.0.0.1', port, username: 'user', privateKey: USER_KEY.privateKey, ...config })
  return client
}

/** What became of an attempt to connect: `ready`, or the message of the error. */
export async function outcomeOf(client: Client): Promise<string> {
  const outcome = await new Promise<string>((resolve) => {
    client.once('ready', () => resolve('ready'))
    client.once('error', (error) => resolve(error.message))
    client.once('close', () => resolve('closed'))
  })
  client.on('error', () => {})
  client.destroy()
  return outcome
}

/** Resolves when the connection is over, whatever ended it. */
export function closing(client: Client): Promise<void> {
  return new Promise((resolve) => client.on('error', () => {}).once('close', () => resolve()))
}

/** A plain TCP connection that has read our identification line. */
export async function greeted(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'data')
  return socket
}

/** Everything a socket receives until it is closed. */
export async function untilClosed(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk as Buffer))
  socket.on('error', () => {})
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(chunks)
}

export function blobOf(publicLine: string): Buffer {
  const key = ssh2.utils.parseKey(publicLine)
  if (key instanceof Error) throw key
  return key.getPublicSSH()
}
