/** PostgreSQL 15 as Debian has it, with an empty database and its owner, at a place of a network of our own. Needs root, to become its user. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { appendFile, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Place } from './network.ts'

const BIN = '/usr/lib/postgresql/15/bin'
const PORT = 5432
const CONNECTIONS_MAX = 200

export const hasDebianPostgres: boolean = existsSync(BIN)

export type DebianPostgres = AsyncDisposable & {
  readonly host: string
  readonly port: number
  readonly database: string
}

/** Whoever comes from the network of tests is let in. */
export async function debianPostgres({ address, inside }: Place): Promise<DebianPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-debian-'))
  const cluster = join(folder, 'cluster')
  const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])))
  await chown(folder, uid, gid)
  const initdb = ['-D', cluster, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync']
  execFileSync(join(BIN, 'initdb'), initdb, { uid, gid, cwd: '/', stdio: 'ignore' })
  await appendFile(join(cluster, 'pg_hba.conf'), 'host all all 198.18.0.0/15 trust\n')
  const settings = ['-k', folder, '-h', address, '-p', `${PORT}`, '-c', `max_connections=${CONNECTIONS_MAX}`]
  const asPostgres = [...inside, 'setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const [command, ...words] = [...asPostgres, join(BIN, 'postgres'), '-D', cluster, ...settings] as [string]
  const server = spawn(command, words, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const bytes of server.stderr) if (String(bytes).includes('ready to accept connections')) break
  const client = new pg.Client({ host: address, port: PORT, user: 'postgres', database: 'postgres' })
  await client.connect()
  for (const statement of ['create role sluice login', 'create database sluice owner sluice'])
    await client.query(statement)
  await client.end()
  return {
    ...{ host: address, port: PORT, database: 'sluice' },
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT')
      await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
