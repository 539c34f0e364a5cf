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

export type SharedTime = AsyncDisposable & {
  readonly state: () => ClockState
  /** rule 32.4: looks anew; false after a step of the database's clock, when nothing may come to its end by it. Throws `Unavailable`. */
  readonly mayEnd: () => Promise<boolean>
  /** The same for who has just been told the database's time, without another look. */
  readonly mayEndAt: (told: Date) => boolean
}

/** rule 32.2: takes the database's clock over, then looks at it every two seconds. Throws `Unavailable`. */
export async function shareTime(watching: Watching): Promise<SharedTime> {
  const { clock, ticks, database, live, log, metrics, machine = systemNow } = watching
  const skew = metrics.gauge('sluice_clock_skew_seconds', "This machine's clock minus the database's.")
  const stepped = metrics.gauge('sluice_clock_step_seconds', "Steps of the database's clock lately, added up.")
  let steps: Steps = NO_STEPS
  let isHeldForAll = false
  const notes = new ClockNotes(database.queries, () => live.current().retention.clockHoldHours)
  const pullBacks = new PullBacks()
  let wasReliable = true
  const limits = () => limitsOf(live)
  const state = (): ClockState => ({
    skewSeconds: (machine().getTime() - clock.now().getTime()) / 1000,
    steppedSeconds: steps.seconds,
    isHeld: isHeldForAll || steps.seenAt !== null,
  })
  const ask = async () => {
    const asked = ticks()
    const known = await lookAtDatabaseClock(database.queries)
    return { known, moved: clock.agree({ told: known.told, asked, heard: ticks() }) }
  }
  const take = async (known: DatabaseClock, moved: number): Promise<void> => {
    const at = ticks() / 1000
    const { clockSeconds } = limits()
    const isStep = Math.abs(moved) > clockSeconds || wentBack(known) < -clockSeconds
    steps = nextSteps(steps, moved, at, limits())
    isHeldForAll = heldFor(known, limits().holdHours) > 0
    if (Math.abs(moved) > clockSeconds) log.error('clock.databaseStepped', { seconds: Math.round(moved) })
    if (moved < -clockSeconds) pullBacks.steppedBack(at)
    tell()
    await notes.keep(known, isStep)
    await pullBacks.doDue(at, () => database.transaction((tx) => pullBackTimes(tx, live.current().limits.leaseSeconds)))
  }
  const look = async (): Promise<void> => {
    const { known, moved } = await ask()
    await take(known, moved)
  }
  const tell = (): void => {
    const now = state()
    skew(now.skewSeconds)
    stepped(now.steppedSeconds)
    const reliable = isReliable(now, limits())
    if (reliable !== wasReliable) log.warn(reliable ? 'clock.reliable' : 'clock.unreliable', { ...now })
    wasReliable = reliable
  }
  // what the first look moves is this machine's own error; the step is what happened while nobody looked
  const { known } = await ask()
  await take(known, wentBack(known))
  const looking = repeatEvery(() => LOOK_SECONDS, 'clock.notLooked', look, log)
  return {
    state,
    async mayEnd() {
      await look()
      return !state().isHeld
    },
    mayEndAt(told) {
      const awaySeconds = (told.getTime() - clock.now().getTime()) / 1000
      return !state().isHeld && Math.abs(awaySeconds) <= limits().clockSeconds
    },
    [Symbol.asyncDispose]: () => looking[Symbol.asyncDispose](),
  }
}

function limitsOf(live: LiveConfig): ClockLimits {
  const { alarms, retention } = live.current()
  return { clockSeconds: alarms.clockSeconds, holdHours: retention.clockHoldHours }
}
