import { type FileName, formatFileName, type Mark } from '../../batch/file-name.ts'
import type { Reason } from '../../batch/reason.ts'
import { filesOf, type JudgeFacts } from './facts.ts'

/** How the parts of a set are counted and named. */

export function numberOf(facts: JudgeFacts, mark: Mark): number {
  return filesOf(facts, mark).length
}

/** The names of the parts that the trigger announces and nobody sent, as `expected`; nothing when none is missing. */
export function missingParts(facts: JudgeFacts, mark: Mark, trigger: FileName): Pick<Reason, 'expected'> {
  const present = new Set(filesOf(facts, mark).map(({ name }) => name.part))
  const missing = upTo(trigger.count).filter((part) => !present.has(part))
  const names = missing.map((part) => formatFileName({ ...trigger, mark, part }))
  return names.length > 0 ? { expected: names.join(', ') } : {}
}

/** A part above the count, a count that is not the GO's, and a part that is there twice (decision 10). */
export function misnumbered(facts: JudgeFacts, mark: Mark, trigger: FileName, code: number): readonly Reason[] {
  const taken = new Set<number | null>()
  return filesOf(facts, mark).flatMap(({ member, name }): Reason[] => {
    const again = taken.has(name.part)
    taken.add(name.part)
    const fits = name.count === trigger.count && (name.part ?? 0) <= trigger.count
    if (fits && !again) return []
    const seen = `${name.count}.${name.part}`
    const expected = upTo(trigger.count)
      .map((part) => `${trigger.count}.${part}`)
      .join(', ')
    return [{ code, file: member.name, seen, expected, ...(fits ? { detail: 'twice' } : {}) }]
  })
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}
