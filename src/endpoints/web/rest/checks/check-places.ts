/** What is checked is in memory: so few requests at a time, and one of each sender. Counted in this process. */
import { no, ok, type Result } from '../../../../base/result.ts'
import { type RestProblem, restProblem } from '../../problems.ts'

const RETRY_SECONDS = 5

export class CheckPlaces {
  readonly #senders = new Set<string>()

  /** rule 17.8: a place for a request of this sender, until it is disposed. */
  take(sender: string, placesMax: number): Result<Disposable, RestProblem> {
    if (this.#senders.has(sender)) {
      return no(restProblem('tooManyRequests', { retryAfterSec: RETRY_SECONDS, members: { limit: 1 } }))
    }
    if (this.#senders.size >= placesMax) return no(restProblem('serviceUnavailable', { retryAfterSec: RETRY_SECONDS }))
    this.#senders.add(sender)
    return ok({ [Symbol.dispose]: () => void this.#senders.delete(sender) })
  }
}
