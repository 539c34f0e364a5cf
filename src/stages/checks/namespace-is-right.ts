import type { Check } from './check.ts'
import { aboutEach, namespaceOf, rootIsTaken } from './documents.ts'

/** rule 5.6: the root stands in its namespace, which for the classic messages is none (139). */
export const namespaceIsRight: Check = (facts) =>
  aboutEach(facts, (read) => {
    if (read.service.roots.length === 0 || !rootIsTaken(facts, read)) return []
    const expected = namespaceOf(read.root)
    if (read.namespace === expected) return []
    return [{ code: 139, seen: read.namespace ?? '""', expected: expected ?? '""' }]
  })
