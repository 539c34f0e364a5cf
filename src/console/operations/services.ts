/** rule 24.8: holding a service back and letting it go again; the reason is in the audit. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { pauseService, resumeService } from '../../ledger/delivery-control.ts'
import { notify } from '../../ledger/events.ts'
import { type ReasonedAct, writeAudit } from '../../registry/audit.ts'
import type { Operator } from '../../registry/operators/operator.ts'
import type { ConsoleGround } from '../ground.ts'
import { inAct } from './acting.ts'

export type ServiceInput = { readonly service: string; readonly reason: string }
type Answer = Result<{ readonly service: string }, Refusal>

/** No delivery of it begins until it is resumed; those under way end. */
export function pauseOnlineService(ground: ConsoleGround, operator: Operator, input: ServiceInput): Promise<Answer> {
  return change(ground, operator, input, { verb: 'paused', refusal: IS_PAUSED }, (tx, { reason, actor }) =>
    pauseService(tx, input.service, reason, actor),
  )
}

/** What waits begins at once, as fast as its settings say. */
export function resumeOnlineService(ground: ConsoleGround, operator: Operator, input: ServiceInput): Promise<Answer> {
  return change(ground, operator, input, { verb: 'resumed', refusal: IS_NOT_PAUSED }, (tx) =>
    resumeService(tx, input.service),
  )
}

function change(
  ground: ConsoleGround,
  operator: Operator,
  { service, reason }: ServiceInput,
  { verb, refusal }: { readonly verb: string; readonly refusal: Refusal },
  work: (tx: Transaction, act: ReasonedAct) => Promise<boolean>,
): Promise<Answer> {
  return inAct(ground, { operator, role: 'operator', reason }, async (tx, act) => {
    if (!ground.watch.services().some(({ code }) => code === service)) return no(NO_SUCH_SERVICE)
    if (!(await work(tx, act))) return no(refusal)
    await writeAudit(tx, { ...act, action: `queue.${verb}`, subject: `service:${service}` })
    await notify(tx, 'sluice_delivery', service)
    return ok({ service })
  })
}

export const NO_SUCH_SERVICE: Refusal = {
  code: 'SLU-UNKNOWN',
  cause: 'There is no such online service.',
  remedy: 'Choose one of the list of services.',
  told: { key: 'noSuchService' },
}
const IS_PAUSED: Refusal = {
  code: 'SLU-STATE',
  cause: 'The service is paused already.',
  remedy: 'Look at who paused it and why; resume it first to give another reason.',
  told: { key: 'isPaused' },
}
const IS_NOT_PAUSED: Refusal = {
  code: 'SLU-STATE',
  cause: 'The service is not paused.',
  remedy: 'Nothing is to be done; somebody else may have resumed it.',
  told: { key: 'isNotPaused' },
}
