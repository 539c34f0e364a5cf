import type { Reason } from '../../batch/reason.ts'
import type { DocumentFindings } from '../checkers/findings.ts'
import type { Check } from './check.ts'
import { fileOf } from './documents.ts'

/** rule 5.1: a document is well-formed XML, without DOCTYPE, in the encoding it declares, of ordinary dimensions (102). */
export const documentIsWellFormed: Check = ({ documents }) =>
  documents.flatMap((document) => {
    const reason = whyNot(document)
    return reason ? [{ ...reason, ...fileOf(document) }] : []
  })

/** A document without any other known fault that was not read to its end is refused too. */
function whyNot({ wellFormed, doctype, encoding, limitExceeded, fault }: DocumentFindings): Reason | null {
  if (!encoding.supported) return null // rule 5.2 says so
  if (doctype) return { code: 102, detail: 'doctype', ...placeOf(fault) }
  if (encoding.fault) {
    return { code: 102, detail: 'encoding', seen: `${encoding.fault.offset}`, expected: encoding.used }
  }
  if (limitExceeded) {
    const { limit, max, line, column } = limitExceeded
    return { code: 102, detail: 'limit', seen: limit, expected: `${max}`, line, column }
  }
  if (fault) return { code: 102, seen: fault.message, ...placeOf(fault) }
  return wellFormed ? null : { code: 102 }
}

function placeOf(fault: DocumentFindings['fault']): Pick<Reason, 'line' | 'column'> {
  return fault ? { line: fault.line, column: fault.column } : {}
}
