import type { Check } from './check.ts'
import { triggerOf } from './facts.ts'
import { misnumbered } from './parts.ts'

/** rule 2.5: each FS belongs to a part that the GO announces, and is there once (124). */
export const signaturePartsFit: Check = (facts) => {
  const trigger = triggerOf(facts)
  return trigger ? misnumbered(facts, 'FS', trigger.name, 124) : []
}
