import type { Bench } from './figure.ts'

/** Seconds after which no further round of one figure begins, so that a slow machine gets fewer rounds and not a longer run. */
const ROUNDS_SECONDS = 30

/**
 * Measures in turns (A B A B …): what disturbs the machine for a while disturbs all of them. A first turn warms up and does not
 * count. `prepare` makes ready what all of them use in a round. Resolves with the values of each, round by round.
 */
export async function inTurns<Name extends string>(
  contestants: Readonly<Record<Name, (round: number) => Promise<number>>>,
  { rounds, stop }: Pick<Bench, 'rounds' | 'stop'>,
  prepare: (round: number) => Promise<void> = async () => {},
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(contestants) as Name[]
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  const began = performance.now()
  for (let round = 0; round <= rounds; round++) {
    if (round > 1 && performance.now() - began > ROUNDS_SECONDS * 1000) break
    await prepare(round)
    for (const name of names) {
      stop.throwIfAborted()
      const value = await contestants[name](round)
      if (round > 0) values[name].push(value)
    }
  }
  return values
}
