import type { Queries } from '../database/database.ts'
import { type DatabaseClock, noteStep, noteTimeSeen } from '../ledger/database-clock.ts'

/** So much later than what was noted last is noted again. */
const NOTED_SECONDS = 60
const HOUR_SECONDS = 3600

/** Tells the other processes, also those to come, of the database's clock. A step that could not be told is told with the next look. */
export class ClockNotes {
  readonly #queries: Queries
  readonly #holdHours: () => number
  #isOwed = false

  /** `holdHours`: `retention.clockHoldHours`. */
  constructor(queries: Queries, holdHours: () => number) {
    this.#queries = queries
    this.#holdHours = holdHours
  }

  /** Throws `Unavailable`. */
  async keep({ told, seenAt }: DatabaseClock, isStep: boolean): Promise<void> {
    this.#isOwed ||= isStep
    if (this.#isOwed) {
      await noteStep(this.#queries, this.#holdHours() * HOUR_SECONDS)
      this.#isOwed = false
    } else if (seenAt === null || told.getTime() - seenAt.getTime() > NOTED_SECONDS * 1000) {
      await noteTimeSeen(this.#queries, told)
    }
  }
}
