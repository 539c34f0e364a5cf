/**
 * A clock that is kept elsewhere: looked at now and then, and carried on in between by this process's steady clock, so that a step of this
 * machine's own clock does not move it.
 */
import type { Now } from './clock.ts'

/** Milliseconds of a clock that never steps; only differences mean something. */
export type Ticks = () => number

/** What the other clock told, and between which instants of the steady clock it was read. */
export type ClockLook = { readonly told: Date; readonly asked: number; readonly heard: number }

export type CarriedClock = {
  readonly now: Now
  /** Moves this clock as little as makes it agree with the look; by how many seconds. */
  agree(look: ClockLook): number
}

/** The other clock is told in whole milliseconds. */
const TOLD_TO_MILLISECONDS = 1

/** `begin` tells the time until the first look. */
export function carriedClock(begin: Now, ticks: Ticks): CarriedClock {
  let ahead = begin().getTime() - ticks()
  return {
    now: () => new Date(ahead + ticks()),
    agree({ told, asked, heard }) {
      const least = told.getTime() - heard
      const most = told.getTime() + TOLD_TO_MILLISECONDS - asked
      const agreed = Math.min(Math.max(ahead, least), most)
      const moved = agreed - ahead
      ahead = agreed
      return moved / 1000
    },
  }
}

/** For how long something lasts, as a clock: what `begin` tells now, carried on by the steady clock alone. */
export function steadyFrom(begin: Now, ticks: Ticks): Now {
  return carriedClock(begin, ticks).now
}
