import type { LiveConfig } from '../config/live.ts'
import { type KnownSnapshots, rightsAtSeal } from '../registry/rights.ts'
import type { SealDeps } from '../stages/seal.ts'
import { liveView } from './live-view.ts'

/** `node`: this process, whose uploads the caller tells; those of others are told by rows. */
export function sealDeps(live: LiveConfig, node: string): SealDeps {
  const known: KnownSnapshots = new Set()
  return {
    rightsOf: async (tx, sender) => (await rightsAtSeal(tx, sender, known)).id,
    settings: liveView(() => live.current()),
    node,
  }
}
