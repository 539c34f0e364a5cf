import type { Check } from './check.ts'
import { aboutEach } from './documents.ts'

/** rule 5.11: a document whose schema is installed is valid against it (312); each breach is told with its place (case X9). */
export const documentIsValid: Check = (facts) =>
  aboutEach(facts, ({ document: { schema, schemaReference } }) => {
    if (schema.outcome !== 'invalid') return []
    const expected = schemaReference?.name ?? ''
    const breaches = schema.errors.map(({ line, column, message }) => ({
      ...{ code: 312, seen: message, expected, line, column },
    }))
    return breaches.length > 0 ? breaches : [{ code: 312, expected }]
  })
