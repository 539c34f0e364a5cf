/**
 * rule 19.11: what the own workers of an online service may do: claim a delivery, read it, keep it, say what became of it. Leases, fences
 * and keys are those of our own workers; whoever is late changes nothing, and whoever says the same twice has said it once.
 */
import type { Readable } from 'node:stream'
import type { Sha256 } from '../base/hashes.ts'
import type { Database } from '../database/database.ts'
import type { NotClaimed } from '../ledger/claim-deliveries.ts'
import { type DeliveryClaim, type DeliveryOutcome, parseJobId, renewDelivery } from '../ledger/deliveries.ts'
import { forgetJob } from '../ledger/delivery-queueing.ts'
import { readFacts } from '../ledger/facts.ts'
import { storable } from '../ledger/record-outcomes.ts'
import { findServiceDelivery, nextDue, type ServiceDelivery } from '../ledger/worker-deliveries.ts'
import type { Spool } from '../spool/spool.ts'
import type { ClaimsAndOutcomes } from './claims-and-outcomes.ts'
import type { OnlineService } from './online-service.ts'
import { isParcel, parcelFor } from './parcel-for.ts'
import { type Settling, settle } from './settle.ts'
import type { Parcel } from './target.ts'

export type WorkerDesk = {
  /** Takes the delivery of a job, or the next one that is due; null when there is none. */
  claim(service: string, job: string | 'next', owner: string): Promise<ClaimedParcel | NotClaimed | 'noWorkers' | null>
  /** Null when there is no such delivery of the service. */
  parcel(service: string, deliveryId: string): Promise<Parcel | null>
  file(service: string, deliveryId: string, name: string): Promise<DeskFile | null>
  /** False when it is another's by now, or over. */
  renew(service: string, deliveryId: string, fence: number): Promise<boolean>
  report(service: string, deliveryId: string, fence: number, told: WorkerReport): Promise<Reported>
  leaseSeconds(): number
}

export type ClaimedParcel = { readonly claim: DeliveryClaim; readonly parcel: Parcel }
export type DeskFile = { readonly sha256: Sha256; readonly bytes: number; readonly content: () => Readable }

export type WorkerReport =
  | { readonly outcome: 'delivered'; readonly reference: string | null }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'retry'; readonly reason: string; readonly afterSeconds?: number | undefined }

/** The state of the delivery by now, or why nothing was written down. */
export type Reported = DeliveryOutcome['outcome'] | 'unknown' | 'leaseLost'

export type DeskSettings = {
  readonly database: Database
  readonly spool: Pick<Spool, 'stream' | 'read'>
  readonly services: () => readonly OnlineService[]
  readonly claim: ClaimsAndOutcomes['claim']
  readonly settling: (service: OnlineService) => Settling
  readonly leaseSeconds: () => number
}

/** Others take some of them at the same time. */
const CANDIDATES = 10

export function createWorkerDesk(settings: DeskSettings): WorkerDesk {
  const { database, services, settling, leaseSeconds } = settings
  const { queries } = database
  const serviceOf = (code: string) => services().find((service) => service.code === code)
  return {
    leaseSeconds,
    async claim(code, job, owner) {
      const service = serviceOf(code)
      if (service?.target.type !== 'worker') return 'noWorkers'
      if (job !== 'next') return claimJob(parseJobId(job), service, owner, settings)
      for (const submissionId of await nextDue(queries, code, CANDIDATES)) {
        const claimed = await claimJob({ submissionId, service: code }, service, owner, settings)
        if (typeof claimed !== 'string') return claimed
      }
      return null
    },
    async parcel(code, deliveryId) {
      const found = await findServiceDelivery(queries, code, deliveryId)
      const service = serviceOf(code)
      if (!found || !service) return null
      const facts = await readFacts(queries, found.claim.submissionId)
      const parcel = parcelFor({ claim: found.claim, facts }, { ...settling(service), spool: settings.spool })
      return isParcel(parcel) ? parcel : null
    },
    async file(code, deliveryId, name) {
      const parcel = await this.parcel(code, deliveryId)
      return parcel?.files.find((file) => file.name === name) ?? null
    },
    async renew(code, deliveryId, fence) {
      const found = await findServiceDelivery(queries, code, deliveryId)
      return found !== null && renewDelivery(queries, { deliveryId, fence }, leaseSeconds())
    },
    async report(code, deliveryId, fence, told) {
      const service = serviceOf(code)
      const before = service && (await findServiceDelivery(queries, code, deliveryId))
      if (!before) return 'unknown'
      const isHeld = before.state === 'active' && before.claim.fence === fence
      const written = isHeld ? await settle(before.claim, outcomeOf(told, service), settling(service)) : null
      if (written) return written.outcome
      const after = await findServiceDelivery(queries, code, deliveryId)
      return after && isSaid(after, fence, told) ? (after.state as DeliveryOutcome['outcome']) : 'leaseLost'
    },
  }
}

async function claimJob(
  id: { readonly submissionId: string; readonly service: string } | null,
  service: OnlineService,
  owner: string,
  { database: { queries }, spool, claim: take, settling, leaseSeconds }: DeskSettings,
): Promise<ClaimedParcel | NotClaimed> {
  // Of another service there is nothing to be seen here.
  if (id?.service !== service.code) return 'unknown'
  const claimed = await take({ ...id, owner, leaseSeconds: leaseSeconds() })
  if (typeof claimed === 'string') {
    if (claimed === 'paused' || claimed === 'notDue' || claimed === 'targetOpen')
      await forgetJob(queries, id.submissionId, id.service)
    return claimed
  }
  const { claim } = claimed
  const ending = settling(service)
  const { attempts } = service.retry
  const parcel: Parcel | DeliveryOutcome =
    claim.attempts > attempts
      ? { outcome: 'parked', error: `no outcome after ${attempts} attempts` }
      : parcelFor(claimed, { ...ending, spool })
  if (isParcel(parcel)) return { claim, parcel }
  await settle(claim, parcel, ending, 'nothing')
  return 'done'
}

function outcomeOf(told: WorkerReport, { retry }: OnlineService): DeliveryOutcome {
  switch (told.outcome) {
    case 'delivered':
      return { outcome: 'delivered', reference: told.reference }
    case 'refused':
      return { outcome: 'refused', error: told.reason }
    case 'retry': {
      const { afterSeconds } = told
      const asked = afterSeconds === undefined ? {} : { afterSeconds: Math.min(afterSeconds, retry.lastSeconds) }
      return { outcome: 'retrying', error: told.reason, ...asked }
    }
  }
}

/** Exactly this was written down for this claim: the answer to the report was lost. */
function isSaid({ state, claim, reference, lastError }: ServiceDelivery, fence: number, told: WorkerReport): boolean {
  if (claim.fence !== fence) return false
  switch (told.outcome) {
    case 'delivered':
      return state === 'delivered' && reference === (told.reference && storable(told.reference))
    case 'refused':
      return state === 'refused' && lastError === storable(told.reason)
    case 'retry':
      return (state === 'retrying' || state === 'parked') && lastError === storable(told.reason)
  }
}
