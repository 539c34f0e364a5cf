import type { Check } from './check.ts'
import { readDocuments } from './documents.ts'

/** rule 5.13: a set holds no more forms than the limit (275). Known only once its documents were read, so told in their round. */
export const formsAreWithinLimit: Check = (facts) => {
  const forms = readDocuments(facts).reduce((sum, { document }) => sum + document.forms, 0)
  const { limits } = facts.settings
  return forms > limits.forms ? [{ code: 275, seen: `${forms}`, expected: `${limits.forms}` }] : []
}
