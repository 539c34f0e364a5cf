import type { Check } from './check.ts'
import { aboutEach, rootIsOffered, rootIsTaken } from './documents.ts'

/** rule 5.8: the document is of the purpose that stands in the file's name (158); a root that nobody knows is 089. */
export const formTypeFitsName: Check = (facts) =>
  aboutEach(facts, (read) =>
    rootIsTaken(facts, read) || !rootIsOffered(facts, read.root)
      ? []
      : [{ code: 158, seen: read.root, expected: read.service.code }],
  )
