import type { Check } from './check.ts'
import { filesOf, triggerOf } from './facts.ts'

/** rule 2.7: no FI is empty (134). */
export const declarationsHoldContent: Check = (facts) =>
  triggerOf(facts)
    ? filesOf(facts, 'FI')
        .filter(({ member }) => member.bytes === 0 && !member.overLimit)
        .map(({ member }) => ({ code: 134, file: member.name }))
    : []
