import type { Now } from '../../base/clock.ts'
import type { Log } from '../../base/log.ts'
import type { Desk, ReceiveAnswer } from './desk.ts'
import type { ServiceProof } from './proof.ts'
import type { ProofThrottle } from './proof-throttle.ts'

export type ServicesGround = {
  readonly desk: Desk
  readonly receiveAnswer: ReceiveAnswer
  /** By the code of the service; asked at each request. */
  readonly proofOf: (service: string) => ServiceProof | null
  readonly throttle: ProofThrottle
  readonly health: () => Promise<'up' | 'degraded' | 'down'>
  readonly version: string
  readonly now: Now
  readonly log: Log
}
