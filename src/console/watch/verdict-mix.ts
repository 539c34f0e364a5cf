/** The mix of verdicts of all environments. A set counts under the code that its acknowledgement names first, so that the sums are right. */
import type { VerdictCount } from '../../ledger/watch/flow-history.ts'

export type VerdictMix = {
  readonly judged: number
  readonly accepted: number
  /** The most frequent first. */
  readonly codes: readonly { readonly code: number; readonly sets: number }[]
  /** Of the remaining codes together. */
  readonly others: { readonly codes: number; readonly sets: number }
}

const NAMED_MAX = 6

export function verdictMix(counts: readonly VerdictCount[]): VerdictMix {
  const byCode = new Map<number | null, number>()
  for (const { code, sets } of counts) byCode.set(code, (byCode.get(code) ?? 0) + sets)
  const accepted = byCode.get(null) ?? 0
  const rejected = [...byCode]
    .flatMap(([code, sets]) => (code === null ? [] : [{ code, sets }]))
    .sort((one, other) => other.sets - one.sets || one.code - other.code)
  const sum = (some: readonly { readonly sets: number }[]) => some.reduce((total, { sets }) => total + sets, 0)
  const rest = rejected.slice(NAMED_MAX)
  return {
    ...{ accepted, judged: accepted + sum(rejected), codes: rejected.slice(0, NAMED_MAX) },
    others: { codes: rest.length, sets: sum(rest) },
  }
}
