import type { Reason } from '../../batch/reason.ts'
import type { Check } from './check.ts'

/**
 * rule 4.1: each FS is a signature over the very bytes of its FI, by a certificate that stood at seal (125).
 * rule 4.2: that certificate is registered for the sender (153, decision 17).
 */
export const signaturesAreGood: Check = ({ signatures }) =>
  signatures.flatMap(({ file, finding }): Reason[] => {
    if (finding.outcome === 'good') return []
    const { code, detail, annex25, seen, expected } = finding
    const fragments = { ...(seen === undefined ? {} : { seen }), ...(expected === undefined ? {} : { expected }) }
    return [{ code, file, detail, annex25, ...fragments }]
  })
