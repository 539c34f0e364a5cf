import type { Check } from './check.ts'
import { aboutEach } from './documents.ts'

/** rule 5.3: the root names its schema (136), but in documents of the other family. */
export const schemaIsNamed: Check = (facts) =>
  aboutEach(facts, ({ document, service, root }) =>
    service.formless || document.schemaReference ? [] : [{ code: 136, seen: root, expected: `${root}_20261.xsd` }],
  )
