import type { Bench } from './figure.ts'

/** Seconds after which no further round of one figure begins, so that a slow machine gets fewer rounds and not a longer run. */
const ROUNDS_SECONDS = 30

type Course = {
  /** Makes ready what all of them use in a round. */
  readonly prepare?: (round: number) => Promise<void>
  /** Turns that do not count; 1 when left out. A gateway that runs for months has its code compiled, ours has just started. */
  readonly warmUps?: number
}

/**
 * Measures in turns (A B A B …): what disturbs the machine for a while disturbs all of them. The first turns warm up and do not
 * count. Resolves with the values of each, round by round.
 */
export async function inTurns<Name extends string>(
  contestants: Readonly<Record<Name, (round: number) => Promise<number>>>,
  { rounds, stop }: Pick<Bench, 'rounds' | 'stop'>,
  { prepare = async () => {}, warmUps = 1 }: Course = {},
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(contestants) as Name[]
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  let began = performance.now()
  for (let round = 0; round < warmUps + rounds; round++) {
    if (round === warmUps) began = performance.now()
    if (round > warmUps && performance.now() - began > ROUNDS_SECONDS * 1000) break
    await prepare(round)
    for (const name of names) {
      stop.throwIfAborted()
      const value = await contestants[name](round)
      if (round >= warmUps) values[name].push(value)
    }
  }
  return values
}
