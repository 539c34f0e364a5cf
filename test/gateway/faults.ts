/** A thousand accepted sets, a gateway that is started again whenever it is gone, and ways to kill what takes part. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seeded } from '../../bench/rig/random-searches.ts'
import { systemNow } from '../../src/base/clock.ts'
import { silentLog } from '../../src/base/log.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import { acceptMany } from '../services/accept-many.ts'
import { FI, FS } from '../services/scene.ts'
import type { Site } from './gateway.ts'

const SENDERS = ['111111', '222222', '333333', '444444', '555555']

/** One gateway at a time, started again when it is gone. */
export class Gateways {
  readonly #site: Site
  readonly #settings: readonly string[]
  running: GatewayProcess | null = null

  constructor(site: Site, ...settings: readonly string[]) {
    this.#site = site
    this.#settings = settings
  }

  async start(): Promise<GatewayProcess> {
    const gateway = this.running ?? (await this.#site.start(...this.#settings))
    this.running = gateway
    return gateway
  }

  async kill(): Promise<void> {
    const gateway = this.running
    this.running = null
    await gateway?.kill()
  }

  /** Resolves after so many more hand-overs, whatever number of gateways that takes. */
  async handOverSome(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      const gateway = await this.start()
      const enough = new Promise<void>((resolve) => {
        gateway.onEvent((event) => {
          if (event === 'delivery.delivered' && --left === 0) resolve()
        })
      })
      const isGone = await Promise.race([enough.then(() => false), gateway.ended.then(() => true)])
      if (isGone) this.running = null
    }
  }
}

/** kill -9 of the embedded server: the gateway may go on with the one that comes, or end by itself. */
export async function killDatabase({ folder }: Site): Promise<void> {
  const [pid] = (await readFile(join(folder, 'spool', 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

export async function inDatabase<Value>(site: Site, work: (database: Database) => Promise<Value>): Promise<Value> {
  const from = { spoolDir: join(site.folder, 'spool'), ...(site.databaseUrl && { url: site.databaseUrl }) }
  const settings = { ...from, role: 'command', poolSize: 2, log: silentLog } as const
  await using database = await openDatabase(settings)
  return await work(database)
}

/** As many sets for each of the services; resolves with the keys of their hand-overs. */
export function acceptAll({ folder }: Site, services: readonly string[], setsOfEach: number) {
  return async (database: Database): Promise<readonly string[]> => {
    await using spool = await openSpool({ dir: join(folder, 'spool'), log: silentLog, now: systemNow })
    for (const bytes of [FI, FS]) await spool.store(bytes)
    for (const service of services)
      for (const sender of SENDERS) await acceptMany(database, service, sender, setsOfEach / SENDERS.length)
    const rows = await database.queries.selectFrom('delivery').select('idempotency_key').execute()
    return rows.map(({ idempotency_key }) => idempotency_key).sort()
  }
}

export async function untilOver({ queries }: Database): Promise<void> {
  for (;;) {
    const open = await queries
      .selectFrom('delivery')
      .select('state')
      .where('state', '<>', 'delivered')
      .limit(1)
      .execute()
    if (open.length === 0) return
  }
}

/** Numbers in [0, 1), the same for the same seed; it is printed, and `SLUICE_SEED` sets it. */
export function drawing(seed = Number(process.env.SLUICE_SEED ?? Date.now() % 1_000_000)): () => number {
  process.stdout.write(`SLUICE_SEED=${seed}\n`)
  return seeded(seed)
}

/** All of them, in a drawn order. */
export function shuffled<Item>(items: readonly Item[], draw: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: draw() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
