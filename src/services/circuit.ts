/** rule 19.8: when a target that fails is left alone, for how long, and what ends that. Pure; `ledger/target-states` keeps it. */
import { unreachable } from '../base/unreachable.ts'
import type { DeliveryOutcome } from '../ledger/deliveries.ts'
import type { Circuit, NextCircuit } from '../ledger/target-states.ts'
import type { OnlineService } from './online-service.ts'

/** What an attempt tells of the target; a parcel that makes no sense tells nothing. */
export type Heard = 'answered' | 'failed' | 'failedProbe' | 'nothing'

/** A refusal is an answer, too: the service is there. */
export function heardFrom({ outcome }: DeliveryOutcome, isProbe: boolean): Heard {
  switch (outcome) {
    case 'delivered':
    case 'refused':
      return 'answered'
    case 'retrying':
    case 'inDoubt':
      return isProbe ? 'failedProbe' : 'failed'
    case 'parked':
      return 'nothing'
    default:
      return unreachable(outcome)
  }
}

/**
 * Whatever answers closes it, however late. Of failures those count that began while it was closed, and the one that tries: others that
 * were under way when it opened say nothing new.
 */
export function nextCircuit(before: Circuit, heard: Heard, breaker: OnlineService['breaker']): NextCircuit {
  if (heard === 'answered') return { state: 'closed', failures: 0, pauseSeconds: 0 }
  const counts =
    before.state === 'closed' ? heard !== 'nothing' : before.state === 'halfOpen' && heard === 'failedProbe'
  if (!counts) return { ...before, pauseSeconds: 0 }
  const failures = before.failures + 1
  if (failures < breaker.failures) return { state: 'closed', failures, pauseSeconds: 0 }
  return { state: 'open', failures, pauseSeconds: pauseSeconds(failures, breaker) }
}

/** Doubled after each vain try, up to a bound. */
function pauseSeconds(failed: number, { failures, firstSeconds, lastSeconds }: OnlineService['breaker']): number {
  return Math.min(firstSeconds * 2 ** Math.min(failed - failures, 52), lastSeconds)
}
