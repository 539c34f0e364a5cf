import type { Log } from '../base/log.ts'
import type { Metrics } from '../base/metrics.ts'
import type { DatabaseClock } from '../ledger/database-clock.ts'
import {
  type ClockLimits,
  type ClockState,
  heldFor,
  isReliable,
  NO_STEPS,
  nextSteps,
  type Steps,
  wentBack,
} from './clock-state.ts'

type Telling = { readonly log: Log; readonly metrics: Metrics }

/** Whether the database's clock stepped, also while nobody looked; `isBack`: it went back. */
export type SeenStep = { readonly isStep: boolean; readonly isBack: boolean }

/** rules 32.3 and 32.4: what this process knows of the clocks, told as figures and, when it changes what may be done, in the log. */
export class ClockWatch {
  readonly #log: Log
  readonly #skew: (value: number) => void
  readonly #stepped: (value: number) => void
  #steps: Steps = NO_STEPS
  #isHeldForAll = false
  #wasReliable = true

  constructor({ log, metrics }: Telling) {
    this.#log = log
    this.#skew = metrics.gauge('sluice_clock_skew_seconds', "This machine's clock minus the database's.")
    this.#stepped = metrics.gauge('sluice_clock_step_seconds', "Steps of the database's clock lately, added up.")
  }

  /** `skewSeconds`: by how much this machine's clock is ahead of the database's now. */
  state(skewSeconds: number): ClockState {
    return {
      skewSeconds,
      steppedSeconds: this.#steps.seconds,
      isHeld: this.#isHeldForAll || this.#steps.seenAt !== null,
    }
  }

  /** `moved`: by how many seconds a look moved the clock, at an instant of the steady clock, in seconds. */
  see(known: DatabaseClock, moved: number, at: number, limits: ClockLimits): SeenStep {
    const { clockSeconds, holdHours } = limits
    this.#steps = nextSteps(this.#steps, moved, at, limits)
    this.#isHeldForAll = heldFor(known, holdHours) > 0
    const isStep = Math.abs(moved) > clockSeconds
    if (isStep) this.#log.error('clock.databaseStepped', { seconds: Math.round(moved) })
    return { isStep: isStep || wentBack(known) < -clockSeconds, isBack: moved < -clockSeconds }
  }

  tell(state: ClockState, limits: ClockLimits): void {
    this.#skew(state.skewSeconds)
    this.#stepped(state.steppedSeconds)
    const reliable = isReliable(state, limits)
    if (reliable !== this.#wasReliable) this.#log.warn(reliable ? 'clock.reliable' : 'clock.unreliable', { ...state })
    this.#wasReliable = reliable
  }
}
