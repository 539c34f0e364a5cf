/** Senders at work while one fault follows another; at the end everything is healed and comes to rest, and each side tells what it knows. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import type { Round } from './plan.ts'
import { Protocol, type SoakFigures, type SoakViolation } from './protocol.ts'
import type { Stage } from './stage.ts'
import { atRest } from './verdict.ts'
import { work } from './work.ts'

export type SoakWish = {
  readonly stage: Stage
  readonly faults: readonly Fault[]
  /** Played until they or the minutes are over. */
  readonly rounds: Iterable<Round>
  readonly minutes: number
  readonly seed: number
  /** After so many seconds of rest what is still missing is missed for good. */
  readonly restSeconds?: number
  /** After each round, and at the end. */
  readonly tell: (figures: SoakFigures) => Promise<void>
}

/** Everybody is served again by then. */
const RECOVERY_SECONDS = 120
/** Leases and retries are over by then. */
const REST_SECONDS = 120
const LOOK_MILLISECONDS = 100

/** Resolves with what is wrong when all came to rest; each violation was told to `tell` as well. */
export async function soak({
  stage,
  faults,
  rounds,
  minutes,
  seed,
  restSeconds = REST_SECONDS,
  tell,
}: SoakWish): Promise<readonly SoakViolation[]> {
  const protocol = new Protocol(stage)
  const stop = new AbortController()
  const working = work(stage, seed, stop.signal)
  const playing = async () => {
    for (const round of rounds) {
      if (protocol.minutes >= minutes) break
      await play(stage, faults, round)
      protocol.note(round, await recoverySeconds(stage))
      await pause(round.quietSeconds * 1000)
      await tell(protocol.figures())
    }
  }
  try {
    await Promise.race([playing(), working.then(() => Promise.reject(new Error('nobody works any more')))])
  } finally {
    stop.abort()
    await working
  }
  for (const found of await atRest(stage, restSeconds)) protocol.violations.push(found)
  await tell(protocol.figures())
  return protocol.violations
}

/** All begin, the longest of them ends it, and what began last is healed first. */
async function play(stage: Stage, faults: readonly Fault[], { faults: planned }: Round): Promise<void> {
  const heals: (() => Promise<unknown>)[] = []
  try {
    for (const { name, choice } of planned) {
      const begun = await faults.find((fault) => fault.name === name)?.begin(stage, choice)
      if (begun) heals.unshift(begun)
    }
    await pause(Math.max(...planned.map(({ seconds }) => seconds)) * 1000)
  } finally {
    for (const heal of heals) await heal()
  }
}

/** Until every process is up and every sender got a positive reply again; null: that did not come. */
async function recoverySeconds({ lines, gateways, postgres, redis, service }: Stage): Promise<number | null> {
  const healedAt = performance.now()
  const seconds = () => (performance.now() - healedAt) / 1000
  const isServed = () =>
    [...gateways.values(), postgres, redis, service].every(({ isUp }) => isUp) &&
    lines.every(({ lastReplyAt }) => lastReplyAt > healedAt)
  while (!isServed()) {
    if (seconds() > RECOVERY_SECONDS) return null
    await pause(LOOK_MILLISECONDS)
  }
  return seconds()
}
