import type { Reason } from '../../batch/reason.ts'
import { ROUNDS, type Round } from './check.ts'
import type { JudgeFacts } from './facts.ts'
import { CHECKS } from './table.ts'

export type Decision = { readonly outcome: 'accepted' | 'rejected'; readonly reasons: readonly Reason[] }

/** A sender can put thousands of misnamed files into one set; the answer carries each code once, and a person reads a page. */
const REASONS_PER_CODE_MAX = 100

/** rule 6.2: all reasons of the first round that finds any, in the table's order; a set without reasons is accepted. */
export function decide(facts: JudgeFacts, rounds: readonly Round[] = ROUNDS): Decision {
  for (const round of rounds) {
    const reasons = reasonsOf(round, facts)
    if (reasons.length > 0) return { outcome: 'rejected', reasons: bounded(reasons) }
  }
  return { outcome: 'accepted', reasons: [] }
}

/** What one round finds, whatever the others find. */
export function reasonsOf(round: Round, facts: JudgeFacts): readonly Reason[] {
  return CHECKS.filter(([itsRound, , , ...kinds]) => itsRound === round && kinds.includes(facts.kind)).flatMap(
    ([, check]) => check(facts),
  )
}

function bounded(reasons: readonly Reason[]): readonly Reason[] {
  const told = new Map<number, number>()
  return reasons.filter(({ code }) => {
    const earlier = told.get(code) ?? 0
    told.set(code, earlier + 1)
    return earlier < REASONS_PER_CODE_MAX
  })
}
