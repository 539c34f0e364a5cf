import type { Envelope, Facts, Verdict } from './facts.ts'

export type Step =
  | { readonly do: 'seal' }
  | { readonly do: 'judge'; readonly envelope: Envelope }
  | { readonly do: 'acknowledge'; readonly envelope: Envelope; readonly verdict: Verdict }
  | { readonly do: 'dispatch'; readonly envelope: Envelope; readonly verdict: Verdict }
  | { readonly do: 'close' }

/**
 * rule 8.1: the whole pipeline: what follows from the facts. Total; starting and recovering are the same call.
 * rule 7.4: a cancellation ends a submission before its verdict, without an answer.
 * A sender's own ACRF has no answer name in its verdict and goes nowhere (decision 14).
 */
export function nextStep({ envelope, verdict, acknowledgement, dispatch, cancellation }: Facts): Step {
  if (cancellation) return { do: 'close' }
  if (!envelope) return { do: 'seal' }
  if (!verdict) return { do: 'judge', envelope }
  if (!acknowledgement && verdict.answer) return { do: 'acknowledge', envelope, verdict }
  if (verdict.outcome === 'accepted' && verdict.answer && !dispatch) return { do: 'dispatch', envelope, verdict }
  return { do: 'close' }
}

export type SubmissionState =
  | 'open'
  | 'sealed'
  | 'judged'
  | 'acknowledged'
  | 'dispatched'
  | 'delivered'
  | 'answered'
  | 'closed'
  | 'cancelled'

/** What the state is told from: which facts there are, and little of the verdict. */
export type FactsSeen = { readonly [Kind in Exclude<keyof Facts, 'verdict'>]?: unknown } & {
  readonly verdict?: Pick<Verdict, 'outcome' | 'answer'>
}

/** The word shown to people, derived from the facts and the deliveries. */
export function stateOf(facts: FactsSeen, deliveriesDone: boolean): SubmissionState {
  if (facts.cancellation) return 'cancelled'
  if (!facts.envelope) return 'open'
  if (!facts.verdict) return 'sealed'
  if (!facts.verdict.answer) return 'closed'
  if (!facts.acknowledgement) return 'judged'
  if (facts.verdict.outcome === 'rejected') return 'closed'
  if (!facts.dispatch) return 'acknowledged'
  if (facts.answer) return 'answered'
  return deliveriesDone ? 'delivered' : 'dispatched'
}
