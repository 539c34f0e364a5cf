import { Unavailable } from '../../base/errors.ts'
import type { Queries } from '../../database/database.ts'
import { isPlayedClosed, type PlannedAnswer, planAnswers } from '../../ledger/answers/simulated-answers.ts'
import type { Parcel, Target } from '../target.ts'
import { type Script, scriptOf } from './script.ts'
import type { SimulatorLimits } from './settings.ts'

type SimulatedDeps = { readonly queries: Queries; readonly simulator: SimulatorLimits }

/**
 * A target behind which the simulator stands too: what was handed over in one of its environments is answered by it. The answers are
 * planned before the hand-over counts as done, so that none is forgotten; of a hand-over that is repeated they are planned once.
 */
export function simulatedTarget(inner: Target, service: string, { queries, simulator }: SimulatedDeps): Target {
  return {
    ...(inner.close && { close: () => inner.close?.() }),
    async handOver(parcel) {
      if (!isPlayed(parcel, service, simulator)) return await inner.handOver(parcel)
      const script = scriptOf(sequenceOf(parcel), service)
      if (script.isClosed && (await isPlayedClosed(queries, parcel.idempotencyKey, simulator.closedSeconds)))
        throw new Unavailable('the simulator plays a service that is closed')
      const outcome = await inner.handOver(parcel)
      if (outcome.outcome === 'delivered')
        await planAnswers(queries, { ...parcel, service }, plannedBy(script, simulator))
      return outcome
    },
  }
}

/** rule 20.13: whatever is configured, nothing is played in production. */
function isPlayed({ environment }: Parcel, service: string, { environments, services }: SimulatorLimits): boolean {
  if (environment === 'R') return false
  return environments.includes(environment) && (services.length === 0 || services.includes(service))
}

function sequenceOf({ files }: Parcel): string {
  return files[0]?.name.split('.')[4] ?? ''
}

function plannedBy({ answers }: Script, { delaySeconds, lateSeconds }: SimulatorLimits): readonly PlannedAnswer[] {
  return answers.map(({ what, when }, step) => ({
    step,
    purpose: what === 'keys' ? 'DMPI' : 'NOTI',
    inSeconds: when === 'late' ? lateSeconds : delaySeconds,
  }))
}
