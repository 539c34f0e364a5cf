import type { Reason } from '../../batch/reason.ts'
import { ROUNDS, type Round } from './check.ts'
import type { JudgeFacts } from './facts.ts'
import { CHECKS } from './table.ts'

export type Decision = { readonly outcome: 'accepted' | 'rejected'; readonly reasons: readonly Reason[] }

/** rule 6.2: all reasons of the first round that finds any, in the table's order; a set without reasons is accepted. */
export function decide(facts: JudgeFacts, rounds: readonly Round[] = ROUNDS): Decision {
  for (const round of rounds) {
    const reasons = reasonsOf(round, facts)
    if (reasons.length > 0) return { outcome: 'rejected', reasons }
  }
  return { outcome: 'accepted', reasons: [] }
}

/** What one round finds, whatever the others find. */
export function reasonsOf(round: Round, facts: JudgeFacts): readonly Reason[] {
  return CHECKS.filter(([itsRound, , , ...kinds]) => itsRound === round && kinds.includes(facts.kind)).flatMap(
    ([, check]) => check(facts),
  )
}
