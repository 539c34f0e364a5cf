import { type HealthCheck, healthOf, overall } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import type { Address, HttpListener } from '../http/listener.ts'
import { createEidEntrance } from '../portal/eid-entrance.ts'
import type { PortalGround } from '../portal/ground.ts'
import type { EidGround } from '../portal/identity-ground.ts'
import { createPortal } from '../portal/portal.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import type { Ground } from './ground.ts'
import { openEid, openProviders } from './identity-providers.ts'
import { openDryRun } from './open-dry-run.ts'
import { publicUrlOf } from './portal-address.ts'
import { portalGround } from './portal-ground.ts'
import type { SendingPorts } from './sending-facts.ts'
import { liveTlsPair, type TlsPair } from './tls-pair.ts'

const HEALTH_SECONDS = 3

export type OpenPortal = AsyncDisposable & {
  readonly address: Address
  readonly publicUrl: string
  /** Of the listener that asks for the certificate of a card; null without one. */
  readonly eidAddress: Address | null
}

type PortalUnder = Ground & {
  readonly database: Database
  readonly box: SecretBox
  readonly readiness: Readonly<Record<string, HealthCheck>>
  /** Of the endpoints of this process, which may listen on any free port. */
  readonly ports: SendingPorts
}

/** Access management for people, by pages and by API. A renewed certificate is in force at the next connection. */
export async function openPortal(under: PortalUnder): Promise<OpenPortal> {
  const { live, log, ending, readiness } = under
  const { portal, limits, mode } = live.current()
  const bound: { portal?: Address; eid?: Address } = {}
  const publicUrl = () => publicUrlOf(portal, mode, bound.portal?.port)
  const entranceUrl = () => publicUrlOf(portal.eid, mode, bound.eid?.port)
  const eid = await openEid(under, entranceUrl)
  const pair = await liveTlsPair(under)
  const dry = openDryRun(under)
  const elsewhere = { eid, ...(await openProviders(under, publicUrl)) }
  const ground = portalGround({ ...under, pair, dryRun: dry.dryRun }, publicUrl, elsewhere)
  const look = healthOf(readiness, HEALTH_SECONDS, log)
  const listener = createPortal({
    ...{ host: portal.host, port: portal.port, limits, log, tls: tlsOf(pair()) },
    ...{ ground, health: async () => overall(await look()) },
  })
  const entrance = eid && eidEntrance(under, ground, eid, pair())
  const all = [listener, ...(entrance ? [entrance] : [])]
  live.onReload(() => {
    for (const one of all) one.renewTls(tlsOf(pair()))
  })
  const close = async (seconds: number) => {
    await Promise.all(all.map((one) => one.close(seconds)))
    await dry[Symbol.asyncDispose]()
  }
  try {
    const address = await listener.listen()
    bound.portal = address
    if (entrance) bound.eid = await entrance.listen()
    return {
      ...{ address, eidAddress: bound.eid ?? null, publicUrl: publicUrl() },
      [Symbol.asyncDispose]: () => close(ending.patienceSeconds()),
    }
  } catch (error) {
    await close(0) // one that listens alone would keep the process from ending
    throw error
  }
}

function eidEntrance({ live, log }: PortalUnder, ground: PortalGround, eid: EidGround, pair: TlsPair): HttpListener {
  const { portal, limits } = live.current()
  const { host, port } = portal.eid
  return createEidEntrance({ host, port, limits, log, tls: tlsOf(pair), ground, eid })
}

function tlsOf({ keyPem, certificatePem }: TlsPair) {
  return { key: keyPem, cert: certificatePem }
}
