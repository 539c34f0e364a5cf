import type { Check } from './check.ts'
import { aboutEach, rootIsTaken } from './documents.ts'

/** rule 5.9: the root holds Form blocks and nothing else (205). */
export const rootHoldsFormsOnly: Check = (facts) =>
  aboutEach(facts, (read) => {
    const { document, service } = read
    const others = service.formless || !rootIsTaken(facts, read) ? [] : document.childrenOtherThanForm
    return others.length === 0 ? [] : [{ code: 205, seen: others.join(', ') }]
  })
