import type { Facts } from '../batch/facts.ts'
import { nextStep, type Step } from '../batch/next-step.ts'

/**
 * What one step came to. Facts: those that hold now, known without asking. `again`: they changed, look once more. `wait`: nothing to
 * do before the time in the claim. `closed`: nothing to do ever, and the claim is gone.
 */
export type StepOutcome = Facts | 'again' | 'wait' | 'closed'

/** The effects behind each step; every one ends in a commit, or in nothing. */
export type Steps<Claim> = {
  readonly facts: (claim: Claim) => Promise<Facts>
  readonly perform: (claim: Claim, step: Step, facts: Facts) => Promise<StepOutcome>
}

/**
 * Takes one submission as far as it goes: reads its facts, asks what follows, does it, and looks again. Starting and recovering are
 * this same call (architecture, first idea). A step limit turns a circle, which would be a bug, into an error.
 */
export async function advance<Claim>(claim: Claim, steps: Steps<Claim>): Promise<'wait' | 'closed'> {
  let facts = await steps.facts(claim)
  for (let taken = 0; taken < STEPS_MAX; taken++) {
    const outcome = await steps.perform(claim, nextStep(facts), facts)
    if (outcome === 'wait' || outcome === 'closed') return outcome
    facts = outcome === 'again' ? await steps.facts(claim) : outcome
  }
  throw new TypeError(`a submission took ${STEPS_MAX} steps without an end`)
}

/** Seal, judge (twice when its name was taken meanwhile), acknowledge, dispatch, close: 6; the rest is room. */
const STEPS_MAX = 20
