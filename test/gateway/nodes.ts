/** Two gateways on one PostgreSQL and one shared spool, each with a wire of its own to the database, and a sender at both. */
import { setTimeout as pause } from 'node:timers/promises'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { Database } from '../../src/database/database.ts'
import { testDatabase, urlOf } from '../support/test-database.ts'
import { type Violation, violations } from './checker.ts'
import { eventually, makeSet, openSite, type Site } from './gateway.ts'
import { SteadyClient } from './steady-client.ts'
import { Wire } from './wire.ts'

const REST_SECONDS = 60
/** What a client waits before it tries again. */
const AGAIN_MILLISECONDS = 50
const PACE = [
  'services=[{code: DMFA, retry: {firstSeconds: 0.1, lastSeconds: 0.5}}, {code: DIMN}]',
  'limits.pollSeconds=0.2',
  'database.connections=8',
]

/** One of the two. */
export class GatewayNode implements AsyncDisposable {
  readonly #site: Site
  readonly #settings: readonly string[]
  readonly wire: Wire
  running: GatewayProcess | null = null

  constructor(site: Site, wire: Wire, database: string) {
    this.#site = site
    this.wire = wire
    this.#settings = [`database.url=${wire.urlOf(database)}`]
  }

  /** Running already, or as it is started now; a process that ended by itself counts as none. */
  async start(failpoints = ''): Promise<GatewayProcess> {
    if (this.running) return this.running
    const gateway = await this.#site.startUnder(['env', `SLUICE_FAILPOINTS=${failpoints}`], ...this.#settings)
    this.running = gateway
    void gateway.ended.then(() => {
      if (this.running === gateway) this.running = null
    })
    return gateway
  }

  async kill(): Promise<void> {
    await this.running?.kill()
    this.running = null
  }

  /** As an operator does it: what is under way is finished first. */
  async stop(): Promise<void> {
    await this.running?.[Symbol.asyncDispose]()
    this.running = null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    await this.wire[Symbol.asyncDispose]()
  }
}

export type Nodes = AsyncDisposable & {
  readonly a: GatewayNode
  readonly b: GatewayNode
  readonly database: Database
  readonly client: SteadyClient
  /** So many more sets that are to be accepted, and one that is to be rejected. */
  add(count: number): Promise<void>
  /** Lets the client go on at both until it is through, and everything come to rest. */
  violationsAtRest(): Promise<readonly Violation[]>
}

/** Both run. `settings`: of both. */
export async function openNodes(...settings: readonly string[]): Promise<Nodes> {
  const database = await testDatabase()
  const { database: name } = database.connection
  const site = await openSite(...PACE, ...settings, `database.url=${urlOf(database)}`)
  const [a, b] = [new GatewayNode(site, await Wire.open(), name), new GatewayNode(site, await Wire.open(), name)]
  const sender = await site.enrol(await a.start())
  await b.start()
  const client = new SteadyClient(site, sender)
  let made = 0
  return {
    ...{ a, b, database, client },
    async add(count) {
      for (let left = count; left >= 0; left--) {
        const sequence = `N${String(made++).padStart(4, '0')}`
        const set = await makeSet(site, sender, { sequence, signed: left > 0 })
        await client.add(set, left > 0 ? 'accepted' : 'rejected')
      }
    },
    async violationsAtRest() {
      await untilSent(client, [a, b], Number.POSITIVE_INFINITY)
      return violations(await client.evidence(await b.start(), REST_SECONDS))
    },
    async [Symbol.asyncDispose]() {
      for (const part of [a, b, site, database]) await part[Symbol.asyncDispose]()
    },
  }
}

/** At one node after the other, so many files of each set at a time: with one, the files of a set lie at different nodes. */
export async function untilSent(client: SteadyClient, nodes: readonly GatewayNode[], filesMax: number): Promise<void> {
  for (let turn = 0; ; turn++) {
    if (await client.send(await nodes[turn % nodes.length]!.start(), filesMax)) return
    await pause(AGAIN_MILLISECONDS)
  }
}

/** Resolves when somebody holds the claim of a submission. */
export async function untilClaimed({ queries }: Database): Promise<void> {
  const held = queries.selectFrom('claim').select('submission_id').where('owner', 'is not', null)
  await eventually(
    () => held.execute(),
    (rows) => rows.length > 0,
  )
}
