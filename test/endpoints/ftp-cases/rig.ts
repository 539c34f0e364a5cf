/** An FTP engine on loopback, and what a test wants to know of it. */
import { isIP } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createMetrics } from '../../../src/base/metrics.ts'
import { ok } from '../../../src/base/result.ts'
import type { Attributes, ClientFiles } from '../../../src/endpoints/files/client-files.ts'
import { createFtpEngine } from '../../../src/endpoints/ftp/engine.ts'
import type {
  FtpEndpoint,
  FtpLimits,
  FtpLogin,
  FtpLoginAttempt,
  FtpNetwork,
  FtpTls,
} from '../../../src/endpoints/ftp/options.ts'
import { makeSelfSigned } from '../../../src/signing/make-certificate.ts'
import { type ListeningLog, listeningLog } from '../support/listening-log.ts'
import { fileAttributes, memoryFiles } from '../support/memory-files.ts'

export const PASSWORD = 'correct-horse-7'
export const ACCOUNTS: readonly string[] = ['user', 'other']

const PAIR = await makeSelfSigned({
  ...{ commonName: 'localhost', keyType: 'ec', days: 2, now: new Date() },
  alternativeNames: ['localhost', '127.0.0.1'],
})

export type FtpScene = AsyncDisposable &
  Pick<ListeningLog, 'events' | 'logged'> & {
    readonly endpoint: FtpEndpoint
    readonly port: number
    readonly attempts: FtpLoginAttempt[]
    metric(line: string): Promise<number | undefined>
  }

export type FtpSceneOptions = {
  readonly files?: (login: FtpLogin) => ClientFiles
  readonly limits?: Partial<FtpLimits>
  readonly network?: Partial<FtpNetwork>
  /** What a reload has made of it. */
  readonly networkNow?: () => Partial<FtpNetwork>
  /** Null: no TLS at all. */
  readonly tls?: Partial<FtpTls> | null
  readonly implicit?: boolean
  readonly stillHolds?: () => Promise<boolean>
  readonly onLogin?: (attempt: FtpLoginAttempt) => Promise<void> | void
  readonly now?: () => Date
}

/** Accounts: `user` and `other` with `PASSWORD`. The network takes files in clear unless a test says otherwise. */
export async function startFtp(options: FtpSceneOptions = {}): Promise<FtpScene> {
  const attempts: FtpLoginAttempt[] = []
  const usual = memoryFiles()
  const { log, events, logged } = listeningLog()
  const metrics = createMetrics()
  const files = options.files ?? (() => usual)
  const network: FtpNetwork = { name: null, plain: true, passiveAddress: '', passivePorts: null, ...options.network }
  const tls: FtpTls = { ...PAIR, ...USUAL_TLS, ...options.tls }
  const endpoint = await createFtpEngine({
    ...{ host: '127.0.0.1', port: 0, implicitPort: options.implicit ? 0 : null },
    tls: () => (options.tls === null ? null : tls),
    networkOf: (address) => {
      if (isIP(address) === 0) throw new TypeError(`no address: '${address}'`)
      return { ...network, ...options.networkNow?.() }
    },
    login: async (attempt) => {
      attempts.push(attempt)
      await options.onLogin?.(attempt)
      const allowed = ACCOUNTS.includes(attempt.user) && attempt.password === PASSWORD
      const login = { name: attempt.user, stillHolds: options.stillHolds ?? (async () => true) }
      return allowed ? { allowed, login } : { allowed, reason: 'unknown' }
    },
    files: (login) => rooted(files(login)),
    ...(options.limits ? { limits: options.limits } : {}),
    ...{ log, metrics, now: options.now ?? (() => new Date()) },
  })
  return {
    ...{ endpoint, port: (endpoint.implicitAddress ?? endpoint.address).port, attempts, events, logged },
    metric: async (line) => {
      const found = (await metrics.text()).split('\n').find((candidate) => candidate.startsWith(`${line} `))
      return found === undefined ? undefined : Number(found.slice(line.length + 1))
    },
    [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
  }
}

const USUAL_TLS = { sessionReuse: 'required', asksForCertificate: false, closeNotify: 'required' } as const

/** Whoever keeps only files gets the folder that holds them. */
function rooted(files: ClientFiles): ClientFiles {
  const folder: Attributes = { ...fileAttributes(0), kind: 'directory' }
  return { ...files, stat: async (path) => (path === '/' ? ok(folder) : files.stat(path)) }
}

/** Tries until it holds; what never comes to hold ends with the test's own time. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** What this process holds, engine and client together. */
export function heldBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
