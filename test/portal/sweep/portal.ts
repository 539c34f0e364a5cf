/** The portal as the gateway opens it, on a test's database; with what it keeps, as one text. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemNow } from '../../../src/base/clock.ts'
import { silentLog } from '../../../src/base/log.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import { ok } from '../../../src/base/result.ts'
import { liveConfig } from '../../../src/config/live.ts'
import { loadConfig } from '../../../src/config/load.ts'
import type { Config } from '../../../src/config/schema.ts'
import { endingOn } from '../../../src/daemon/ending.ts'
import { portalGround } from '../../../src/daemon/portal-ground.ts'
import type { Database } from '../../../src/database/database.ts'
import type { HttpListener } from '../../../src/http/listener.ts'
import { createPortal } from '../../../src/portal/portal.ts'
import { BOX } from '../../registry/people/fixtures.ts'
import { testDatabase } from '../../support/test-database.ts'

export const ORIGIN = 'https://portal.example'

const vector = (name: string) => readFileSync(join(import.meta.dirname, '../../http/vectors', name), 'utf8')
const PAIR = { keyPem: vector('tls.key'), certificatePem: vector('tls.crt') }

export type OpenedPortal = AsyncDisposable & {
  readonly listener: HttpListener
  readonly database: Database
  readonly config: Config
  /** `METHOD path` of everything that is served. */
  readonly served: readonly string[]
}

export async function openPortal(): Promise<OpenedPortal> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-sweep-'))
  const load = () => loadConfig({ cwd: folder, keys: false })
  const { config } = await load()
  const database = await testDatabase()
  const ground = {
    ...{ live: liveConfig(config, load, silentLog), node: 'test', version: '0', log: silentLog, now: systemNow },
    ...{ metrics: createMetrics(), ending: endingOn(new AbortController().signal, () => 1), database, box: BOX },
    ...{ dryRun: async () => ok([]), pair: () => PAIR, ports: { sftp: 22, ftp: 21 } },
  }
  const { host, limits } = { host: '127.0.0.1', limits: config.limits }
  const listener = createPortal({
    ...{ host, port: 0, limits, log: silentLog, health: async () => 'up' as const },
    ground: portalGround(ground, () => ORIGIN, { provider: () => null, publicKeys: async () => null, eid: null }),
  })
  const served: string[] = []
  listener.app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) served.push(`${one} ${url}`)
  })
  await listener.app.ready()
  return {
    ...{ listener, database, config, served },
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Everything in the database; without when a session was last seen, which is written by looking, and without the entries that tell who was
 * turned away, which are about the account that asked.
 */
export async function everything({ queries }: Database): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
     where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`.execute(queries)
  const each = tables.map(
    ({ name }) => sql`select ${name} as name,
      coalesce(md5(string_agg((to_jsonb(t) - 'seen_at')::text, ',' order by (to_jsonb(t) - 'seen_at')::text)), '') as rows
      from ${sql.table(name)} t where to_jsonb(t) ->> 'action' is distinct from 'access.refused'`,
  )
  const { rows } = await sql<{ name: string; rows: string }>`${sql.join(each, sql` union all `)}`.execute(queries)
  return Object.fromEntries(rows.map(({ name, rows: kept }) => [name, kept]))
}
