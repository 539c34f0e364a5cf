import type { Check } from './check.ts'
import { signatureIsRequired, triggerOf } from './facts.ts'
import { missingParts, numberOf } from './parts.ts'

/** rule 2.4: where signatures are required there is one FS for each part; elsewhere there are no more FS than parts (122). */
export const signaturesAreComplete: Check = (facts) => {
  const trigger = triggerOf(facts)
  if (!trigger) return []
  const present = numberOf(facts, 'FS')
  const wanted = trigger.name.count
  if (present === wanted || (present < wanted && !signatureIsRequired(facts))) return []
  return [{ code: 122, seen: `${present}/${wanted}`, ...missingParts(facts, 'FS', trigger.name) }]
}
