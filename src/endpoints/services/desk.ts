/** What online services may do, handed in by the composition root: an endpoint translates and does not decide. */
import type { Readable } from 'node:stream'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Environment } from '../../batch/environment.ts'

/** A delivery in the hands of a worker. */
export type Claimed = {
  readonly claim: {
    readonly deliveryId: string
    readonly fence: number
    readonly attempts: number
    readonly isDoubtful: boolean
  }
  readonly parcel: Described
}

export type Described = {
  readonly idempotencyKey: string
  readonly submissionId: string
  readonly sender: string
  readonly environment: Environment
  readonly ticket: string
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[]
  /** `submission.json`. */
  readonly description: Buffer
}

export type NotClaimed = 'unknown' | 'done' | 'paused' | 'notDue' | 'taken' | 'targetOpen' | 'noWorkers'

export type Report =
  | { readonly outcome: 'delivered'; readonly reference: string | null }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'retry'; readonly reason: string; readonly afterSeconds?: number | undefined }

export type DeliveryState = 'delivered' | 'refused' | 'retrying' | 'inDoubt' | 'parked'

export type Desk = {
  claim(service: string, job: string | 'next', owner: string): Promise<Claimed | NotClaimed | null>
  parcel(service: string, deliveryId: string): Promise<Described | null>
  file(service: string, deliveryId: string, name: string): Promise<DeskFile | null>
  renew(service: string, deliveryId: string, fence: number): Promise<boolean>
  report(
    service: string,
    deliveryId: string,
    fence: number,
    told: Report,
  ): Promise<DeliveryState | 'unknown' | 'leaseLost'>
  leaseSeconds(): number
}

export type DeskFile = { readonly sha256: string; readonly bytes: number; readonly content: () => Readable }

/** Which declaration an answer is about; `document`: it says so itself. */
export type AnswerReference =
  | { readonly submissionId: string }
  | { readonly ticket: string }
  | { readonly sender: string; readonly environment: string }
  | 'document'

export type IncomingAnswer = {
  readonly service: string
  readonly reference: AnswerReference
  readonly purpose: string
  readonly key: string
  readonly bytes: AsyncIterable<Uint8Array>
  readonly via: 'http'
}

export type ReceivedAnswer = { readonly answerId: string; readonly name: string; readonly replayed: boolean }

export type ReceiveAnswer = (answer: IncomingAnswer) => Promise<Result<ReceivedAnswer, Refusal>>
