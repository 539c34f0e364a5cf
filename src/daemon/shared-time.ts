/**
 * rule 32.1: the one clock by which this process decides: the database's, which all processes share, carried on by the steady clock. A step of
 * this machine's clock moves nothing; it is measured and told.
 */
import type { CarriedClock, Ticks } from '../base/carried-clock.ts'
import { type Now, systemNow } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { LiveConfig } from '../config/live.ts'
import type { Database } from '../database/database.ts'
import { pullBackTimes } from '../database/pull-back-times.ts'
import { type DatabaseClock, lookAtDatabaseClock } from '../ledger/database-clock.ts'
import { ClockNotes } from './clock-notes.ts'
import { type ClockLimits, type ClockState, wentBack } from './clock-state.ts'
import { ClockWatch } from './clock-watch.ts'
import { PullBacks } from './pull-backs.ts'
import { repeatEvery } from './repeat-every.ts'

const LOOK_SECONDS = 2

type Watching = {
  readonly clock: CarriedClock
  readonly ticks: Ticks
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly live: LiveConfig
  readonly log: Log
  readonly metrics: Metrics
  /** This machine's clock. */
  readonly machine?: Now
}

/** A look, and by how many seconds it moved this process's clock. */
type Look = { readonly known: DatabaseClock; readonly moved: number }

export class SharedTime implements AsyncDisposable {
  readonly #watching: Watching
  readonly #watch: ClockWatch
  readonly #notes: ClockNotes
  readonly #pullBacks = new PullBacks()
  #looking: AsyncDisposable | undefined

  private constructor(watching: Watching) {
    const { database, live } = watching
    this.#watching = watching
    this.#watch = new ClockWatch(watching)
    this.#notes = new ClockNotes(database.queries, () => live.current().retention.clockHoldHours)
  }

  /** rule 32.2: takes the database's clock over, then looks at it every two seconds. Throws `Unavailable`. */
  static async open(watching: Watching): Promise<SharedTime> {
    const time = new SharedTime(watching)
    // what the first look moves is this machine's own error; the step is what happened while nobody looked
    const { known } = await time.#ask()
    await time.#take({ known, moved: wentBack(known) })
    time.#looking = repeatEvery(
      () => LOOK_SECONDS,
      'clock.notLooked',
      () => time.#look(),
      watching.log,
    )
    return time
  }

  state(): ClockState {
    return this.#watch.state(this.#secondsAhead((this.#watching.machine ?? systemNow)()))
  }

  /** rule 32.4: looks anew; false after a step of the database's clock, when nothing may come to its end by it. Throws `Unavailable`. */
  async mayEnd(): Promise<boolean> {
    await this.#look()
    return !this.state().isHeld
  }

  /** The same for who has just been told the database's time, without another look. */
  mayEndAt(told: Date): boolean {
    return !this.state().isHeld && Math.abs(this.#secondsAhead(told)) <= this.#limits().clockSeconds
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#looking?.[Symbol.asyncDispose]()
  }

  async #look(): Promise<void> {
    await this.#take(await this.#ask())
  }

  async #ask(): Promise<Look> {
    const { clock, ticks, database } = this.#watching
    const asked = ticks()
    const known = await lookAtDatabaseClock(database.queries)
    return { known, moved: clock.agree({ told: known.told, asked, heard: ticks() }) }
  }

  async #take({ known, moved }: Look): Promise<void> {
    const at = this.#watching.ticks() / 1000
    const { isStep, isBack } = this.#watch.see(known, moved, at, this.#limits())
    if (isBack) this.#pullBacks.steppedBack(at)
    this.#watch.tell(this.state(), this.#limits())
    await this.#notes.keep(known, isStep)
    await this.#pullBacks.doDue(at, () => this.#pullBack())
  }

  async #pullBack(): Promise<void> {
    const { database, live } = this.#watching
    await database.transaction((tx) => pullBackTimes(tx, live.current().limits.leaseSeconds))
  }

  #secondsAhead(other: Date): number {
    return (other.getTime() - this.#watching.clock.now().getTime()) / 1000
  }

  #limits(): ClockLimits {
    const { alarms, retention } = this.#watching.live.current()
    return { clockSeconds: alarms.clockSeconds, holdHours: retention.clockHoldHours }
  }
}
