/** The gateway tries its own endpoints, over the network, and writes down how that went (decision record 0029). */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorFields } from '../../base/log.ts'
import type { Health } from '../../console/health.ts'
import type { Database, Queries } from '../../database/database.ts'
import { connectFtp } from '../../endpoints/ftp/client.ts'
import { connectSftp } from '../../endpoints/sftp/client.ts'
import { connectWeb, readSigningKey } from '../../endpoints/web/client/web-client.ts'
import { forgetOwnSets, lastGreen, noteTest, type TestedEndpoint } from '../../ledger/retention/self-tests.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import type { OwnSender } from '../../registry/self-test-sender.ts'
import type { Ground } from '../ground.ts'
import type { Address } from '../open-console.ts'
import { NO_REST, repeatEvery } from '../repeat-every.ts'
import { settleOwnSender } from './own-sender.ts'
import { STEP_MILLISECONDS, type Traveller, tripByFolders, tripByWeb, within } from './trip.ts'

type SelfTestGround = Ground & {
  readonly database: Database
  readonly box: SecretBox
  readonly addresses: Partial<Readonly<Record<TestedEndpoint, Address>>>
}

/** What an hour brought is enough to look at. */
const KEPT_HOURS = 1
const FORGOTTEN_AT_ONCE = 500
/** An endpoint that was not green for so many periods is told. */
const PERIODS_MAX = 3

export function startSelfTest(ground: SelfTestGround): AsyncDisposable {
  const { live, database, log, metrics, addresses } = ground
  const green = metrics.gauge(
    'sluice_self_test_last_green_seconds',
    'When the self-test last went well through the endpoint, as seconds since 1970.',
    ['endpoint'],
  )
  metrics.beforeScrape(async () => {
    for (const { endpoint, lastGreenAt } of await lastGreen(database.queries))
      green((lastGreenAt?.getTime() ?? 0) / 1000, { endpoint })
  })
  const everySeconds = () => live.current().selfTest.everySeconds
  const moment = apart(ground.now)
  const trials = (Object.entries(addresses) as [TestedEndpoint, Address][]).map(([endpoint, address]) =>
    repeatEvery(everySeconds, 'selfTest.failed', () => tryEndpoint(endpoint, address, moment, ground), log, NO_REST),
  )
  const forget = async () =>
    void (await database.transaction((tx) => forgetOwnSets(tx, { hours: KEPT_HOURS, limit: FORGOTTEN_AT_ONCE })))
  const chores = [...trials, repeatEvery(everySeconds, 'selfTest.notForgotten', forget, log, NO_REST)]
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(chores.map((chore) => chore[Symbol.asyncDispose]()))
    },
  }
}

/** rule 23.13: each endpoint by itself, so that one that hangs or fails says nothing of the others. */
async function tryEndpoint(
  endpoint: TestedEndpoint,
  address: Address,
  moment: () => Date,
  { live, database, box, log, now }: SelfTestGround,
): Promise<void> {
  const config = live.current()
  // one whose log-in asks for a certificate in TLS is not for our small client
  if (endpoint === 'ftps' && config.ftp.clientCertificate === 'required') return
  const begun = performance.now()
  const error = await attempted(async () => {
    const sender = await settleOwnSender({ database, box, config, now: now() })
    const answerCertificate = await readFile(join(config.certs.dir, 'acknowledgement.crt'), 'latin1')
    const { answerSeconds } = config.selfTest
    await TRIPS[endpoint](reachable(address), { sender, answerCertificate, answerSeconds, now: moment() })
  })
  const milliseconds = Math.round(performance.now() - begun)
  const said = error === null ? null : String(errorFields(error).error)
  await noteTest(database.queries, { endpoint, ok: error === null, milliseconds, error: said })
  if (error !== null) log.warn('selfTest.red', { endpoint, milliseconds, ...errorFields(error) })
}

async function attempted(work: () => Promise<void>): Promise<unknown> {
  return await work().then(
    () => null,
    (failure: unknown) => failure,
  )
}

/** The time, but never twice within a step of the names that are made of it. */
function apart(now: () => Date): () => Date {
  let last = 0
  return () => {
    last = Math.max(last + STEP_MILLISECONDS, now().getTime())
    return new Date(last)
  }
}

const TRIPS: Readonly<Record<TestedEndpoint, (address: Address, traveller: Traveller) => Promise<void>>> = {
  async sftp(address, traveller) {
    const { sftpUser: user, sshKey: privateKey } = traveller.sender
    await using client = await connectSftp({ ...address, user, credential: { privateKey } })
    await within(traveller, tripByFolders(client, traveller))
  },
  async ftps(address, traveller) {
    const { ftpUser: user, ftpPassword: password } = traveller.sender
    await using client = await connectFtp({ ...address, user, password, tls: {} })
    await within(traveller, tripByFolders(client, traveller))
  },
  async web({ host, port }, traveller) {
    const url = new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`)
    await using client = await connectWeb({ url, ...webCredential(traveller.sender), trust: {} })
    await within(traveller, tripByWeb(client, traveller))
  },
}

function webCredential({ clientId, signingKey }: OwnSender) {
  const key = readSigningKey(signingKey)
  if (!key.ok) throw new TypeError(key.problem)
  return { clientId, key: key.value }
}

/** A listener on every address is called on this machine's own. */
function reachable({ host, port }: Address): Address {
  if (host === '0.0.0.0') return { host: '127.0.0.1', port }
  return { host: host === '::' ? '::1' : host, port }
}

/** rule 23.12: `since`: before so many periods have passed from the start, none is missed. */
export async function selfTestHealth(
  queries: Queries,
  { everySeconds, since, now }: { readonly everySeconds: number; readonly since: Date; readonly now: Date },
): Promise<Health> {
  const tolerated = everySeconds * PERIODS_MAX * 1000
  const seen = await lastGreen(queries)
  const late = seen.filter(({ lastGreenAt }) => {
    const latest = Math.max(lastGreenAt?.getTime() ?? 0, since.getTime())
    return now.getTime() - latest > tolerated
  })
  if (seen.length === 0 && now.getTime() - since.getTime() > tolerated)
    return { state: 'degraded', detail: 'the self-test has not run; look for selfTest.failed in the log' }
  if (late.length === 0) return { state: 'up' }
  const said = late.map(({ endpoint, lastGreenAt, last }) => {
    return `${endpoint} not since ${lastGreenAt?.toISOString() ?? 'a day'}: ${last.error ?? 'none was made since'}`
  })
  return { state: 'degraded', detail: `the self-test does not come through: ${said.join('; ')}` }
}
