/** PostgreSQL 15 of Debian on a folder of ours, with its clock in our hands, started again whenever it is gone. Needs root, to become its account. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Clock } from './clock.ts'
import { KeptProcess } from './kept-process.ts'

const BIN = '/usr/lib/postgresql/15/bin'
const NAME = 'sluice'
/** Little log, for its disk is small and may be full. */
const SETTINGS = ['min_wal_size=32MB', 'max_wal_size=64MB', 'max_connections=100', 'logging_collector=off']

export type Postgres = { readonly kept: KeptProcess; readonly url: string }

/** Why there is none here, or nothing; in CI (`SLUICE_WIDE=1`) there must be. */
export function noPostgres(): string | undefined {
  if (process.env.SLUICE_WIDE === '1' || existsSync(BIN)) return undefined
  return "not run: needs Debian's PostgreSQL 15"
}

/** With an empty database of the gateway's, on the disk of the run's folder. */
export async function startPostgres(own: string, port: number, clock: Clock): Promise<Postgres> {
  const folder = join(own, 'disk', 'postgres')
  const account = { uid: idOf('-u'), gid: idOf('-g') }
  await mkdir(folder, { recursive: true })
  await chown(folder, account.uid, account.gid)
  const cluster = join(folder, 'cluster')
  const options = { ...account, cwd: '/', stdio: 'ignore' } as const
  execFileSync(join(BIN, 'initdb'), ['-D', cluster, '-A', 'trust', '-U', 'postgres', '--encoding=UTF8'], options)
  await writeFile(join(cluster, 'pg_hba.conf'), 'local all all trust\nhost all all 127.0.0.1/32 trust\n')
  const words = ['-D', cluster, '-k', folder, '-p', String(port), '-h', '127.0.0.1']
  const kept = await KeptProcess.start({
    name: 'postgres',
    command: [join(BIN, 'postgres'), ...words, ...SETTINGS.flatMap((setting) => ['-c', setting])],
    ...{ cwd: '/', account, env: clock.env, log: join(own, 'postgres.log') },
    ready: /ready to accept connections/,
  })
  for (const statement of [`create role ${NAME} login`, `create database ${NAME} owner ${NAME}`])
    await administer(folder, port, statement)
  return { kept, url: `postgres://${NAME}@127.0.0.1:${port}/${NAME}` }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
}

async function administer(host: string, port: number, statement: string): Promise<void> {
  const client = new pg.Client({ host, port, user: 'postgres', database: 'postgres' })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
