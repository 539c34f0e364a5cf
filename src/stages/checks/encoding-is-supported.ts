import type { Check } from './check.ts'
import { fileOf } from './documents.ts'

/** rule 5.2: a document is in UTF-8, ISO-8859-1 or US-ASCII (138, decision 21). */
export const encodingIsSupported: Check = ({ documents }) =>
  documents
    .filter(({ encoding }) => !encoding.supported)
    .map((document) => ({
      code: 138,
      ...fileOf(document),
      seen: document.encoding.declared ?? document.encoding.used,
      expected: 'UTF-8, ISO-8859-1, US-ASCII',
    }))
