import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { type AccessOptions, Client, FTPError } from 'basic-ftp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemNow } from '../../src/base/clock.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { type LiveConfig, liveConfig } from '../../src/config/live.ts'
import { loadConfig } from '../../src/config/load.ts'
import { endingOn } from '../../src/daemon/ending.ts'
import { openFtp } from '../../src/daemon/open-ftp.ts'
import { makeTrialKeys } from '../../src/daemon/trial-keys.ts'
import type { FtpEndpoint } from '../../src/endpoints/ftp/options.ts'
import { registerCertificate } from '../../src/registry/certificates.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { folderWith } from '../config/folder.ts'
import { closeRig, openRig, type Rig } from '../mailbox/rig.ts'
import { ACT, auditOf, certificate, value } from '../registry/fixtures.ts'
import { newUser, noRegisters, type User } from './door-rig.ts'

let rig: Rig
let user: User
beforeAll(async () => {
  rig = await openRig()
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await closeRig()
})
beforeEach(async () => {
  await rig.database.queries.deleteFrom('login_throttle').execute()
  user = await newUser(rig)
})

type Desk = AsyncDisposable & {
  readonly endpoint: FtpEndpoint
  readonly live: LiveConfig
  readonly certs: string
  readonly events: readonly { readonly event: string }[]
}

/** The endpoint as the gateway opens it, with keys of its own; `more` settings. */
async function openDesk(...more: readonly string[]): Promise<Desk> {
  const folder = folderWith({})
  const certs = join(folder.path, 'certs')
  await makeTrialKeys(certs, systemNow, silentLog)
  const events: { event: string }[] = []
  const note = (event: string, about?: object) => void events.push({ event, ...about })
  const log: Log = { ...silentLog, info: note, error: note }
  const sets = ['ftp.host=127.0.0.1', 'ftp.port=0', 'ftp.passivePorts=0', ...more]
  const load = () => loadConfig({ cwd: folder.path, sets })
  const live = liveConfig((await load()).config, load, log)
  const ending = endingOn(new AbortController().signal, () => 0)
  const { database, mailbox } = rig
  const endpoint = await openFtp({
    ...{ live, node: 'one', version: '0', log, metrics: createMetrics(), now: systemNow, ending },
    ...{ database, mailbox, isBanned: () => false, registers: noRegisters() },
  })
  return {
    ...{ endpoint, live, certs, events },
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

/** Logs in and looks around: what came of it, and the certificate that the gateway showed. */
async function visit({ endpoint }: Desk, options: AccessOptions = {}) {
  const client = new Client(10_000)
  try {
    await client.access({
      ...{ ...endpoint.address, user: user.ftp, password: user.password, secure: true },
      ...options,
      secureOptions: { rejectUnauthorized: false, ...options.secureOptions },
    })
    const shown = 'getPeerX509Certificate' in client.ftp.socket ? client.ftp.socket.getPeerX509Certificate() : undefined
    const folders = (await client.list()).map(({ name }) => name)
    return { folders, shown: shown?.fingerprint256 }
  } catch (error) {
    if (error instanceof FTPError) return { code: error.code }
    throw error
  } finally {
    client.close()
  }
}

/** Greeted, and silent from there on. */
async function connected(address: { readonly host: string; readonly port: number }): Promise<Socket> {
  const socket = connect(address)
    .on('error', () => {})
    .resume()
  await once(socket, 'data')
  return socket
}

const FOLDERS = expect.arrayContaining(['IN', 'OUT', 'INTEST', 'OUTTEST', 'INTEST-S', 'OUTTEST-S'])

async function fingerprintIn(certs: string): Promise<string> {
  return new X509Certificate(await readFile(join(certs, 'tls.crt'))).fingerprint256
}

test('a user sees its six folders, by explicit and by implicit TLS, with the pair of the gateway', async () => {
  await using desk = await openDesk('ftp.implicitPort=0')
  const shown = await fingerprintIn(desk.certs)
  expect(await visit(desk)).toEqual({ folders: FOLDERS, shown })
  const { port } = desk.endpoint.implicitAddress ?? {}
  expect(await visit(desk, { secure: 'implicit', ...(port && { port }) })).toEqual({ folders: FOLDERS, shown })
})

test('a wrong password is refused, and so is a clear one', async () => {
  await using desk = await openDesk()
  expect(await visit(desk, { password: 'wrong' })).toEqual({ code: 530 })
  expect(await visit(desk, { secure: false })).toEqual({ code: 530 })
  const reasons = (await auditOf(rig.database, `login:${user.ftp}`)).map(({ reason }) => reason)
  expect(reasons).toEqual(['badPassword']) // the clear one was never looked at
})

test('of more strangers from one address than may be at the door the oldest has to go', async () => {
  await using desk = await openDesk('limits.strangersPerAddress=2')
  const oldest = await connected(desk.endpoint.address)
  const gone = once(oldest, 'close')
  const later = [await connected(desk.endpoint.address), await connected(desk.endpoint.address)]
  await gone
  expect(later.map(({ closed }) => closed)).toEqual([false, false])
  for (const stranger of later) stranger.destroy()
})

test('plain FTP from a network that allows it, for the channels of that network only', async () => {
  await using desk = await openDesk('networks=[{name: loop, cidrs: [127.0.0.0/8], plainFtp: true}]')
  expect(await visit(desk, { secure: false })).toEqual({ code: 530 })
  expect((await auditOf(rig.database, `login:${user.ftp}`)).map(({ reason }) => reason)).toEqual(['otherNetwork'])
  const { queries } = rig.database
  await queries.updateTable('channel').set({ network: 'loop' }).where('login_name', '=', user.ftp).execute()
  expect(await visit(desk, { secure: false })).toEqual({ folders: FOLDERS })
})

describe('ftp.clientCertificate', () => {
  test('required: the password and the registered certificate together let in', async () => {
    await using desk = await openDesk('ftp.clientCertificate=required')
    const { keyPem: key, certificatePem: cert } = await selfSigned()
    expect([await visit(desk), await visit(desk, { secureOptions: { key, cert } })]).toEqual([
      { code: 530 },
      { code: 530 },
    ])
    const reasons = (await auditOf(rig.database, `login:${user.ftp}`)).map(({ reason }) => reason)
    expect(reasons).toEqual(['noCertificate', 'unknownCertificate'])
    await register(cert)
    expect(await visit(desk, { secureOptions: { key, cert } })).toMatchObject({ folders: FOLDERS })
  })

  test('ignored: nobody is asked for one', async () => {
    await using desk = await openDesk()
    const { keyPem: key, certificatePem: cert } = await selfSigned()
    expect(await visit(desk, { secureOptions: { key, cert } })).toMatchObject({ folders: FOLDERS })
  })

  const selfSigned = () => makeSelfSigned({ commonName: 'Payroll', keyType: 'ec', days: 30, now: new Date() })

  async function register(pem: string): Promise<void> {
    const { raw: der } = new X509Certificate(pem)
    const proof = certificate({ der, sha256: sha256(der) })
    const input = { senderNumber: user.senderNumber, certificate: proof, approvedBy: ACT.actor }
    const usages = ['clientAuthentication'] as const
    value(await rig.database.transaction((tx) => registerCertificate(tx, { ...input, usages }, ACT)))
  }
})

describe('case G4: the TLS pair', () => {
  test('renewed in place is shown after SIGHUP, without a restart', async () => {
    await using desk = await openDesk()
    const before = await visit(desk)
    await renew(desk.certs)
    expect(await visit(desk)).toEqual(before)
    await desk.live.reload()
    const shown = await fingerprintIn(desk.certs)
    expect(await visit(desk)).toEqual({ folders: FOLDERS, shown })
    expect(before.shown).not.toBe(shown)
    expect(desk.events).toContainEqual(expect.objectContaining({ event: 'tls.renewed', fingerprint: shown }))
  })

  test('that does not fit is refused, and the one before it stays', async () => {
    await using desk = await openDesk()
    const before = await visit(desk)
    await copyFile(join(desk.certs, 'acknowledgement.key'), join(desk.certs, 'tls.key'))
    await desk.live.reload()
    expect(await visit(desk)).toEqual(before)
    expect(desk.events.map(({ event }) => event)).toContain('config.refused')
    await renew(desk.certs)
    await desk.live.reload()
    expect(await visit(desk)).toEqual({ folders: FOLDERS, shown: await fingerprintIn(desk.certs) })
  })

  async function renew(certs: string): Promise<void> {
    const { keyPem, certificatePem } = await makeSelfSigned({
      ...{ commonName: 'renewed', keyType: 'ec', days: 30, now: new Date(), alternativeNames: ['localhost'] },
    })
    await writeFile(join(certs, 'tls.key'), keyPem)
    await chmod(join(certs, 'tls.key'), 0o600)
    await writeFile(join(certs, 'tls.crt'), certificatePem)
  }
})

test('limits follow the configuration', async () => {
  await using desk = await openDesk('limits.loginFailures={perSession: 1}', 'limits.sessionsPerUser=1')
  const client = new Client(10_000)
  await client.access({
    ...{ ...desk.endpoint.address, user: user.ftp, password: user.password, secure: true },
    secureOptions: { rejectUnauthorized: false },
  })
  expect(await visit(desk)).toEqual({ code: 421 })
  client.close()
  expect(await visit(desk, { password: 'wrong' })).toEqual({ code: 421 }) // the first failure was the last
})
