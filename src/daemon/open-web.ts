import { type HealthCheck, healthOf, overall } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import type { WebGround } from '../endpoints/web/ground.ts'
import { bearersOf } from '../endpoints/web/oauth/bearers.ts'
import { createWebEndpoint } from '../endpoints/web/web-endpoint.ts'
import type { Address } from '../http/listener.ts'
import type { WebMailbox } from '../mailbox/mailbox.ts'
import { loginOrigin } from '../registry/login-origin.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { networkFault, networkFinder } from './client-networks.ts'
import type { Ground } from './ground.ts'
import { liveView } from './live-view.ts'
import { type OpenDryRun, openDryRun } from './open-dry-run.ts'
import { ownUrlsOf, publicUrlOf, trialUrlsOf } from './portal-address.ts'
import type { DoorWatch } from './session-watch.ts'
import { publishedCertificates } from './signing/published-certificates.ts'
import { liveTlsPair, type TlsPair } from './tls-pair.ts'

const HEALTH_SECONDS = 3

type WebUnder = Ground &
  DoorWatch & {
    readonly database: Database
    readonly mailbox: WebMailbox
    readonly box: SecretBox
    readonly readiness: Readonly<Record<string, HealthCheck>>
  }

export type OpenWeb = AsyncDisposable & { readonly address: Address }

/** The web service for programs: tokens, REST and SOAP. A renewed certificate is in force at the next connection. */
export async function openWeb(under: WebUnder): Promise<OpenWeb> {
  const { live, log, ending } = under
  const { web, limits, mode, selfTest } = live.current()
  const bound: { port?: number } = {}
  const pair = await liveTlsPair(under)
  const dry = openDryRun(under)
  const ground = webGround(under, dry, {
    publicUrl: () => publicUrlOf(web, mode, bound.port),
    furtherUrls: () => [
      ...trialUrlsOf(web, mode, bound.port ?? web.port),
      ...(selfTest.enabled ? ownUrlsOf(web, bound.port ?? web.port) : []),
    ],
  })
  const listener = createWebEndpoint({ host: web.host, port: web.port, limits, log, tls: tlsOf(pair()), ground })
  live.onReload(() => listener.renewTls(tlsOf(pair())))
  const close = async (seconds: number) => {
    await listener.close(seconds)
    await dry[Symbol.asyncDispose]()
  }
  try {
    const address = await listener.listen()
    bound.port = address.port
    return { address, [Symbol.asyncDispose]: () => close(ending.patienceSeconds()) }
  } catch (error) {
    await close(0)
    throw error
  }
}

type Urls = Pick<WebGround, 'publicUrl' | 'furtherUrls'>

function webGround(under: WebUnder, { dryRun }: OpenDryRun, urls: Urls): WebGround {
  const { live, database, mailbox, box, log, metrics, now, readiness, isBanned, registers } = under
  const networkOf = networkFinder(() => live.current().networks)
  const look = healthOf(readiness, HEALTH_SECONDS, log)
  return {
    ...{ database, box, mailbox, dryRun, ...urls, now, log, metrics },
    bearers: bearersOf(database),
    settings: liveView(() => live.current()),
    originOf: (address) => loginOrigin(address, networkOf(address)?.name ?? null),
    mayUseWeb: (address) => !isBanned(address) && networkFault(networkOf(address), 'web') === null,
    admits: (address) => !isBanned(address),
    register: registers.web,
    answerCertificates: () => publishedCertificates(live.current(), now()),
    health: async () => overall(await look()),
    ticks: () => performance.now(),
  }
}

function tlsOf({ keyPem, certificatePem }: TlsPair) {
  return { key: keyPem, cert: certificatePem }
}
