/**
 * Everything that takes part: gateways by their roles, two of them at the doors; PostgreSQL, Redis and an online service, all started again
 * whenever they are gone; the spool and the database on a small disk of their own; senders in a network of their own.
 */
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { ENTERPRISES, type Enterprise, enrolExample, makeAuthority } from '../../src/cli/demo/example.ts'
import type { Effect } from '../gateway/checker.ts'
import { openSite, type Site } from '../gateway/gateway.ts'
import { type SmallDisk, smallDisk } from '../gateway/small-disk.ts'
import { SteadyClient } from '../gateway/steady-client.ts'
import { freePort } from '../support/free-port.ts'
import { ClientNetwork } from './client-network.ts'
import { Clock } from './clock.ts'
import { KeptProcess } from './kept-process.ts'
import { Line } from './line.ts'
import { ownFolder } from './own-folder.ts'
import { startPostgres } from './postgres.ts'
import { curl, type Door, keepLogin, lftp, openssh, type Program, sluiceSftp, sluiceWeb } from './programs.ts'
import { AGE_MILLISECONDS } from './sets.ts'

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

type LineOf = readonly [name: string, letter: string, program: Program, way: 'sftp' | 'ftp' | 'web']

export type Cast = {
  readonly gateways: readonly (readonly [name: string, roles: string])[]
  readonly lines: readonly LineOf[]
}

const OPENSSH: LineOf = ['OpenSSH', 'A', openssh, 'sftp']
const CURL: LineOf = ['curl', 'B', curl, 'ftp']

export const WHOLE: Cast = {
  gateways: [
    ['doorA', 'endpoints'],
    ['doorB', 'endpoints'],
    ['judging', 'pipeline'],
    ['delivering', 'delivery'],
    ['people', 'portal,console'],
  ],
  lines: [
    OPENSSH,
    CURL,
    ['lftp', 'C', lftp, 'ftp'],
    ['sluice over SFTP', 'D', sluiceSftp, 'sftp'],
    ['sluice over the web', 'E', sluiceWeb, 'web'],
  ],
}

/** What starts quickly. */
export const SMALL: Cast = {
  gateways: [
    ['doorA', 'endpoints'],
    ['judging', 'pipeline,delivery'],
  ],
  lines: [OPENSSH, CURL],
}

const MEBIBYTES = 600
const SERVICE = join(import.meta.dirname, 'peers', 'online-service.mjs')

/** `program`: what the gateways run. Closes what was opened, the last first, also when opening the rest fails. */
export async function openStage(cast: Cast, program = inject('program')): Promise<Stage> {
  const parts: AsyncDisposable[] = []
  const close = async () => {
    for (const part of parts.reverse()) await part[Symbol.asyncDispose]()
  }
  const kept = <Part extends AsyncDisposable>(part: Part): Part => {
    parts.push(part)
    return part
  }
  try {
    return { ...(await build(cast, program, kept)), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

async function build(
  cast: Cast,
  program: string,
  kept: <Part extends AsyncDisposable>(part: Part) => Part,
): Promise<Omit<Stage, typeof Symbol.asyncDispose>> {
  const { path: folder } = kept(await ownFolder())
  const network = kept(await ClientNetwork.open())
  const disk = kept(await smallDisk(join(folder, 'disk'), MEBIBYTES))
  const ports = { postgres: await freePort(), redis: await freePort(), service: await freePort() }
  const clocks = await clocksIn(folder, cast)
  const database = await startPostgres(folder, ports.postgres, clocks.get('postgres')!)
  const postgres = kept(database.kept)
  const redis = kept(await startRedis(folder, ports.redis))
  const service = kept(await startService(folder, ports.service))
  const site = kept(await openSite(...settingsOf(network, { folder, url: database.url, ...ports })))
  const effects = () => effectsIn(join(folder, 'effects'))
  const lines = await enrolLines(cast, { site, folder, network, effects })
  const gateways = new Map<string, KeptProcess>()
  const doors: Door[] = []
  for (const [name, roles] of cast.gateways) {
    const door = { host: network.host, sftp: await freePort(), ftp: await freePort(), web: await freePort() }
    if (roles === 'endpoints') doors.push(door)
    gateways.set(name, kept(await startGateway(site, program, { folder, name, roles, door, clock: clocks.get(name)! })))
  }
  const mood = (word: string) => writeFile(join(folder, 'mood'), word)
  return { site, folder, gateways, postgres, redis, service, clocks, network, disk, ports, doors, lines, mood, effects }
}

async function clocksIn(folder: string, { gateways }: Cast): Promise<ReadonlyMap<string, Clock>> {
  const clocks = ['postgres', ...gateways.map(([name]) => name)].map((name) => [name, new Clock(folder, name)] as const)
  for (const [, clock] of clocks) await clock.set('+0')
  return new Map(clocks)
}

function startRedis(folder: string, port: number): Promise<KeptProcess> {
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  return KeptProcess.start({
    ...{ name: 'redis', command: ['redis-server', ...words], cwd: '/', log: join(folder, 'redis.log') },
    ready: /eady to accept connections/,
  })
}

async function startService(folder: string, port: number): Promise<KeptProcess> {
  const words = [join(folder, 'effects'), join(folder, 'mood'), String(port)]
  return await KeptProcess.start({
    ...{ name: 'service', command: [process.execPath, SERVICE, ...words], cwd: '/', log: join(folder, 'service.log') },
    ready: /^ready$/,
  })
}

type Where = { readonly folder: string; readonly url: string; readonly redis: number; readonly service: number }

function settingsOf(network: ClientNetwork, { folder, url, redis, service }: Where): readonly string[] {
  const link = { name: ENTERPRISES[2].network, cidrs: [`${network.client}/32`], plainFtp: true }
  const target = { type: 'http', url: `http://127.0.0.1:${service}/declarations`, silenceSeconds: 2, connectSeconds: 2 }
  const pace = {
    retry: { firstSeconds: 0.2, lastSeconds: 2 },
    breaker: { failures: 5, firstSeconds: 0.5, lastSeconds: 2 },
  }
  const services = [
    { code: 'DMFA', target: { ...target, askUrl: `${target.url}/{key}` }, ...pace },
    { code: 'DIMN', target, ...pace },
  ]
  return [
    ...[`spool.dir=${join(folder, 'disk', 'spool')}`, `database.url=${url}`, `queues.url=redis://127.0.0.1:${redis}`],
    ...['sftp', 'ftp', 'web'].map((listener) => `${listener}.host=${network.host}`),
    ...[`networks=${JSON.stringify([link])}`, `services=${JSON.stringify(services)}`],
    ...['database.connections=8', 'limits.pollSeconds=0.5', 'retention.everySeconds=5'],
  ]
}

type Enrolling = Pick<Stage, 'site' | 'folder' | 'network' | 'effects'>

async function enrolLines(cast: Cast, { site, folder, network, effects }: Enrolling): Promise<readonly Line[]> {
  const past = new Date(Date.now() - AGE_MILLISECONDS)
  const authority = await makeAuthority(site.folder, past)
  await using gateway = await site.start()
  const certificate = join(site.folder, 'certs', 'tls.crt')
  const { fingerprint256: fingerprint } = new X509Certificate(await readFile(certificate))
  const lines: Line[] = []
  for (const [index, [name, letter, program, way]] of cast.lines.entries()) {
    const sender = await enrolExample(gateway, site.folder, authority, enterpriseOf(index, way), past)
    const workplace = join(folder, letter)
    await mkdir(workplace)
    const sending = { network, sender, certificate, fingerprint, workplace }
    await keepLogin(sending)
    // looks go over SFTP, whatever the program uses
    const client = new SteadyClient(site, { ...sender, ftp: null }, async () => effects())
    lines.push(new Line({ name, letter, program, sending, client, site: site.folder }))
  }
  return lines
}

function enterpriseOf(index: number, way: string): Enterprise {
  const { contact, quality, network } = ENTERPRISES[way === 'ftp' ? 2 : 0]
  const first = 10_000_300 + index
  const number = `${first}${String(97 - (first % 97)).padStart(2, '0')}`
  return { number, name: `Soak ${index}`, contact, quality, network, web: way === 'web' }
}

type GatewaySpec = {
  readonly folder: string
  readonly name: string
  readonly roles: string
  readonly door: Door
  readonly clock: Clock
}

function startGateway(
  site: Site,
  program: string,
  { folder, name, roles, door, clock }: GatewaySpec,
): Promise<KeptProcess> {
  const ports = (['sftp', 'ftp', 'web'] as const).flatMap((listener) => ['--set', `${listener}.port=${door[listener]}`])
  return KeptProcess.start({
    name,
    command: [process.execPath, program, 'start', '--roles', roles, ...site.words, ...ports],
    ...{ cwd: site.folder, env: clock.env, log: join(folder, `${name}.log`) },
    ready: /"event":"gateway\.ready"/,
  })
}

function effectsIn(file: string): readonly Effect[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}
