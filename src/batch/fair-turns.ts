/**
 * The order of a service's line (rule 25.1, rule 25.2). Each sender has a line of its own for each environment, and its next set gets the turn that
 * follows its last one; a sender without a line begins at the turn that is served now. Who has many waiting is therefore served once a round like
 * everybody else, and nobody who comes later is put before a turn for ever: turns only rise while anything waits.
 */
import type { Environment } from './environment.ts'

/** rule 25.2: so far apart are the turns of one sender; while all three wait, production has 16 of 21 turns, tests 4, simulations 1. */
// biome-ignore format: a table
export const ENVIRONMENT_STEPS: Readonly<Record<Environment, number>> = {
  R:  1,
  T:  4,
  S: 16,
}

export type Newcomer = {
  readonly sender: string
  readonly environment: Environment
  /** The highest turn that a set of the same sender and environment waits for; 0 when none waits. */
  readonly last: number
}

/** `served`: the highest turn that was served since somebody waits; 0 when nobody waits. In the order in which they came. */
export function turnsOf<Comer extends Newcomer>(
  served: number,
  newcomers: readonly Comer[],
): readonly { readonly comer: Comer; readonly turn: number }[] {
  const given = new Map<string, number>()
  return newcomers.map((comer) => {
    const line = `${comer.sender} ${comer.environment}`
    const turn = (given.get(line) ?? Math.max(served, comer.last)) + ENVIRONMENT_STEPS[comer.environment]
    given.set(line, turn)
    return { comer, turn }
  })
}
