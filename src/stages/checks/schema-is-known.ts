import type { Check } from './check.ts'
import { aboutEach } from './documents.ts'

/** rule 5.4: where schemas of the root are installed, the one that the document names is among them (088). */
export const schemaIsKnown: Check = (facts) =>
  aboutEach(facts, ({ document }) =>
    document.schema.outcome === 'unknownVersion' ? [{ code: 88, seen: document.schemaReference?.name ?? '' }] : [],
  )
