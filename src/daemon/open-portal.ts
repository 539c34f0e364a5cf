import { type HealthCheck, healthOf, overall } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import type { Address } from '../http/listener.ts'
import { createPortal } from '../portal/portal.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import type { Ground } from './ground.ts'
import { publicUrlOf } from './portal-address.ts'
import { portalGround } from './portal-ground.ts'
import { liveTlsPair } from './tls-pair.ts'

const HEALTH_SECONDS = 3

export type OpenPortal = AsyncDisposable & {
  readonly address: Address
  /** Under which people reach it. */
  readonly publicUrl: string
}

type PortalUnder = Ground & {
  readonly database: Database
  readonly box: SecretBox
  readonly readiness: Readonly<Record<string, HealthCheck>>
}

/** Access management for people, by pages and by API. A renewed certificate is in force at the next connection. */
export async function openPortal(under: PortalUnder): Promise<OpenPortal> {
  const { live, log, ending, readiness } = under
  const { portal, limits, mode } = live.current()
  const { host, port } = portal
  let bound = port
  const publicUrl = () => publicUrlOf(portal, mode, bound)
  const pair = await liveTlsPair(under)
  const look = healthOf(readiness, HEALTH_SECONDS, log)
  const listener = createPortal({
    ...{ host, port, limits, log, tls: tlsOf(pair()) },
    ground: portalGround(under, publicUrl),
    health: async () => overall(await look()),
  })
  live.onReload(() => listener.renewTls(tlsOf(pair())))
  const address = await listener.listen()
  bound = address.port
  return {
    ...{ address, publicUrl: publicUrl() },
    [Symbol.asyncDispose]: () => listener.close(ending.patienceSeconds()),
  }
}

function tlsOf({ keyPem, certificatePem }: { readonly keyPem: string; readonly certificatePem: string }) {
  return { key: keyPem, cert: certificatePem }
}
