import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as anotherTurn } from 'node:timers/promises'
import { inject } from 'vitest'
import { nameDate } from '../../src/batch/dates.ts'
import { ENTERPRISES, type ExampleSender, enrolExample, makeAuthority } from '../../src/cli/demo/example.ts'
import { type GatewayProcess, startGatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import { packSet } from '../../src/cli/pack-set.ts'
import type { RemoteClient } from '../../src/endpoints/files/remote-client.ts'
import { connectSftp } from '../../src/endpoints/sftp/client.ts'
import { readSigningPair } from '../../src/signing/sign.ts'

/** A folder with an authority and settings, in which gateways are started, killed and started again. */
export type Site = AsyncDisposable & {
  readonly folder: string
  /** Empty when it is the embedded one. */
  readonly databaseUrl: string
  /** `--set` and its settings, for who starts the program by himself. */
  readonly words: readonly string[]
  start(...settings: readonly string[]): Promise<GatewayProcess>
  /** The same by another program, that runs ours. */
  startBy(program: string, ...settings: readonly string[]): Promise<GatewayProcess>
  /** The same under a command that becomes it, or watches over it. */
  startUnder(command: readonly string[], ...settings: readonly string[]): Promise<GatewayProcess>
  /** The same with some of the roles alone, as `--roles` has them. */
  startAs(roles: string, command: readonly string[], ...settings: readonly string[]): Promise<GatewayProcess>
  /** `sluice …` with the site's settings; never throws for an exit code. */
  sluice(...words: readonly string[]): Promise<Said>
  enrol(gateway: GatewayProcess, which?: 0 | 1 | 2): Promise<ExampleSender>
}

export type Said = { readonly code: number; readonly out: string; readonly err: string }

const SETTINGS = [
  ...[
    'sftp.host=127.0.0.1',
    'sftp.port=0',
    'ftp.host=127.0.0.1',
    'ftp.port=0',
    'ftp.passivePorts=0',
    'web.host=127.0.0.1',
    'web.port=0',
    'console.port=0',
    'portal.host=127.0.0.1',
    'portal.port=0',
    'portal.eid.port=0',
    'limits.diskReserveBytes=16 MiB',
    'simulator.environments=[]', // a test that reads every answer of OUT expects acknowledgements; that of the simulator turns it on
  ],
  ...['limits.graceSeconds=1', 'limits.leaseSeconds=2', 'limits.sessionsPerUser=200', 'limits.sessionsPerAddress=200'],
]

/** This machine is the network of the third enterprise's FTP channel, from which plain FTP is allowed. */
const LINK = { name: ENTERPRISES[2].network, cidrs: ['127.0.0.0/8'], plainFtp: true, channels: ['sftp', 'ftp', 'web'] }
export const FIXED_LINK = `networks=${JSON.stringify([LINK])}`

const URL_SETTING = 'database.url='

export async function openSite(...more: readonly string[]): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-site-'))
  const authority = await makeAuthority(folder, new Date())
  const words = (settings: readonly string[]) =>
    [...SETTINGS, ...more, ...settings].flatMap((setting) => ['--set', setting])
  const url = more.findLast((setting) => setting.startsWith(URL_SETTING))
  return {
    folder,
    databaseUrl: url?.slice(URL_SETTING.length) ?? '',
    words: words([]),
    start: (...settings) => startGatewayProcess(inject('program'), words(settings), folder),
    startBy: (program, ...settings) => startGatewayProcess(program, words(settings), folder),
    startUnder: (command, ...settings) => startGatewayProcess(inject('program'), words(settings), folder, [], command),
    startAs: (roles, command, ...settings) =>
      startGatewayProcess(inject('program'), words(settings), folder, ['--roles', roles], command),
    sluice: (...line) => said([...line, ...words([])], folder),
    enrol: (gateway, which = 0) => enrolExample(gateway, folder, authority, ENTERPRISES[which], new Date()),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

export function said(words: readonly string[], cwd: string): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [inject('program'), ...words], { cwd }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

/** Of a gateway, where it listens. */
export type Where = { readonly addresses: Pick<GatewayProcess['addresses'], 'sftp' | 'ftp'> }

export function connect(
  { addresses }: Where,
  { userName: user, sshKey: privateKey }: ExampleSender,
): Promise<RemoteClient> {
  return connectSftp({ ...addresses.sftp, user, credential: { privateKey } })
}

export type SetWish = {
  readonly sequence: string
  readonly environment?: 'R' | 'T' | 'S'
  readonly document?: Buffer
  readonly signed?: boolean
}

/** A signed set of the sender's, in a folder of its own: paths in the order FI, FS, GO. */
export async function makeSet(
  site: Site,
  sender: ExampleSender,
  wish: SetWish,
): Promise<{ trigger: string; files: string[]; bytes: number }> {
  const { sequence, environment = 'R', document = sampleDeclaration(new Date(), sequence), signed = true } = wish
  const folder = await mkdtemp(join(site.folder, 'set-'))
  const source = join(folder, 'source')
  await mkdir(join(folder, 'set'))
  await writeFile(source, document)
  const pair = readSigningPair(sender.signing.keyPem, sender.signing.certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  const now = new Date()
  const names = await packSet({
    ...{ files: [source], service: 'DMFA', sender: sender.number, environment, date: nameDate(now), sequence },
    ...{ pair: signed ? pair.value : null, folder: join(folder, 'set'), now },
  })
  return { trigger: names.at(-1)!, files: names.map((name) => join(folder, 'set', name)), bytes: document.length }
}

export function setKeyOf(trigger: string): string {
  return trigger.split('.').slice(1, 6).join('.')
}

/** Asks until the answer has what is waited for; the test's own time-out is the bound. Between two questions whatever this process serves is served. */
export async function eventually<Value>(ask: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask()
    if (isThere(value)) return value
    await anotherTurn()
  }
}
