/** What a sender may ask at a time by whatever protocol, counted in this process; other senders do not feel it (case H15). */
import { no, ok, type Result } from '../../base/result.ts'
import { type RestProblem, restProblem } from './problems.ts'

type Bucket = { left: number; at: number }

type Limits = { readonly webRequestsPerSecond: number; readonly transfersAtOnce: number }

const BUCKETS_MAX = 10_000
const TRANSFER_RETRY_SECONDS = 1

export class SenderLimits {
  readonly #limits: () => Limits
  readonly #ticks: () => number
  readonly #buckets = new Map<string, Bucket>()
  readonly #transfers = new Map<string, number>()

  /** `ticks`: milliseconds of a clock that never jumps. */
  constructor(limits: () => Limits, ticks: () => number) {
    this.#limits = limits
    this.#ticks = ticks
  }

  /** rule 16.8: one request of this sender. A bucket that refills at the rate and holds twice as much. */
  request(sender: string): Result<void, RestProblem> {
    const { webRequestsPerSecond: rate } = this.#limits()
    const size = Math.max(1, 2 * rate)
    const at = this.#ticks()
    const bucket = this.#buckets.get(sender) ?? { left: size, at }
    const left = Math.min(size, bucket.left + ((at - bucket.at) / 1000) * rate)
    this.#buckets.delete(sender) // so that the map begins with who has been quiet for longest
    this.#buckets.set(sender, { left: left < 1 ? left : left - 1, at })
    this.#forgetQuiet()
    if (left >= 1) return ok(undefined)
    const retryAfterSec = Math.ceil((1 - left) / rate)
    return no(restProblem('tooManyRequests', { retryAfterSec, members: { limit: rate } }))
  }

  /** rule 16.8: one transfer of this sender comes in, until it is disposed. */
  transfer(sender: string): Result<Disposable, RestProblem> {
    const { transfersAtOnce: limit } = this.#limits()
    const count = this.#transfers.get(sender) ?? 0
    if (count >= limit) {
      return no(restProblem('tooManyRequests', { retryAfterSec: TRANSFER_RETRY_SECONDS, members: { limit } }))
    }
    this.#transfers.set(sender, count + 1)
    return ok({ [Symbol.dispose]: () => this.#ended(sender) })
  }

  #ended(sender: string): void {
    const count = (this.#transfers.get(sender) ?? 0) - 1
    if (count > 0) this.#transfers.set(sender, count)
    else this.#transfers.delete(sender)
  }

  #forgetQuiet(): void {
    const [quiet] = this.#buckets.keys()
    if (this.#buckets.size > BUCKETS_MAX && quiet !== undefined) this.#buckets.delete(quiet)
  }
}
