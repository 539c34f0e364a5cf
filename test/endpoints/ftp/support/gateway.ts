/** The FTP engine on loopback, and what a test may decide about it. */
import { createServer, type Server } from 'node:net'
import { Unavailable } from '../../../../src/base/errors.ts'
import type { Log } from '../../../../src/base/log.ts'
import { createMetrics } from '../../../../src/base/metrics.ts'
import { createFtpEngine } from '../../../../src/endpoints/ftp/engine.ts'
import type {
  FtpEndpoint,
  FtpLimits,
  FtpLoginAnswer,
  FtpLoginAttempt,
  FtpTls,
  PortRange,
} from '../../../../src/endpoints/ftp/options.ts'
import { makeSelfSigned } from '../../../../src/signing/make-certificate.ts'
import { type Content, folderStore, inState, mailboxStore, type Store, type StoreState } from './stores.ts'

export type Given = {
  /** The network allows plain FTP. */
  readonly plain: boolean
  readonly tls: 'explicit' | 'implicit' | 'none'
  readonly sessionReuse: FtpTls['sessionReuse']
  readonly closeNotify: FtpTls['closeNotify']
  readonly limits: Partial<FtpLimits>
  readonly passiveAddress: string
  /** `taken`: there is one, and somebody else has it. */
  readonly passivePorts: 'any' | 'taken'
  /** A sender's mailbox, or a plain folder as `sluice neutral` serves it. */
  readonly serves: 'mailbox' | 'folder'
  readonly content: Content
  readonly store: StoreState
  readonly registry: 'well' | 'silent'
}

export const NOTHING_SPECIAL: Given = {
  plain: false,
  tls: 'explicit',
  sessionReuse: 'required',
  closeNotify: 'required',
  limits: {},
  passiveAddress: '',
  passivePorts: 'any',
  serves: 'mailbox',
  content: {},
  store: 'well',
  registry: 'well',
}

export type Gateway = AsyncDisposable & {
  readonly endpoint: FtpEndpoint
  readonly port: number
  /** Names of logged events, in order. */
  readonly events: readonly string[]
  /** Takes an event that was expected out of them; false when there was none. */
  forget(event: string): boolean
  readonly read: Store['read']
  /** The engine's clock goes on by so much at once. */
  passTime(seconds: number): void
  /** The log-in holds no more. */
  suspend(): void
}

/** What the engine's clock shows at first. */
const AT = new Date('2026-11-27T10:00:00Z')
/** So that the engine soon notices what a test changed. */
const WATCH_SECONDS = 0.01

const PAIR = await makeSelfSigned({
  commonName: 'localhost',
  alternativeNames: ['localhost'],
  keyType: 'ec',
  days: 2,
  now: new Date(),
})

export async function startGateway(given: Given = NOTHING_SPECIAL): Promise<Gateway> {
  const store = given.serves === 'mailbox' ? mailboxStore(given.content, AT) : await folderStore(given.content)
  const rival = given.passivePorts === 'taken' ? await listening() : null
  const network = {
    ...{ name: null, plain: given.plain, passiveAddress: given.passiveAddress },
    passivePorts: rival && rangeOf(rival),
  }
  const events: string[] = []
  let now = AT
  let holds = true
  const endpoint = await createFtpEngine({
    host: '127.0.0.1',
    port: 0,
    implicitPort: given.tls === 'implicit' ? 0 : null,
    tls: () => tlsOf(given),
    networkOf: () => network,
    login: async (attempt) => answerTo(attempt, given, async () => holds),
    files: () => inState(given.store, store.files),
    limits: { watchSeconds: WATCH_SECONDS, ...given.limits },
    log: logInto(events),
    metrics: createMetrics(),
    now: () => now,
  })
  return {
    endpoint,
    port: (endpoint.implicitAddress ?? endpoint.address).port,
    events,
    forget: (event) => events.includes(event) && events.splice(events.indexOf(event), 1).length === 1,
    read: store.read,
    passTime: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
    suspend: () => {
      holds = false
    },
    [Symbol.asyncDispose]: async () => {
      await endpoint[Symbol.asyncDispose]()
      rival?.close()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** The account is `anna`, the password `secret`. */
function answerTo(
  { user, password }: FtpLoginAttempt,
  { registry }: Given,
  stillHolds: () => Promise<boolean>,
): FtpLoginAnswer {
  if (registry === 'silent') throw new Unavailable('the registry does not answer')
  const isAnna = user === 'anna' && password === 'secret'
  return isAnna ? { allowed: true, login: { name: 'anna', stillHolds } } : { allowed: false, reason: 'unknown' }
}

function tlsOf({ tls, sessionReuse, closeNotify }: Given): FtpTls | null {
  return tls === 'none' ? null : { ...PAIR, sessionReuse, closeNotify, asksForCertificate: false }
}

async function listening(): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function rangeOf(server: Server): PortRange {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new TypeError('a server that does not listen')
  return { first: address.port, last: address.port }
}

function logInto(events: string[]): Log {
  const write = (event: string): void => void events.push(event)
  return { debug: write, info: write, warn: write, error: write }
}
