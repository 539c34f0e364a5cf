/** Processes of a gateway that share a database, each with its doors and its watch, and clients of the product at them. */
import { join } from 'node:path'
import { Client } from 'basic-ftp'
import { sql } from 'kysely'
import ssh2, { type Client as SshClient } from 'ssh2'
import { systemNow } from '../../src/base/clock.ts'
import { uuidV7 } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { parseSshPublicKey } from '../../src/batch/ssh-key.ts'
import { liveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { endingOn } from '../../src/daemon/ending.ts'
import { openFtp } from '../../src/daemon/open-ftp.ts'
import { openSftp } from '../../src/daemon/open-sftp.ts'
import { openSessionWatch } from '../../src/daemon/session-watch.ts'
import { makeTrialKeys } from '../../src/daemon/trial-keys.ts'
import { makeKeyPair } from '../../src/endpoints/sftp/key-pair.ts'
import { reportProcess } from '../../src/ledger/processes.ts'
import { folderWith } from '../config/folder.ts'
import type { Rig } from '../mailbox/rig.ts'
import { value } from '../registry/fixtures.ts'
import { newUser, type User } from './door-rig.ts'

export type WatchedProcess = Awaited<ReturnType<typeof openProcess>>
export type Person = User & { readonly privateKey: string }

const SETS = [
  'sftp.host=127.0.0.1',
  'sftp.port=0',
  'ftp.host=127.0.0.1',
  'ftp.port=0',
  'ftp.passivePorts=0',
  'ftp.tls=optional',
]

export async function openProcess({ database, mailbox }: Pick<Rig, 'database' | 'mailbox'>) {
  const folder = folderWith({})
  await makeTrialKeys(join(folder.path, 'certs'), systemNow, silentLog)
  const load = () => loadConfig({ cwd: folder.path, sets: SETS })
  const live = liveConfig((await load()).config, load, silentLog)
  const ending = endingOn(new AbortController().signal, () => 0)
  const ground = { live, node: 'one', version: '0', log: silentLog, metrics: createMetrics(), now: systemNow, ending }
  const processId = uuidV7()
  const card = { processId, node: 'one', pid: 1, version: '0', roles: [], addresses: {} }
  await reportProcess(database.queries, card, {})
  await saidAt(database, processId, '1 hour')
  const watch = await openSessionWatch({
    ...{ ...ground, database, processId, networks: () => live.current().networks },
    every: { orders: 0.05, report: 0.05 },
  })
  const doors = { ...ground, database, mailbox, registers: watch.registers, isBanned: watch.isBanned }
  const [sftp, ftp] = [await openSftp(doors), await openFtp(doors)]
  return {
    ...{ processId, sftp, ftp },
    async [Symbol.asyncDispose]() {
      await sftp[Symbol.asyncDispose]()
      await ftp[Symbol.asyncDispose]()
      await watch[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

/** When the process last said that it lives, from now: nobody reports for it here. */
export async function saidAt({ queries }: Pick<Rig['database'], 'queries'>, processId: string, from: string) {
  await sql`update running_process set seen_at = now() + ${from}::interval where process_id = ${processId}`.execute(
    queries,
  )
}

export async function newPerson(rig: Pick<Rig, 'database'>): Promise<Person> {
  const pair = await makeKeyPair('ed25519', 'batch')
  const user = await newUser(rig, { sshKeys: [value(parseSshPublicKey(pair.publicKey))] })
  return { ...user, privateKey: pair.privateKey }
}

/** Logged in by SFTP; `ended` resolves with the last words of the server. */
export async function sftpClient({ sftp }: WatchedProcess, { sftp: username, privateKey }: Person) {
  const client: SshClient = new ssh2.Client()
  const said: string[] = []
  const debug = (line: string) => void (line.includes('DISCONNECT') && said.push(line))
  const ended = new Promise<string>((resolve) => client.once('close', () => resolve(said.join('\n'))))
  client.on('error', (error) => said.push(error.message))
  await new Promise<void>((resolve, reject) => {
    client.once('ready', () => resolve())
    client.once('error', reject)
    client.connect({ ...sftp.address, username, privateKey, ident: 'payroll_7.1', debug })
  })
  return { client, ended, [Symbol.dispose]: () => void client.end() }
}

/** Logged in by FTP, in clear. */
export async function ftpClient({ ftp }: WatchedProcess, { ftp: user, password }: Person): Promise<Client> {
  const client = new Client(0)
  await client.access({ ...ftp.address, user, password })
  await client.send('CLNT loonpakket 3')
  return client
}
