import { SCHEMA_BYTES_MAX } from '../checkers/limits.ts'
import type { Check } from './check.ts'
import { aboutEach } from './documents.ts'
import { sizeText } from './sizes.ts'

/** rule 5.12: a document whose schema is installed is small enough to be validated; unseen it does not pass (184). */
export const documentCanBeValidated: Check = (facts) =>
  aboutEach(facts, ({ document }) =>
    document.schema.outcome === 'tooLarge'
      ? [{ code: 184, detail: 'validation', seen: `${document.bytes} B`, expected: sizeText(SCHEMA_BYTES_MAX) }]
      : [],
  )
