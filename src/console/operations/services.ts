/** rule 24.8: holding a service back and letting it go again; the reason is in the audit. */
import type { Refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Transaction } from '../../database/database.ts'
import { pauseService, resumeService } from '../../ledger/delivery-control.ts'
import { notify } from '../../ledger/events.ts'
import { writeAudit } from '../../registry/audit.ts'
import { actorOfOperator, type Operator } from '../../registry/operators/operator.ts'
import type { ConsoleGround } from '../ground.ts'
import { mayUse } from '../role.ts'

export type ServiceInput = { readonly service: string; readonly reason: string }
type Answer = Result<{ readonly service: string }, Refusal>

const REASON_MAX = 500

/** No delivery of it begins until it is resumed; those under way end. */
export function pauseOnlineService(ground: ConsoleGround, operator: Operator, input: ServiceInput): Promise<Answer> {
  return change(ground, operator, input, { verb: 'paused', refusal: IS_PAUSED }, async (tx, { service, reason }) => {
    const before = await tx.selectFrom('paused_service').select('service').where('service', '=', service).execute()
    if (before.length > 0) return false
    await pauseService(tx, service, reason, actorOfOperator(operator))
    return true
  })
}

/** What waits begins at once, as fast as its settings say. */
export function resumeOnlineService(ground: ConsoleGround, operator: Operator, input: ServiceInput): Promise<Answer> {
  return change(ground, operator, input, { verb: 'resumed', refusal: IS_NOT_PAUSED }, (tx, { service }) =>
    resumeService(tx, service),
  )
}

async function change(
  { database, watch }: ConsoleGround,
  operator: Operator,
  { service, reason: written }: ServiceInput,
  { verb, refusal }: { readonly verb: string; readonly refusal: Refusal },
  work: (tx: Transaction, input: ServiceInput) => Promise<boolean>,
): Promise<Answer> {
  const reason = written.trim()
  if (!mayUse('operator', operator.role)) return no(ROLE_TOO_LOW)
  if (!watch.services().some(({ code }) => code === service)) return no(NO_SUCH_SERVICE)
  if (reason.length === 0 || reason.length > REASON_MAX) return no(REASON_NEEDED)
  return database.transaction(async (tx) => {
    if (!(await work(tx, { service, reason }))) return no(refusal)
    const actor = actorOfOperator(operator)
    await writeAudit(tx, { actor, action: `queue.${verb}`, subject: `service:${service}`, reason })
    await notify(tx, 'sluice_delivery', service)
    return ok({ service })
  })
}

const ROLE_TOO_LOW: Refusal = {
  code: 'SLU-RIGHTS',
  cause: 'Your role does not allow this.',
  remedy: 'Ask an administrator of the console.',
  told: { key: 'roleTooLow' },
}
const REASON_NEEDED: Refusal = {
  code: 'SLU-INPUT',
  cause: 'The reason is missing or longer than 500 characters.',
  remedy: 'Say why in a sentence or two.',
  told: { key: 'reasonNeeded' },
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
