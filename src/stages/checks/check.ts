import { canonicalJson } from '../../base/hashes.ts'
import type { Reason } from '../../batch/reason.ts'
import type { JudgeFacts } from './facts.ts'

/** One question about a set. Named as the statement that holds for a set that passes; answers with what speaks against it. */
export type Check = (facts: JudgeFacts) => readonly Reason[]

/** The rounds of the judgement, in the order of spec §7 (stages A, B, C, D, F): the first that finds a reason is the last. */
export const ROUNDS = ['name', 'set', 'rights', 'signature', 'document'] as const
export type Round = (typeof ROUNDS)[number]

/** What is wrong with an element that all members share is said once, about the set instead of each file. */
export function once(reasons: readonly Reason[]): readonly Reason[] {
  const alike = new Map<string, Reason>()
  for (const reason of reasons) {
    const { file: _, ...aboutAny } = reason
    const key = canonicalJson(aboutAny)
    alike.set(key, alike.has(key) ? aboutAny : reason)
  }
  return [...alike.values()]
}
