import { type Log, silentLog } from '../../../src/base/log.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import type { Config } from '../../../src/config/schema.ts'
import { configSchema } from '../../../src/config/schema.ts'
import { openStamps, type Stamps } from '../../../src/daemon/signing/open-stamps.ts'

type Settings = Config['acknowledgement']['timestamp']

/** What stamps, with these settings and the defaults; `told` gets each event. */
export async function stampsOf(
  settings: Partial<Settings>,
  metrics = createMetrics(),
  told: Log['info'] = () => {},
): Promise<Stamps & AsyncDisposable> {
  const defaults = configSchema.parse({})
  const timestamp = { ...defaults.acknowledgement.timestamp, ...settings }
  const config: Config = { ...defaults, acknowledgement: { ...defaults.acknowledgement, timestamp } }
  const live = { current: () => config, reload: async () => null, onReload: () => {} }
  const log: Log = { ...silentLog, info: told, error: told }
  const stamps = await openStamps({ live, log, metrics, now: () => new Date() })
  if (!stamps) throw new TypeError('no authority was given')
  return Object.assign(stamps, { [Symbol.asyncDispose]: async () => stamps[Symbol.dispose]() })
}
