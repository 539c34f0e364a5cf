/** What operators do to the hand-overs of a service that is configured. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, type Result } from '../../base/result.ts'
import { isEnvironment } from '../../batch/environment.ts'
import type { Transaction } from '../../database/database.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import type { ConsoleGround } from '../ground.ts'
import { inAct } from './acting.ts'
import { pauseHandOvers, resumeHandOvers, tryTargetAgain } from './service-acts.ts'

export type ServiceInput = { readonly service: string; readonly reason: string }
type Answer = Promise<Result<void, Refusal>>

/** Refuses: SLU-RIGHTS, SLU-INPUT, SLU-UNKNOWN, SLU-STATE; so do the others. */
export function pauseOnlineService(ground: ConsoleGround, operator: Operator, input: ServiceInput): Answer {
  return change(ground, operator, input, (tx, act) => pauseHandOvers(tx, input.service, act))
}

export function resumeOnlineService(ground: ConsoleGround, operator: Operator, input: ServiceInput): Answer {
  return change(ground, operator, input, (tx, act) => resumeHandOvers(tx, input.service, act))
}

export function tryServiceAgain(
  ground: ConsoleGround,
  operator: Operator,
  { environment, ...input }: ServiceInput & { readonly environment: string },
): Answer {
  return change(ground, operator, input, async (tx, act) => {
    if (!isEnvironment(environment)) return no(NO_SUCH_SERVICE)
    return await tryTargetAgain(tx, { service: input.service, environment }, act)
  })
}

function change(
  ground: ConsoleGround,
  operator: Operator,
  { service, reason }: ServiceInput,
  work: (tx: Transaction, act: ReasonedAct) => Answer,
): Answer {
  return inAct(ground, { operator, role: 'operator', reason }, async (tx, act) => {
    if (!ground.watch.services().some(({ code }) => code === service)) return no(NO_SUCH_SERVICE)
    return await work(tx, act)
  })
}

export const NO_SUCH_SERVICE = refusal(
  'SLU-UNKNOWN',
  'There is no such online service.',
  'Choose one of the list of services.',
  { key: 'noSuchService' },
)
