import type { Check } from './check.ts'
import { triggerOf } from './facts.ts'
import { misnumbered } from './parts.ts'

/** rule 2.3: each FI is a part that the GO announces, and is there once (123). */
export const declarationPartsFit: Check = (facts) => {
  const trigger = triggerOf(facts)
  return trigger ? misnumbered(facts, 'FI', trigger.name, 123) : []
}
