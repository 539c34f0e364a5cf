import type { Check } from './check.ts'
import { aboutEach, rootIsOffered } from './documents.ts'

/** rule 5.5: the root element is one that the online services know (089); a service that names none takes any. */
export const rootIsKnown: Check = (facts) =>
  aboutEach(facts, ({ service, root }) =>
    service.roots.length === 0 || rootIsOffered(facts, root)
      ? []
      : [{ code: 89, seen: root, expected: service.roots.join(', ') }],
  )
