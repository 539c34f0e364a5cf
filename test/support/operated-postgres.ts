import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const BIN = '/usr/lib/postgresql/15/bin'
const PASSWORD = 'correct horse'

/** Empty when there is everything that the server needs. */
export const missingForDebianServer = [
  ...(existsSync(BIN) ? [] : ["Debian's PostgreSQL 15"]),
  ...(process.getuid?.() === 0 ? [] : ['root, to become the user postgres']),
].join(' and ')

export type DebianServer = Awaited<ReturnType<typeof startDebianServer>>

/** PostgreSQL 15 as Debian has it, run as its user `postgres`, with passwords and TLS, on a free port of loopback. */
export async function startDebianServer() {
  const dir = await mkdtemp(join(tmpdir(), 'sluice-debian-'))
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
  const file = (name: string) => join(dir, name)
  const options = { uid: uid!, gid: gid!, cwd: '/' }
  await chown(dir, uid!, gid!)
  for (const [name, text] of [
    ['password', `${PASSWORD}\n`],
    ['wrong', 'wrong'],
    ['empty', '\n'],
  ] as const) {
    await writeFile(file(name), text, { mode: 0o600 })
  }
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=elsewhere.example']
  execFileSync('openssl', [...request, '-keyout', file('tls.key'), '-out', file('tls.crt')], {
    ...options,
    stdio: 'ignore',
  })
  execFileSync(join(BIN, 'initdb'), ['-D', file('cluster'), '-A', 'trust', '-U', 'postgres'], {
    ...options,
    stdio: 'ignore',
  })
  await writeFile(file('cluster/pg_hba.conf'), 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
  const port = await freePort()
  const settings = ['-k', dir, '-p', String(port), '-h', '127.0.0.1', '-c', 'ssl=on']
  const tls = ['-c', `ssl_cert_file=${file('tls.crt')}`, '-c', `ssl_key_file=${file('tls.key')}`]
  const child = spawn(join(BIN, 'postgres'), ['-D', file('cluster'), ...settings, ...tls], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const bytes of child.stderr) if (String(bytes).includes('ready to accept connections')) break
  const administer = async (statement: string) => {
    const client = new pg.Client({ host: dir, port, user: 'postgres', database: 'postgres' })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await administer(`create role sluice login password '${PASSWORD}'`)
  return {
    port,
    file,
    certificate: file('tls.crt'),
    async recreate(name: string, owner = 'sluice') {
      await administer(`drop database if exists ${name} with (force)`)
      await administer(`create database ${name} owner ${owner}`)
    },
    async set(setting: string, value: string) {
      await administer(`alter system set ${setting} = ${value}`)
      await administer('select pg_reload_conf()')
    },
    async stop() {
      child.kill('SIGINT')
      await once(child, 'exit')
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
