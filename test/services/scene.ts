import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sha256 } from '../../src/base/hashes.ts'
import { uuidV7 } from '../../src/base/ids.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import { createMetrics, type Metrics } from '../../src/base/metrics.ts'
import type { Envelope } from '../../src/batch/facts.ts'
import type { Database } from '../../src/database/database.ts'
import { insertDelivery } from '../../src/ledger/deliveries.ts'
import type { Queues } from '../../src/queues/queues.ts'
import { createDeliveries, type Deliveries } from '../../src/services/deliveries.ts'
import type { OnlineService } from '../../src/services/online-service.ts'
import type { DeliveriesSettings } from '../../src/services/settings.ts'
import { verdictOf } from '../stages/a-set.ts'

export const FI = Buffer.from('<?xml version="1.0"?><DmfAOriginal/>')
export const FS = Buffer.from('MIIB')
const CONTENTS = new Map([FI, FS].map((bytes) => [sha256(bytes), bytes] as const))

/** Unique in a file's database, as in life. */
let tickets = 0

export type Scene = AsyncDisposable & {
  readonly database: Database
  readonly folder: string
  readonly service: OnlineService
  /** Of the first `deliveries`. */
  readonly metrics: Metrics
  /** An accepted submission with its delivery row, as the dispatch stage leaves it. */
  accept(sender?: string, service?: string): Promise<{ submissionId: string; ticket: string; deliveryId: string }>
  deliveries(more?: Partial<DeliveriesSettings>): Promise<Deliveries>
  /** Resolves when every delivery of the service is over or parked; `kick` spares the wait for the next look. */
  settled(service?: string, kick?: () => Promise<void>): Promise<void>
  row(deliveryId: string): Promise<{ state: string; attempts: number; dispatches: number; last_error: string | null }>
  /** Paths below the target folder. */
  handedOver(): Promise<string[]>
}

/** A service folder, and submissions ready to be handed over; `queues` may be away. */
export async function scene(database: Database, queues: Queues, log: Log = silentLog): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-services-'))
  const service = serviceAt(join(folder, 'DMFA'), 'DMFA')
  const metrics = createMetrics()
  let isMeasured = false
  const self: Scene = {
    database,
    folder,
    service,
    metrics,
    async accept(sender = '123456', code = 'DMFA') {
      tickets += 1
      const submissionId = uuidV7()
      const ticket = `SLU${String(tickets).padStart(9, '0')}A`
      const { deliveryId } = await database.transaction(async (tx) => {
        await tx
          .insertInto('submission')
          .values({
            submission_id: submissionId,
            sender_number: sender,
            environment: 'R',
            raw_key: submissionId,
            routable: true,
            sealed_at: new Date(),
          } as never)
          .execute()
        for (const [kind, body] of [
          ['envelope', envelopeOf(sender, ticket, code)],
          ['verdict', verdictOf()],
        ] as const)
          await tx
            .insertInto('fact')
            .values({ submission_id: submissionId, kind, body: JSON.stringify(body) })
            .execute()
        return insertDelivery(tx, { submissionId, service: code, sender })
      })
      return { submissionId, ticket, deliveryId }
    },
    deliveries(more = {}) {
      const measured = isMeasured ? createMetrics() : metrics
      isMeasured = true
      return createDeliveries({
        limits: { leaseSeconds: 60, reconcileSeconds: 10, queuedPerService: 1000 },
        database,
        queues,
        spool: {
          stream: (digest) => Readable.from([CONTENTS.get(digest) ?? Buffer.alloc(0)]),
          read: async (digest) => CONTENTS.get(digest) ?? Buffer.alloc(0),
        },
        services: () => [service],
        log,
        metrics: measured,
        gatewayNumber: () => '999999',
        ...more,
      })
    },
    async settled(code = 'DMFA', kick = async () => {}) {
      for (;;) {
        await kick()
        const open = await database.queries
          .selectFrom('delivery')
          .select('delivery_id')
          .where('service', '=', code)
          .where('state', 'in', ['waiting', 'active', 'retrying', 'inDoubt'])
          .execute()
        if (open.length === 0) return
      }
    },
    row: (deliveryId) =>
      database.queries
        .selectFrom('delivery')
        .select(['state', 'attempts', 'dispatches', 'last_error'])
        .where('delivery_id', '=', deliveryId)
        .executeTakeFirstOrThrow(),
    handedOver: () => below(folder),
    async [Symbol.asyncDispose]() {
      for (const table of ['delivery', 'paused_service', 'event', 'target_state'] as const)
        await database.queries.deleteFrom(table).execute()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return self
}

export function serviceAt(path: string, code: string, more: Partial<OnlineService> = {}): OnlineService {
  const retry = { firstSeconds: 0.01, lastSeconds: 0.05, attempts: 5 }
  const breaker = { failures: 1000, firstSeconds: 60, lastSeconds: 60 }
  return { code, target: { type: 'directory', path }, retry, breaker, rate: 100_000, concurrency: 4, ...more }
}

export async function descriptionOf(folder: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, 'submission.json'), 'utf8'))
}

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

export function envelopeOf(sender: string, ticket: string, service: string): Envelope {
  const key = `${service}.${sender}.20260105.00001.R`
  const member = (name: string, bytes: Buffer) => ({
    fileId: uuidV7(),
    name,
    sha256: sha256(bytes),
    bytes: bytes.length,
    overLimit: false,
    channel: 'sftp' as const,
    receivedAt: '2026-01-05T09:59:58.000Z',
  })
  return {
    sender,
    environment: 'R',
    rawKey: `IN.${key}`,
    routable: true,
    members: [member(`FI.${key}.1.1`, FI), member(`FS.${key}.1.1`, FS), member(`GO.${key}.1`, Buffer.alloc(0))],
    sealedAt: '2026-01-05T10:00:00.000Z',
    why: 'complete',
    rights: sha256('rights'),
    ticket,
  }
}
