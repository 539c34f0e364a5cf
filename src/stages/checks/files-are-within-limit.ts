import type { Check } from './check.ts'
import { filesOf, triggerOf } from './facts.ts'
import { sizeText } from './sizes.ts'

/** rule 2.8: no file ran over its size limit while it was sent (184). It counts as present, so that 120 and 122 stay silent. */
export const filesAreWithinLimit: Check = (facts) => {
  if (!triggerOf(facts)) return []
  const { partBytes, signatureBytes } = facts.settings.limits
  const over = (mark: 'FI' | 'FS', limit: number) =>
    filesOf(facts, mark)
      .filter(({ member }) => member.overLimit)
      .map(({ member }) => ({ code: 184, file: member.name, expected: sizeText(limit) }))
  return [...over('FI', partBytes), ...over('FS', signatureBytes)]
}
