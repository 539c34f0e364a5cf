/** What a changed configuration may change while the gateway runs (case G8). */

import { canonicalJson } from '../base/hashes.ts'
import type { Config } from './schema.ts'
import { LEAF_PATHS } from './settings.ts'
import { valueAt } from './tree.ts'

/** Everything else is tied to something that was opened at the start: a port, a database, a folder. */
export const APPLIED = [
  'config',
  'networks',
  'names',
  'signature',
  'limits',
  'services',
  'signIn',
  'messages',
  'alarms',
  'retention',
  'answers',
  'simulator',
]

/** Limits of what was opened at the start: checkers, HTTP listeners, the look for lost jobs. */
export const FIXED_LIMITS = [
  ...(['checkers', 'checkerSeconds', 'checkerMemoryBytes', 'reconcileSeconds'] as const),
  ...(['httpBodyBytes', 'httpHeaderSeconds', 'httpRequestSeconds'] as const),
  ...(['httpConnections', 'httpConnectionsPerAddress'] as const),
]

/** What of the others waits for the next start all the same: the listener for cards is opened then. */
export const FIXED = [...FIXED_LIMITS.map((limit) => `limits.${limit}` as const), 'signIn.eid.enabled']

/** Other settings lie below these unless an operator says otherwise, so that a change of them holds everything back. */
const GROUND = ['spool.dir', 'certs.dir']

export type Reload = { readonly apply: readonly string[]; readonly needRestart: readonly string[] }

/** The paths of the settings that differ, sorted by what becomes of them. */
export function reloadable(current: Config, next: Config): Reload {
  const changed = LEAF_PATHS.filter((path) => !sameAt(path, current, next))
  if (changed.some((path) => GROUND.includes(path))) return { apply: [], needRestart: changed }
  const isFixed = (path: string) => FIXED.includes(path)
  const isApplied = (path: string) =>
    !isFixed(path) && APPLIED.some((start) => path === start || path.startsWith(`${start}.`))
  return { apply: changed.filter(isApplied), needRestart: changed.filter((path) => !isApplied(path)) }
}

/** The configuration in force after a reload: `next` where that can be applied, `current` elsewhere. */
export function applyReload(current: Config, next: Config): Config {
  if (reloadable(current, next).apply.length === 0) return current
  const { config, networks, names, signature, services, messages, alarms, retention, answers, simulator, signIn } = next
  const fixed = Object.fromEntries(FIXED_LIMITS.map((limit) => [limit, current.limits[limit]]))
  const eid = { ...signIn.eid, enabled: current.signIn.eid.enabled }
  return {
    ...{ ...current, config, networks, names, signature, services, messages, alarms, retention, answers, simulator },
    ...{ limits: { ...next.limits, ...fixed }, signIn: { ...signIn, eid } },
  }
}

function sameAt(path: string, one: Config, other: Config): boolean {
  const steps = path.split('.')
  return canonicalJson(valueAt(one, steps)) === canonicalJson(valueAt(other, steps))
}
