/** What was begun before a step may be written after it; so times are pulled back again, when all of that is over. */
const AFTER_SECONDS = [0, 5, 60]

/** rule 32.5: when times are to be pulled back, by the steady clock in seconds. */
export class PullBacks {
  #due: readonly number[] = []

  steppedBack(at: number): void {
    this.#due = AFTER_SECONDS.map((seconds) => at + seconds)
  }

  /** Does `work` if it is due, one at a time; what fails is due again. */
  async doDue(at: number, work: () => Promise<void>): Promise<void> {
    const due = this.#due
    this.#due = due.filter((each) => each > at)
    if (this.#due.length === due.length) return
    try {
      await work()
    } catch (error) {
      this.#due = [at, ...this.#due]
      throw error
    }
  }
}
