/** What the gate would say of a set that is not there yet: the same rounds, by the same code, with the sender's rights as they are now. */
import { canonicalJson, sha256 } from '../base/hashes.ts'
import type { Envelope } from '../batch/facts.ts'
import type { ForeseenFaults, ForeseenRound, ForeseenSet } from '../batch/foreseen-set.ts'
import type { Rights } from '../batch/rights.ts'
import { decide } from './checks/decide.ts'
import { type JudgeSettings, knownAtSeal } from './checks/facts.ts'

/** All faults of the first of these rounds that finds any; null when the set would pass them. */
export function foreseenFaults(
  set: ForeseenSet,
  rounds: readonly ForeseenRound[],
  rights: Rights,
  settings: JudgeSettings,
): ForeseenFaults | null {
  const { keyAcceptedBefore } = set
  const facts = { ...knownAtSeal(envelopeOf(set), rights, settings), keyAcceptedBefore }
  for (const round of rounds) {
    const { reasons } = decide(facts, [round])
    if (reasons.length > 0) return { round, reasons }
  }
  return null
}

/** What the checks do not look at is of no set. */
function envelopeOf({ sender, environment, rawKey, members, at }: ForeseenSet): Envelope {
  return {
    ...{ sender, environment, rawKey, members, sealedAt: at.toISOString() },
    ...{ routable: true, why: 'complete', rights: sha256(canonicalJson(null)), ticket: '' },
  }
}
