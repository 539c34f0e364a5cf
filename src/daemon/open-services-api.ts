import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { errorFields } from '../base/log.ts'
import type { Config } from '../config/schema.ts'
import { readSecret } from '../config/secret.ts'
import { type HealthCheck, healthOf, overall } from '../console/health.ts'
import type { Database } from '../database/database.ts'
import type { ReceiveAnswer } from '../endpoints/services/desk.ts'
import { type ServiceProof, tokenHash } from '../endpoints/services/proof.ts'
import { createServicesEndpoint } from '../endpoints/services/services-endpoint.ts'
import type { Address } from '../http/listener.ts'
import type { WorkerDesk } from '../services/worker-desk.ts'
import type { Ground } from './ground.ts'
import { servicesThrottle } from './services-throttle.ts'
import { liveTlsPair, type TlsPair } from './tls-pair.ts'

const HEALTH_SECONDS = 3

type ServicesUnder = Ground & {
  readonly database: Database
  readonly desk: WorkerDesk
  readonly receiveAnswer: ReceiveAnswer
  readonly readiness: Readonly<Record<string, HealthCheck>>
}

/** The API for online services; null when `onlineServices.port` leaves it off. */
export async function openServicesApi(
  under: ServicesUnder,
): Promise<(AsyncDisposable & { readonly address: Address }) | null> {
  const { live, database, log, ending, now, version, desk, receiveAnswer, readiness } = under
  const { onlineServices, limits } = live.current()
  const { host, port } = onlineServices
  if (port === null) return null
  const pair = await liveTlsPair(under)
  const proofOf = await liveProofs(under)
  const look = healthOf(readiness, HEALTH_SECONDS, log)
  const health = async () => overall(await look())
  const throttle = servicesThrottle(database, () => live.current().limits.serviceFailures)
  const ground = { desk, receiveAnswer, proofOf, throttle, health, version, now, log }
  const listener = createServicesEndpoint({ host, port, limits, log, tls: tlsOf(pair()), ground })
  live.onReload(() => listener.renewTls(tlsOf(pair())))
  const address = await listener.listen()
  return { address, [Symbol.asyncDispose]: () => listener.close(ending.patienceSeconds()) }
}

/** What services show, read now and after each reload. */
async function liveProofs({ live, log }: Ground): Promise<(service: string) => ServiceProof | null> {
  const read = async (config: Config) => {
    const entries = await Promise.all(
      config.services.map(async (service) => [service.code, await proofOf(service)] as const),
    )
    return new Map(entries)
  }
  let proofs = await read(live.current())
  live.onReload(async (config) => {
    try {
      proofs = await read(config)
    } catch (error) {
      log.error('services.proofsNotRead', errorFields(error)) // those before stay in force
    }
  })
  return (service) => proofs.get(service) ?? null
}

async function proofOf({ tokenFile, clientCertificateFile }: Config['services'][number]): Promise<ServiceProof> {
  return {
    tokenHash: tokenFile === '' ? null : tokenHash((await readSecret(tokenFile)).trim()),
    certificate: clientCertificateFile === '' ? null : new X509Certificate(await readFile(clientCertificateFile)).raw,
  }
}

function tlsOf({ keyPem, certificatePem }: TlsPair) {
  return { key: keyPem, cert: certificatePem }
}
