import type { LiveConfig } from '../config/live.ts'
import { type KnownSnapshots, rightsAtSeal } from '../registry/rights.ts'
import type { SealDeps } from '../stages/seal.ts'
import { liveView } from './live-view.ts'
import type { SharedTime } from './shared-time.ts'
import { hasWaitedByIds, type WaitLimits } from './waited-by-ids.ts'

/** `node`: this process, whose uploads the caller tells; those of others are told by rows. */
export function sealDeps(live: LiveConfig, node: string, time: Pick<SharedTime, 'mayEndAt'>): SealDeps {
  const known: KnownSnapshots = new Set()
  return {
    rightsOf: async (tx, senders) => {
      const sealed = await rightsAtSeal(tx, senders, known)
      return new Map([...sealed].map(([sender, { id }]) => [sender, id]))
    },
    mayExpire: (told, fileIds) => time.mayEndAt(told) && hasWaitedByIds(fileIds, told, waitLimits(live)),
    settings: liveView(() => live.current()),
    node,
  }
}

function waitLimits(live: LiveConfig): WaitLimits {
  const { limits, alarms } = live.current()
  return { goWaitHours: limits.goWaitHours, clockSeconds: alarms.clockSeconds }
}
