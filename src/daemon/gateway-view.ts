import type { Now } from '../base/clock.ts'
import { type Inspection, inspectionOf } from '../config/inspect.ts'
import type { LiveConfig } from '../config/live.ts'
import type { Config } from '../config/schema.ts'
import type { GatewayView, ProcessFacts, ServiceInForce } from '../console/gateway-view.ts'
import type { Database } from '../database/database.ts'
import { ownKeys } from './own-keys.ts'
import { wayTo } from './watch-sources.ts'

export type ViewUnder = {
  readonly live: Pick<LiveConfig, 'current'>
  readonly database: Pick<Database, 'queries'>
  readonly now: Now
  /** Left out where nobody can read the configuration anew: then what is in force is all there is. */
  readonly inspect?: () => Promise<Inspection>
  readonly node?: string
  readonly version?: string
}

/** What the console shows of the gateway itself, as it is when it is asked. */
export function gatewayView({ live, database, now, node = '', version = '', ...under }: ViewUnder): GatewayView {
  const startedAt = new Date(now().getTime() - process.uptime() * 1000)
  const inspect = under.inspect ?? (async () => bare(live.current()))
  return {
    networks: () => live.current().networks,
    ownKeys: () => ownKeys(live.current(), database.queries, now()),
    configuration: async () => ({
      ...(await inspect()),
      process: { node, version, startedAt, ...processFacts() },
      services: live.current().services.map(serviceInForce),
    }),
  }
}

function bare(config: Config): Inspection {
  return { ...inspectionOf(config, null), problems: [], warnings: [], lastReload: null }
}

function processFacts(): Omit<ProcessFacts, 'node' | 'version' | 'startedAt'> {
  const { version: runtime, platform, arch } = process
  return {
    ...{ runtime, platform: `${platform} ${arch}`, folder: process.cwd() },
    memoryBytes: process.memoryUsage.rss(),
  }
}

function serviceInForce({
  code,
  labels,
  environments,
  target,
  rate,
  concurrency,
}: Config['services'][number]): ServiceInForce {
  return { code, labels, environments, target: wayTo(target), rate, concurrency }
}
