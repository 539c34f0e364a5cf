/**
 * Everything that takes part: gateways by their roles, two of them at the doors; PostgreSQL, Redis and an online service, all started again
 * whenever they are gone; the spool and the database on a small disk of their own; senders in a network of their own.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Effect } from '../gateway/checker.ts'
import { openSite, type Site } from '../gateway/gateway.ts'
import { type SmallDisk, smallDisk } from '../gateway/small-disk.ts'
import { freePort } from '../support/free-port.ts'
import { openTogether, type Use } from '../support/open-together.ts'
import type { Cast } from './cast.ts'
import { ClientNetwork } from './client-network.ts'
import { Clock } from './clock.ts'
import { enrolLines } from './enrol-lines.ts'
import type { KeptProcess } from './kept-process.ts'
import type { Line } from './line.ts'
import { ownFolder } from './own-folder.ts'
import { startPostgres } from './postgres.ts'
import type { Door } from './programs.ts'
import { effectsIn, settingsOf, startGateway, startRedis, startService } from './servers.ts'

export type Stage = AsyncDisposable & {
  readonly site: Site
  /** What every process says, and the logs of the service. */
  readonly folder: string
  readonly gateways: ReadonlyMap<string, KeptProcess>
  readonly postgres: KeptProcess
  readonly redis: KeptProcess
  readonly service: KeptProcess
  readonly clocks: ReadonlyMap<string, Clock>
  readonly network: ClientNetwork
  readonly disk: SmallDisk
  readonly ports: { readonly postgres: number; readonly redis: number }
  readonly doors: readonly Door[]
  readonly lines: readonly Line[]
  /** How the service behaves; `well` to begin with. */
  mood(mood: string): Promise<void>
  effects(): readonly Effect[]
}

/** `program`: what the gateways run. */
export function openStage(cast: Cast, program = inject('program')): Promise<Stage> {
  return openTogether((use) => build(cast, program, use))
}

async function build(cast: Cast, program: string, use: Use): Promise<Omit<Stage, typeof Symbol.asyncDispose>> {
  const { path: folder } = use(await ownFolder())
  const network = use(await ClientNetwork.open())
  const disk = use(await smallDisk(join(folder, 'disk'), cast.mebibytes))
  const ports = { postgres: await freePort(), redis: await freePort(), service: await freePort() }
  const clocks = await clocksIn(folder, cast)
  const database = await startPostgres(folder, ports.postgres, clocks.get('postgres')!)
  const postgres = use(database.kept)
  const redis = use(await startRedis(folder, ports.redis))
  const service = use(await startService(folder, ports.service))
  const site = use(await openSite(...settingsOf(network, { folder, url: database.url, ...ports })))
  const effects = () => effectsIn(join(folder, 'effects'))
  const lines = await enrolLines(cast, { site, folder, network, effects })
  const gateways = new Map<string, KeptProcess>()
  const doors: Door[] = []
  for (const [name, roles] of cast.gateways) {
    const door = { host: network.host, sftp: await freePort(), ftp: await freePort(), web: await freePort() }
    if (roles === 'endpoints') doors.push(door)
    gateways.set(name, use(await startGateway(site, program, { folder, name, roles, door, clock: clocks.get(name)! })))
  }
  const mood = (word: string) => writeFile(join(folder, 'mood'), word)
  return { site, folder, gateways, postgres, redis, service, clocks, network, disk, ports, doors, lines, mood, effects }
}

async function clocksIn(folder: string, { gateways }: Cast): Promise<ReadonlyMap<string, Clock>> {
  const clocks = ['postgres', ...gateways.map(([name]) => name)].map((name) => [name, new Clock(folder, name)] as const)
  for (const [, clock] of clocks) await clock.set('+0')
  return new Map(clocks)
}
