/** The web service over TLS on a real database, registry and spool, with a sender that has a certificate for log-in. */
import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../../src/base/log.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import type { SenderNumber } from '../../../src/batch/identifiers.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { connect } from '../../../src/database/connect.ts'
import type { Database } from '../../../src/database/database.ts'
import { SessionRegister } from '../../../src/endpoints/sessions/register.ts'
import type { WebGround } from '../../../src/endpoints/web/ground.ts'
import { bearersOf } from '../../../src/endpoints/web/oauth/bearers.ts'
import { createWebEndpoint } from '../../../src/endpoints/web/web-endpoint.ts'
import type { HttpApp, HttpListener } from '../../../src/http/listener.ts'
import { loginOrigin } from '../../../src/registry/login-origin.ts'
import { createSecretBox } from '../../../src/registry/secret-box.ts'
import { inspectCertificate } from '../../../src/signing/inspect-certificate.ts'
import { type KeyAndCertificate, makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { folderWith } from '../../config/folder.ts'
import { openNode } from '../../mailbox/rig.ts'
import { enrolled, enterpriseNumber, value } from '../../registry/fixtures.ts'
import { testDatabase } from '../../support/test-database.ts'
import { type Answer, type Asked, ask } from './https-client.ts'
import { signedJws } from './jws.ts'

export type Pair = KeyAndCertificate & { readonly key: KeyObject; readonly sha256: string }

export type WebSender = Pair & {
  readonly senderNumber: SenderNumber
  readonly clientId: string
  readonly enterpriseNumber: string
}

export type AssertionParts = {
  readonly sender?: WebSender
  /** Members that replace the usual ones; undefined takes one out. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly key?: KeyObject
}

export type TokenAsked = {
  readonly sender?: WebSender
  readonly assertion?: string
  readonly scope?: string
  /** Of a client that shows a certificate in TLS. */
  readonly certificate?: KeyAndCertificate
  readonly fields?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

export type WebRig = Awaited<ReturnType<typeof openWebRig>>

export const TOKEN_PATH = '/REST/oauth/v5/token'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const ASSERTION_SECONDS = 300

type Options = {
  /** As `--set` has them. */
  readonly sets?: readonly string[]
  readonly ground?: Partial<WebGround>
  readonly poolSize?: number
  /** Further routes. */
  readonly routes?: (app: HttpApp, ground: WebGround) => void
}

type Clock = {
  aheadMs: number
  /** While set, the present stands still there. */
  at: Date | null
}

/** `settings` may be written to at any time. `clock` moves the present of the web service, not of the database. */
export async function openWebRig({ sets = [], ground: own = {}, poolSize = 10, routes }: Options = {}) {
  const database = await testDatabase(poolSize)
  const dir = await mkdtemp(join(tmpdir(), 'sluice-web-'))
  using folder = folderWith({})
  const settings = structuredClone((await loadConfig({ cwd: folder.path, sets, keys: false })).config)
  settings.limits.diskReserveBytes = 0
  const node = await openNode(database, join(dir, 'spool'), { node: 'web' })
  const box = createSecretBox(randomBytes(32).toString('hex'))
  const tls = await serverPair()
  const clock: Clock = { aheadMs: 0, at: null }
  const opened: AsyncDisposable[] = []

  /** One process among those that share the database. */
  async function openProcess(itsDatabase: Database) {
    const bound = { url: '' }
    const ground: WebGround = {
      ...{ database: itsDatabase, box, mailbox: node.mailbox, settings, log: silentLog, metrics: createMetrics() },
      dryRun: async () => ({ ok: true, value: [] }),
      publicUrl: () => settings.web.publicUrl || bound.url,
      bearers: bearersOf(own.database ?? itsDatabase),
      furtherUrls: () => [],
      originOf: (address) => loginOrigin(address, null),
      mayUseWeb: () => true,
      ...{ admits: () => true, register: new SessionRegister() },
      answerCertificates: async () => [],
      health: async () => 'up',
      now: () => clock.at ?? new Date(Date.now() + clock.aheadMs),
      ticks: () => performance.now() + clock.aheadMs,
      ...own,
    }
    const listening = { host: '127.0.0.1', port: 0, limits: settings.limits, log: ground.log }
    const listener: HttpListener = createWebEndpoint({
      ...listening,
      ground,
      tls: { key: tls.keyPem, cert: tls.certificatePem },
    })
    routes?.(listener.app, ground)
    const { port } = await listener.listen()
    bound.url = `https://127.0.0.1:${port}`
    opened.push(listener)
    return { ground, listener, port, url: bound.url }
  }

  const first = await openProcess(database)
  const sender = await enrolWebSender(database, 1)
  const rig = {
    ...first,
    ...{
      database,
      mailbox: node.mailbox,
      node,
      settings,
      clock,
      box,
      sender,
      serverCertificatePem: tls.certificatePem,
      /** Known to everybody here, and no client's. */
      serverKey: createPrivateKey(tls.keyPem),
    },
    ask: (asked: Omit<Asked, 'port' | 'ca'>, port = first.port) => ask({ ...asked, port, ca: tls.certificatePem }),
    enrol: (nth: number, keyType: 'rsa' | 'ec' = 'rsa') => enrolWebSender(database, nth, keyType),
    assertion: (parts: AssertionParts = {}) => assertionOf({ sender, ...parts }, settings.web.publicUrl || first.url),
    fetchToken: (asked: TokenAsked = {}, port = first.port): Promise<Answer> =>
      rig.ask(
        {
          method: 'POST',
          path: TOKEN_PATH,
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...asked.headers },
          body: tokenForm(asked.assertion ?? rig.assertion({ sender: asked.sender ?? sender }), asked),
          ...(asked.certificate && { certificate: asked.certificate }),
        },
        port,
      ),
    /** An access token; throws when none is given. */
    token: async (asked: TokenAsked = {}): Promise<string> => {
      const { status, text, json } = await rig.fetchToken(asked)
      if (status !== 200) throw new Error(`no token: ${status} ${text}`)
      return String(json.access_token)
    },
    /** Another process with a pool of its own, on the same database; its `port` is for `ask` and `fetchToken`. */
    openSecond: async () => {
      const pool = connect({
        connection: database.connection,
        poolSize,
        applicationName: 'sluice test',
        log: silentLog,
      })
      const second = await openProcess(pool)
      opened.push(pool)
      return second
    },
    async [Symbol.asyncDispose]() {
      for (const one of opened) await one[Symbol.asyncDispose]()
      await node[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await rm(dir, { recursive: true, force: true })
    },
  }
  return rig
}

/** The n-th enterprise with an active web channel for DMFA and DIMN, and a certificate that logs in and signs. */
export async function enrolWebSender(
  database: Database,
  nth: number,
  keyType: 'rsa' | 'ec' = 'rsa',
): Promise<WebSender> {
  const pair = await makePair(keyType, { commonName: `Sender ${nth}` })
  const { senderNumber, channels } = await enrolled(database, {
    ...{ enterpriseNumber: enterpriseNumber(nth), channels: ['web'], services: ['DMFA', 'DIMN'] },
    certificates: [inspectedPair(pair)],
  })
  const [channel] = channels
  if (channel?.type !== 'web') throw new TypeError('no web channel')
  return { ...pair, senderNumber, clientId: channel.clientId, enterpriseNumber: enterpriseNumber(nth) }
}

export async function makePair(
  keyType: 'rsa' | 'ec' = 'rsa',
  more: { readonly commonName?: string; readonly days?: number; readonly now?: Date } = {},
): Promise<Pair> {
  const made = await makeSelfSigned({ commonName: 'Sender', days: 90, now: new Date(), ...more, keyType })
  const key = createPrivateKey(made.keyPem)
  return { ...made, key, sha256: inspectedPair(made).sha256 }
}

/** As the upload hands it to the registry. */
export function inspectedPair({ certificatePem }: Pick<KeyAndCertificate, 'certificatePem'>) {
  const policy = { issuers: [], allowSelfSigned: true, now: new Date(), daysMin: 0, usages: [] }
  return value(inspectCertificate(Buffer.from(certificatePem), policy))
}

export function assertionOf({ sender, claims = {}, header = {}, key }: AssertionParts, publicUrl: string): string {
  const signing = key ?? sender?.key
  if (!signing) throw new TypeError('nobody signs')
  const now = Math.floor(Date.now() / 1000)
  const alg = signing.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256'
  return signedJws(
    { alg, typ: 'JWT', ...header },
    {
      ...{ iss: sender?.clientId, sub: sender?.clientId, aud: `${publicUrl}${TOKEN_PATH}` },
      ...{ jti: randomBytes(16).toString('hex'), iat: now, nbf: now, exp: now + ASSERTION_SECONDS, ...claims },
    },
    signing,
  )
}

export function tokenForm(assertion: string, { scope, fields }: Pick<TokenAsked, 'scope' | 'fields'> = {}): string {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
    ...(scope !== undefined && { scope }),
    ...fields,
  }).toString()
}

function serverPair(): Promise<KeyAndCertificate> {
  const names = ['127.0.0.1', 'localhost']
  return makeSelfSigned({ commonName: 'localhost', alternativeNames: names, keyType: 'ec', days: 5, now: new Date() })
}

/** What a token says, whoever signed it. */
export function claimsOf(token: string) {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
