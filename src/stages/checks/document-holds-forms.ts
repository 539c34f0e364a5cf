import type { Check } from './check.ts'
import { aboutEach, rootIsTaken } from './documents.ts'

/** rule 5.10: a document holds at least one Form (157). */
export const documentHoldsForms: Check = (facts) =>
  aboutEach(facts, (read) =>
    read.service.formless || read.document.forms > 0 || !rootIsTaken(facts, read)
      ? []
      : [{ code: 157, seen: read.root }],
  )
