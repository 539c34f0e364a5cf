/** What may happen to the stage: each with how it begins, how it is healed, how likely it is and how long it lasts. */
import { Redis } from 'ioredis'
import { familyOf, trace } from '../gateway/tracer.ts'
import type { KeptProcess } from './kept-process.ts'
import { filterPackets, letAllThrough, OWN_TABLE } from './packet-filter.ts'
import type { Kind } from './plan.ts'
import type { Stage } from './stage.ts'

export type Heal = () => Promise<unknown>

export type Fault = Kind & {
  /** `choice`: in [0, 1). */
  begin(stage: Stage, choice: number): Promise<Heal>
}

type Begin = Fault['begin']
type Seconds = Fault['seconds']

const AT_ONCE: Seconds = [0, 0]
const SHORT: Seconds = [1, 4]
const LONG: Seconds = [3, 12]

// biome-ignore format: a table
export const FAULTS: readonly Fault[] = [
  // kill -9; whoever keeps the process starts it again
  fault('door is killed',              3, AT_ONCE, killed(({ gateways }, choice) => [gateways.get(choice < 0.5 ? 'doorA' : 'doorB')])),
  fault('judging is killed',           3, AT_ONCE, killed(({ gateways }) => [gateways.get('judging')])),
  fault('delivering is killed',        3, AT_ONCE, killed(({ gateways }) => [gateways.get('delivering')])),
  fault('portal is killed',            1, AT_ONCE, killed(({ gateways }) => [gateways.get('people')])),
  fault('PostgreSQL is killed',        3, AT_ONCE, killed(({ postgres }) => [postgres])),
  fault('Redis is killed',             2, AT_ONCE, killed(({ redis }) => [redis])),
  fault('service is killed',           2, AT_ONCE, killed(({ service }) => [service])),
  fault('all are killed',              2, AT_ONCE, killed(allOf)),
  fault('gateway is restarted',        3, AT_ONCE, restarted),
  fault('Redis is emptied',            2, AT_ONCE, emptied),
  // between the senders and the doors
  fault('link is down',                2, LONG,    onNetwork((network) => network.linkDown(), (network) => network.linkUp())),
  fault('packets are lost',            2, LONG,    onNetwork((network, choice) => network.lose(5 + Math.floor(choice * 25)), (network) => network.letThrough())),
  fault('connections are refused',     2, SHORT,   onNetwork((network) => network.refuse(), (network) => network.letThrough())),
  fault('link is slow',                2, LONG,    onNetwork((network, choice) => network.throttle(100_000 + choice * 400_000), (network) => network.fullSpeed())),
  // between the gateways and what they need
  fault('PostgreSQL is out of reach',  2, LONG,    outOfReach(({ ports }) => ports.postgres)),
  fault('Redis is out of reach',       1, LONG,    outOfReach(({ ports }) => ports.redis)),
  fault('clock of a gateway',          2, LONG,    clock((choice) => ['doorA', 'doorB', 'judging', 'delivering', 'people'][Math.floor(choice * 10) % 5]!)),
  fault('clock of PostgreSQL',         1, LONG,    clock(() => 'postgres')),
  fault('disk is full',                2, LONG,    full),
  fault('flushes are slow',            1, LONG,    slowFlushes),
  // the online service
  fault('service fails',               2, LONG,    moody('failing')),
  fault('service is slow',             2, LONG,    moody('slow')),
  fault('service takes and says no',   2, LONG,    moody('fallingSilent')),
]

function fault(name: string, weight: number, seconds: Seconds, begin: Begin): Fault {
  return { name, weight, seconds, begin }
}

function killed(whom: (stage: Stage, choice: number) => readonly (KeptProcess | undefined)[]): Begin {
  return async (stage, choice) => {
    await Promise.all(whom(stage, choice).map((kept) => kept?.kill()))
    return async () => {}
  }
}

function allOf({ gateways, postgres, redis, service }: Stage): readonly KeptProcess[] {
  return [...gateways.values(), postgres, redis, service]
}

/** SIGTERM: what is under way is finished first. */
async function restarted({ gateways }: Stage, choice: number): Promise<Heal> {
  const all = [...gateways.values()]
  await all[Math.floor(choice * all.length)]?.kill('SIGTERM')
  return async () => {}
}

async function emptied({ ports }: Stage): Promise<Heal> {
  const client = new Redis({ port: ports.redis, retryStrategy: null, maxRetriesPerRequest: 0 })
  client.on('error', () => {}) // it may have been killed as well
  await client.call('flushall').catch(() => {})
  client.disconnect()
  return async () => {}
}

function onNetwork(
  act: (network: Stage['network'], choice: number) => Promise<void>,
  undo: (network: Stage['network']) => Promise<void>,
): Begin {
  return async ({ network }, choice) => {
    await act(network, choice)
    return () => undo(network)
  }
}

/** Packets to that port vanish, so that nobody is told. */
function outOfReach(portOf: (stage: Stage) => number): Begin {
  return async (stage) => {
    const port = portOf(stage)
    const table = `${OWN_TABLE}${process.pid}_${port}`
    await filterPackets([], table, `tcp dport ${port} drop`, `tcp sport ${port} drop`)
    return () => letAllThrough([], table)
  }
}

/** A day ahead, or a day behind. */
function clock(whose: (choice: number) => string): Begin {
  return async ({ clocks }, choice) => {
    const found = clocks.get(whose(choice))
    await found?.set((choice * 100) % 1 < 0.5 ? '+1d' : '-1d')
    return async () => found?.set('+0')
  }
}

async function full({ disk }: Stage): Promise<Heal> {
  await disk.fill(0)
  return () => disk.empty()
}

/** 200 ms for each (case D14), at one of the doors and at PostgreSQL. */
async function slowFlushes({ gateways, postgres, folder }: Stage): Promise<Heal> {
  const door = gateways.get('doorA')
  await Promise.all([door?.untilUp(), postgres.untilUp()])
  const pids = [door?.pid ?? 0, ...(await familyOf(postgres.pid))]
  const tracer = await trace(pids, { call: 'fsync,fdatasync', fault: 'SLOW', nth: 1 }, folder)
  return () => tracer.detach()
}

export function moody(mood: string): Begin {
  return async (stage) => {
    await stage.mood(mood)
    return () => stage.mood('well')
  }
}
