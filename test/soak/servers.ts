/** What the gateways stand between, and the gateways: how each is started and told of the others. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ENTERPRISES } from '../../src/cli/demo/example.ts'
import type { Effect } from '../gateway/checker.ts'
import type { Site } from '../gateway/gateway.ts'
import type { ClientNetwork } from './client-network.ts'
import type { Clock } from './clock.ts'
import { KeptProcess } from './kept-process.ts'
import type { Door } from './programs.ts'

const SERVICE = join(import.meta.dirname, 'peers', 'online-service.mjs')

export function startRedis(folder: string, port: number): Promise<KeptProcess> {
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  return KeptProcess.start({
    ...{ name: 'redis', command: ['redis-server', ...words], cwd: '/', log: join(folder, 'redis.log') },
    ready: /eady to accept connections/,
  })
}

export async function startService(folder: string, port: number): Promise<KeptProcess> {
  const words = [join(folder, 'effects'), join(folder, 'mood'), String(port)]
  return await KeptProcess.start({
    ...{ name: 'service', command: [process.execPath, SERVICE, ...words], cwd: '/', log: join(folder, 'service.log') },
    ready: /^ready$/,
  })
}

/** Of the online service so far. */
export function effectsIn(file: string): readonly Effect[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

type GatewaySpec = {
  readonly folder: string
  readonly name: string
  readonly roles: string
  readonly door: Door
  readonly clock: Clock
}

/** `program`: what it runs. */
export function startGateway(
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

type Where = { readonly folder: string; readonly url: string; readonly redis: number; readonly service: number }

/** For all gateways, and for the commands. */
export function settingsOf(network: ClientNetwork, { folder, url, redis, service }: Where): readonly string[] {
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
