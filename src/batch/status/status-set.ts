import type { ChannelType } from '../channel.ts'
import type { Environment } from '../environment.ts'
import type { Verdict } from '../facts.ts'
import { type FactsSeen, stateOf } from '../next-step.ts'
import type { Reason } from '../reason.ts'

/** One submission as STATUS tells it to its sender. */
export type StatusSet = {
  readonly submissionId: string
  /** The key, raw as long as no verdict has confirmed it; the name of a file that tells no set. */
  readonly setKey: string
  readonly environment: Environment
  /** That of the GO; of the latest file, while there is none. */
  readonly channel: ChannelType | null
  readonly receivedAt: Date
  readonly sealedAt: Date | null
  readonly isParked: boolean
  /** Since when it waits for what the authority of its signer's certificate says (rule 28.3); null when it does not. */
  readonly awaitsRevocationSince: Date | null
  readonly facts: FactsSeen & { readonly verdict?: StatusVerdict }
  readonly deliveriesDone: boolean
  readonly ticket: string | null
  /** The name of the acknowledgement's FO in OUT. */
  readonly answer: string | null
  /** The names of what the online service answered, FO or CO. */
  readonly serviceAnswers: readonly string[]
  /** When something of this was last different. */
  readonly changedAt: Date
}

export type StatusVerdict = Pick<Verdict, 'outcome' | 'answer'> & {
  /** Each once, in the verdict's order. */
  readonly codes: readonly number[]
  readonly firstReason: Reason | null
}

/** The state's word, and that a person of the gateway looks at it, or that its signer's authority has not answered yet. */
export function stateWord({ facts, deliveriesDone, isParked, awaitsRevocationSince }: StatusSet): string {
  const state = stateOf(facts, deliveriesDone)
  if (isParked) return `${state}, parked`
  return state === 'sealed' && awaitsRevocationSince ? `${state}, awaits revocation data` : state
}
