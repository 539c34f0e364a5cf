/** A gateway of its own for a figure: real daemon, embedded database, one sender, in a throw-away folder. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nameDate } from '../../src/batch/dates.ts'
import { ENTERPRISES, type ExampleSender, enrolExample, makeAuthority } from '../../src/cli/demo/example.ts'
import { type Address, type GatewayProcess, startGatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { connectSftp } from '../../src/endpoints/sftp/client.ts'
import { readSigningKey } from '../../src/endpoints/web/client/web-client.ts'
import { NotRun } from '../figure.ts'
import type { FtpAccount } from '../peers/ftp-account.ts'
import type { SftpAccount } from '../peers/sftp-session.ts'
import type { WebAccount } from './web.ts'

export type Gateway = AsyncDisposable & {
  readonly sender: ExampleSender
  /** For the OpenSSH client. */
  readonly account: SftpAccount
  /** The same sender's, with and without TLS. */
  readonly ftpAccount: FtpAccount
  connect(): Promise<RemoteClient>
  /** Of the same sender, over the web service. */
  readonly web: WebAccount
  /** The daemon's folder, where messages to people are files, and its portal. */
  readonly folder: string
  readonly portal: Address
  readonly console: Address
  /** A command of `sluice`, with the daemon's settings. */
  command(...words: readonly string[]): Promise<unknown>
  /** Elements 2 to 6 of the names of a new set (`DMFA.123456.20260105.00001.R`). */
  nextKey(): string
  /** The largest resident memory that the daemon ever had, in MB. Throws `NotRun` where the system does not tell. */
  peakMegabytes(): Promise<number>
}

/** As an operator has it, but for what a large file and a small disk need. */
const SETTINGS = [
  ...['sftp.host=127.0.0.1', 'sftp.port=0', 'console.port=0', 'portal.host=127.0.0.1', 'portal.port=0'],
  ...['ftp.host=127.0.0.1', 'ftp.port=0', 'ftp.passivePorts=0', 'ftp.tls=optional'],
  ...['web.host=127.0.0.1', 'web.port=0'],
  ...['limits.partBytes=4 GiB', 'limits.diskReserveBytes=16 MiB'],
]

const KEY_DIGITS = 36

export type GatewayWish = {
  /** Besides those that every figure needs. */
  readonly settings?: readonly string[]
  /** All when left out. */
  readonly roles?: readonly string[]
}

/** `program`: the compiled main module, or one that starts it. */
export async function openGateway(program: string, folder: string, wish: GatewayWish = {}): Promise<Gateway> {
  const { settings = [], roles = [] } = wish
  const now = new Date()
  const authority = await makeAuthority(folder, now)
  const words = [...SETTINGS, ...settings].flatMap((setting) => ['--set', setting])
  const only = roles.length > 0 ? ['--roles', roles.join(',')] : []
  const gateway = await startGatewayProcess(program, words, folder, only)
  const { sender, keyFile } = await enrol(gateway, folder, authority, now).catch(async (error) => {
    await gateway[Symbol.asyncDispose]()
    throw error
  })
  const { host, port } = gateway.addresses.sftp
  let sequence = 0
  return {
    sender,
    account: { host, port, user: sender.userName, keyFile },
    ftpAccount: { ...gateway.addresses.ftp, ...ftpLoginOf(sender), root: '' },
    connect: () => connectSftp({ host, port, user: sender.userName, credential: { privateKey: sender.sshKey } }),
    web: webAccountOf(gateway, folder, sender),
    ...{ folder, portal: gateway.addresses.portal, console: gateway.addresses.console },
    ...{ command: (...words) => gateway.command(...words) },
    nextKey() {
      sequence += 1
      const digits = sequence.toString(KEY_DIGITS).toUpperCase().padStart(5, '0')
      return `DMFA.${sender.number}.${nameDate(now)}.${digits}.R`
    },
    peakMegabytes: async () => peakMegabytesOf(await pidOf(gateway)),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}

/** Names that the gateway takes, each of a set of its own. */
export function newNames(gateway: Gateway, count: number): string[] {
  return Array.from({ length: count }, () => `FI.${gateway.nextKey()}.1.1`)
}

async function enrol(
  gateway: GatewayProcess,
  folder: string,
  authority: Parameters<typeof enrolExample>[2],
  now: Date,
): Promise<{ sender: ExampleSender; keyFile: string }> {
  const [enterprise] = ENTERPRISES
  const sender = await enrolExample(gateway, folder, authority, { ...enterprise, network: 'internet' }, now)
  const keyFile = join(folder, 'user_key')
  await writeFile(keyFile, sender.sshKey, { mode: 0o600 })
  return { sender, keyFile }
}

function webAccountOf({ addresses }: GatewayProcess, folder: string, { clientId, signing }: ExampleSender): WebAccount {
  const key = readSigningKey(signing.keyPem)
  if (clientId === null || !key.ok) throw new TypeError('the sender has no web channel')
  const { host, port } = addresses.web
  const [keyFile, certificateFile] = ['tls.key', 'tls.crt'].map((name) => join(folder, 'certs', name))
  return {
    ...{ url: new URL(`https://${host}:${port}`), clientId, key: key.value },
    ...{ keyFile: keyFile ?? '', certificateFile: certificateFile ?? '' },
  }
}

function ftpLoginOf({ ftp }: ExampleSender): { user: string; password: string } {
  if (!ftp) throw new TypeError('the sender has no FTP channel')
  return ftp
}

async function pidOf(gateway: GatewayProcess): Promise<number> {
  const { processes } = (await gateway.command('status')) as { processes: readonly { pid: number }[] }
  const [first] = processes
  if (!first) throw new TypeError('the gateway does not know of itself')
  return first.pid
}

async function peakMegabytesOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  if (kibibytes === undefined) throw new NotRun('this system does not tell the memory of a process in /proc')
  return (Number(kibibytes) * 1024) / 1e6
}
