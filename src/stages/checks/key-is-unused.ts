import type { Check } from './check.ts'

/** rule 7.3: no set of the same purpose, sender, date, sequence and environment was accepted before (133). */
export const keyIsUnused: Check = ({ keyAcceptedBefore, setKey }) =>
  keyAcceptedBefore ? [{ code: 133, ...(setKey ? { seen: setKey } : {}) }] : []
