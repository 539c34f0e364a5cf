/** rule 24.8, rule 24.9: what is done to the hand-overs of a service, from the console or on the host: once, and in the audit with its reason. */
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Environment } from '../../batch/environment.ts'
import type { Transaction } from '../../database/database.ts'
import { hastenDeliveries, pauseService, resumeService } from '../../ledger/delivery-control.ts'
import { notify } from '../../ledger/events.ts'
import { closeTarget } from '../../ledger/target-states.ts'
import { type ReasonedAct, writeAudit } from '../../registry/audit.ts'

type Done = Promise<Result<void, Refusal>>

/** None begins until it is resumed; those under way end. Refuses: SLU-STATE. */
export async function pauseHandOvers(tx: Transaction, service: string, act: ReasonedAct): Done {
  if (!(await pauseService(tx, service, act.reason, act.actor))) return no(IS_PAUSED)
  await notify(tx, 'sluice_delivery', service)
  return await audited(tx, { ...act, action: 'queue.paused' }, service)
}

/** What waits begins at once, as fast as its settings say. Refuses: SLU-STATE. */
export async function resumeHandOvers(tx: Transaction, service: string, act: ReasonedAct): Done {
  if (!(await resumeService(tx, service))) return no(IS_NOT_PAUSED)
  return await audited(tx, { ...act, action: 'queue.resumed' }, service)
}

/** What waits for a target that failed begins at once, without a trial and whatever its next attempt was; when it goes on failing it is held back anew. Refuses: SLU-STATE. */
export async function tryTargetAgain(
  tx: Transaction,
  { service, environment }: { readonly service: string; readonly environment: Environment },
  act: ReasonedAct,
): Done {
  if (!(await closeTarget(tx, service, environment))) return no(IS_NOT_HELD_BACK)
  await hastenDeliveries(tx, service, environment)
  return await audited(tx, { ...act, action: 'target.closed', detail: { environment } }, service)
}

async function audited(
  tx: Transaction,
  entry: ReasonedAct & { readonly action: string; readonly detail?: Record<string, unknown> },
  service: string,
): Done {
  await writeAudit(tx, { ...entry, subject: `service:${service}` })
  return ok(undefined)
}

const IS_PAUSED = refusal(
  'SLU-STATE',
  'The service is paused already.',
  'Look at who paused it and why; resume it first to give another reason.',
  { key: 'isPaused' },
)
const IS_NOT_PAUSED = refusal(
  'SLU-STATE',
  'The service is not paused.',
  'Nothing is to be done; somebody else may have resumed it.',
  { key: 'isNotPaused' },
)
export const IS_NOT_HELD_BACK = refusal(
  'SLU-STATE',
  'The hand-over is not held back there.',
  'Nothing is to be done; the service may have answered meanwhile.',
  { key: 'isNotHeldBack' },
)
