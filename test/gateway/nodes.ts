/**
 * Two nodes, each a gateway and a delivery worker at a place of its own in the network, on one PostgreSQL, one Redis and one shared spool, and a
 * sender at both. Each reaches PostgreSQL by a wire of its own.
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { silentLog } from '../../src/base/log.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import type { DebianPostgres } from '../support/debian-postgres.ts'
import type { Place } from '../support/network.ts'
import { openTogether, type Use } from '../support/open-together.ts'
import { type SentSet, type Violation, violations } from './checker.ts'
import { makeSet, openSite, type Site } from './gateway.ts'
import { NodeProcess } from './node-process.ts'
import { type NodesGround, openNodesGround } from './nodes-ground.ts'
import { SteadyClient } from './steady-client.ts'
import { Wire } from './wire.ts'

const REST_SECONDS = 90
/** What a client waits before it tries again. */
const AGAIN_MILLISECONDS = 50
const PACE = [
  'limits.pollSeconds=0.2',
  'limits.reconcileSeconds=0.5',
  'limits.checkers=1',
  'drainSeconds=5',
  'database.connections=8',
]

/** One of the two. */
export type GatewayNode = {
  readonly host: string
  readonly place: Place
  readonly wire: Wire
  /** Takes files, judges and answers. */
  readonly gateway: NodeProcess
  /** Hands over. */
  readonly worker: NodeProcess
}

export type Nodes = AsyncDisposable & {
  readonly a: GatewayNode
  readonly b: GatewayNode
  readonly ground: NodesGround
  readonly database: Database
  readonly sender: ExampleSender
  readonly client: SteadyClient
  /** How often what came of it, where several things may. */
  readonly tally: Record<string, number>
  /** One more set; the names of its files, the GO last. */
  addSet(expected: SentSet['expected']): Promise<readonly string[]>
  /** So many more sets that are to be accepted, and one that is to be rejected. */
  add(count: number): Promise<void>
  /** Lets the client go on at both until it is through, and everything come to rest with all processes running. */
  violationsAtRest(): Promise<readonly Violation[]>
}

/** Everything runs. */
export function openNodes(): Promise<Nodes> {
  return openTogether(async (use) => {
    const ground = use(await openNodesGround())
    const url = urlOf(ground.postgres)
    const settings = [`queues.url=${ground.redis.url}`, servicesAt(ground.service.url), `database.url=${url}`]
    const site = use(await openSite(...PACE, ...settings))
    const [a, b] = [await makeNode('node-a', site, ground, use), await makeNode('node-b', site, ground, use)]
    const sender = await site.enrol(await a.gateway.start())
    const from = { url, spoolDir: join(site.folder, 'spool') }
    const database = use(await openDatabase({ ...from, role: 'command', poolSize: 2, log: silentLog }))
    const client = new SteadyClient(site, sender, async () =>
      ground.service.received().filter(({ word }) => word === 'effect'),
    )
    await startAll([a, b])
    return { ...{ a, b, ground, database, sender, client, tally: {} }, ...play(site, [a, b], sender, client) }
  })
}

function play(site: Site, nodes: readonly [GatewayNode, GatewayNode], sender: ExampleSender, client: SteadyClient) {
  let made = 0
  const addSet: Nodes['addSet'] = async (expected) => {
    const sequence = `N${String(made++).padStart(4, '0')}`
    const set = await makeSet(site, sender, { sequence, signed: expected !== 'rejected' })
    await client.add(set, expected)
    return set.files
  }
  return {
    addSet,
    async add(count: number) {
      for (let left = count; left > 0; left--) await addSet('accepted')
      await addSet('rejected')
    },
    async violationsAtRest() {
      await startAll(nodes)
      await untilSent(client, nodes)
      return violations(await client.evidence(await nodes[1].gateway.start(), REST_SECONDS))
    },
  }
}

async function makeNode(host: string, site: Site, { network, postgres }: NodesGround, use: Use): Promise<GatewayNode> {
  const place = network.place(host)
  const { host: server, port } = postgres
  const wire = use(await Wire.open({ at: network.address, to: { host: server, port } }))
  const settings = [`database.url=${urlOf({ ...postgres, ...wire.address })}`, `sftp.host=${place.address}`]
  const running = (roles: string) => use(new NodeProcess({ site, place, host, roles, settings }))
  return { host, place, wire, gateway: running('endpoints,pipeline'), worker: running('delivery') }
}

async function startAll(nodes: readonly GatewayNode[]): Promise<void> {
  await Promise.all(nodes.flatMap(({ gateway, worker }) => [gateway.start(), worker.start()]))
}

/** At one node after the other, so many files of each set at a time: with one, the files of a set lie at different nodes. */
export async function untilSent(
  client: SteadyClient,
  nodes: readonly GatewayNode[],
  filesMax = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (let turn = 0; ; turn++) {
    if (await client.send(await nodes[turn % nodes.length]!.gateway.start(), filesMax)) return
    await pause(AGAIN_MILLISECONDS)
  }
}

/** The wire is of this machine, and reads along. */
function urlOf({ host, port, database }: Omit<DebianPostgres, keyof AsyncDisposable>): string {
  return `postgres://sluice@${host}:${port}/${database}?sslmode=disable`
}

/** What is in doubt is sent again: so every repetition is seen. */
function servicesAt(url: string): string {
  // so many that one node may have all of a round in hand
  const concurrency = 8
  const target = { type: 'http', url, plainHttp: true, connectSeconds: 2, silenceSeconds: 5 }
  const retry = { firstSeconds: 0.1, lastSeconds: 0.5 }
  const breaker = { failures: 50, firstSeconds: 0.2, lastSeconds: 1 }
  return `services=${JSON.stringify([{ code: 'DMFA', target, retry, breaker, concurrency }, { code: 'DIMN' }])}`
}
