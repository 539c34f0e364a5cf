import type { Check } from './check.ts'
import { triggerOf } from './facts.ts'
import { missingParts, numberOf } from './parts.ts'

/** rule 2.2: there are as many FI as the GO announces (120). */
export const declarationsAreComplete: Check = (facts) => {
  const trigger = triggerOf(facts)
  const present = numberOf(facts, 'FI')
  return !trigger || present === trigger.name.count
    ? []
    : [{ code: 120, seen: `${present}/${trigger.name.count}`, ...missingParts(facts, 'FI', trigger.name) }]
}
