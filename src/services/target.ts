import type { Readable } from 'node:stream'
import type { Sha256 } from '../base/hashes.ts'
import type { Environment } from '../batch/environment.ts'
import type { DeliveryOutcome } from '../ledger/deliveries.ts'

/** What is handed over to an online service: the declaration as its sender signed it, and who sent it by which way. */
export type Parcel = {
  /** Constant for ever: the service, or the target, counts two hand-overs with the same key as one. */
  readonly idempotencyKey: string
  readonly submissionId: string
  readonly service: string
  readonly sender: string
  readonly environment: Environment
  readonly ticket: string
  /** When the declaration was complete, in UTC. */
  readonly sealedAt: string
  /** It came over the web service, at least in part. */
  readonly isFromWeb: boolean
  readonly files: readonly ParcelFile[]
  /** False when an earlier attempt may have left something half made. */
  readonly isFirstAttempt: boolean
  /** An earlier attempt may have reached the service. */
  readonly isDoubtful: boolean
  /** The bytes of `submission.json`: the same for every attempt. */
  readonly description: Buffer
}

export type ParcelFile = {
  /** As received; checked to be a plain name. */
  readonly name: string
  readonly sha256: Sha256
  readonly bytes: number
  /** Fails with `Corrupt` when the stored bytes do not match the digest. */
  readonly content: () => Readable
  /** The same at once, for what is small. */
  readonly whole: () => Promise<Buffer>
}

/**
 * A way to reach an online service. Doing it twice with the same key is doing it once. Throws `Unavailable` when it is certain that nothing was
 * handed over, `Corrupt` when what is there, or what we hold, makes no sense; whatever is uncertain is the outcome `inDoubt`.
 */
export type Target = {
  handOver(parcel: Parcel): Promise<Exclude<DeliveryOutcome, { outcome: 'parked' }>>
  /** Ends what it keeps open, once nothing is under way any more. */
  close?(): void
}
