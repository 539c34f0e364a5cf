/** A gateway at work, as its operators find it: senders, sessions, bans, waits and certificates. */
import { sql } from 'kysely'
import { uuidV7 } from '../../src/base/ids.ts'
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { GatewayView, OwnKey, SettingInForce } from '../../src/console/gateway-view.ts'
import type { Database } from '../../src/database/database.ts'
import { reportProcess } from '../../src/ledger/processes.ts'
import { registerCertificate } from '../../src/registry/certificates.ts'
import { countFailure } from '../../src/registry/login-throttle.ts'
import { suspendSender } from '../../src/registry/senders.ts'
import { banAddresses } from '../../src/registry/sessions/bans.ts'
import { noteClients } from '../../src/registry/sessions/clients-seen.ts'
import { type LiveSession, reportSessions } from '../../src/registry/sessions/live-sessions.ts'
import { play } from '../portal/played-sets.ts'
import { ACT, certificate, enrolled, enterpriseNumber, sshKey, value } from '../registry/fixtures.ts'

export const LIMITS = { perAccount: 3, perAddress: 5, addressMinutes: 60, lockSeconds: 600, lockSecondsMax: 3600 }
const DAY = 86_400_000

export type Scene = Awaited<ReturnType<typeof watchedScene>>

export async function watchedScene(database: Database) {
  const now = new Date()
  const bakery = await sender(database, 6001, 'Bakkerij Peeters')
  const town = await sender(database, 6002, 'Gemeente Aalter')
  const idle = await sender(database, 6003, 'Zagerij De Smet <b>')
  value(await database.transaction((tx) => suspendSender(tx, idle, ACT)))
  const sessions = [
    session(bakery, now, { session: uuidV7(), doing: 'receiving', file: `FI.DMFA.${bakery}.20261123.00007.R.1.1` }),
    session(town, now, { session: uuidV7(), endpoint: 'ftp', network: 'publilink', address: '10.1.0.7', client: '' }),
  ]
  const processId = await livingProcess(database)
  await reportSessions(database.queries, { processId, changed: sessions, gone: [], isWhole: true })
  await noteClients(database.queries, [
    { senderNumber: bakery, endpoint: 'sftp', origin: '192.0.2.7', client: 'payroll_7.1', address: '192.0.2.7' },
    { senderNumber: bakery, endpoint: 'ftp', origin: '198.51.100.9', client: 'FileZilla', address: '198.51.100.9' },
  ])
  const wish = { range: '198.51.100.0/24', endsAt: new Date(now.getTime() + DAY), confirmedNetworks: '' }
  const { banId } = value(
    await database.transaction((tx) =>
      banAddresses(tx, wish, { now, networks: [] }, { ...ACT, reason: 'guessing passwords all night' }),
    ),
  )
  await failing(database, `s${bakery}`, '203.0.113.5')
  const expiring = await certified(database, bakery, { subject: 'CN=Payroll 2025, O=Bakkerij Peeters', days: 12 })
  await certified(database, bakery, { subject: 'CN=Payroll 2027, O=Bakkerij Peeters', days: 700 })
  const waiting = await certified(database, town, { subject: 'CN=Boekhouding, C=BE', days: 300, isWaiting: true })
  const reasons = [{ code: 125, file: `FI.DMFA.${bakery}.20261123.00002.R.1.1` }]
  for (const [sequence, outcome] of [
    ['00001', 'accepted'],
    ['00002', 'rejected'],
  ] as const) {
    const verdict = outcome === 'rejected' ? { outcome, reasons } : undefined
    const set = {
      sender: bakery,
      key: `DMFA.${bakery}.20261123.${sequence}.R`,
      until: 'answered' as const,
      openedAt: new Date(now.getTime() - 3_600_000),
    }
    await play(database, { ...set, ...(verdict && { verdict }) } as never)
  }
  return { bakery, town, idle, sessions, banId, waiting, expiring, processId }
}

/** Enrolled with a key and the channels SFTP and FTP. */
export async function sender(database: Database, n: number, name: string): Promise<SenderNumber> {
  const { senderNumber } = await enrolled(database, {
    ...{ enterpriseNumber: enterpriseNumber(n), name, channels: ['sftp', 'ftp'], sshKeys: [sshKey()] },
  })
  return senderNumber
}

export function session(senderNumber: string, at: Date, parts: Partial<LiveSession> = {}): LiveSession {
  return {
    ...{ session: uuidV7(), endpoint: 'sftp', senderNumber, account: `s${senderNumber}`, network: null },
    ...{ address: '192.0.2.7', client: 'payroll_7.1', since: new Date(at.getTime() - 600_000), lastAt: at },
    ...{ bytesIn: 1_234_567, bytesOut: 890, files: 3, doing: null, file: null, ...parts },
  }
}

/** One that goes on living for the time of a test. */
export async function livingProcess({ queries }: Pick<Database, 'queries'>): Promise<string> {
  const processId = uuidV7()
  await reportProcess(queries, { processId, node: 'gate-1', pid: 7, version: '0', roles: [], addresses: {} }, {})
  await sql`update running_process set seen_at = now() + interval '1 hour'`.execute(queries)
  return processId
}

export async function failing(database: Database, account: string, address: string): Promise<void> {
  const failure = { account, origin: { key: address, isCapped: true }, fault: 'badPassword' } as const
  for (let failures = 0; failures < LIMITS.perAddress; failures += 1) {
    await database.transaction((tx) => countFailure(tx, failure, LIMITS))
  }
}

type Certified = { readonly subject: string; readonly days: number; readonly isWaiting?: boolean }

async function certified(database: Database, senderNumber: SenderNumber, { subject, days, isWaiting }: Certified) {
  const notAfter = new Date(Date.now() + days * DAY)
  const input = {
    ...{ senderNumber, certificate: certificate({ subject, notAfter }), usages: ['signature'] as const },
    approvedBy: isWaiting ? null : 'operator:test',
  }
  return value(await database.transaction((tx) => registerCertificate(tx, input, ACT))).sha256
}

/** What a daemon would tell of itself: a setting that waits, a reload that was refused, a key that is over. */
export function shownGateway(): GatewayView {
  const setting = { sentence: '', fallback: null, origin: 'file', waitsFor: null } as const
  const settings: readonly SettingInForce[] = [
    { ...setting, path: 'sftp.port', value: '8022', fallback: '8022', origin: 'default', waitsFor: 'restart' },
    { ...setting, path: 'limits.parts', value: '7', fallback: '9', waitsFor: 'reload' },
    { ...setting, path: 'web.publicUrl', value: '"https://batch.example"', fallback: '""', origin: 'set' },
  ]
  const services = [
    { code: 'DMFA', labels: { de: 'DmfA', fr: 'DmfA', nl: 'DmfA', en: 'DmfA' }, environments: ['R', 'T', 'S'] },
    { code: 'DIMN', labels: { de: 'Dimona', fr: 'Dimona', nl: 'Dimona', en: 'Dimona' }, environments: ['R'] },
  ]
  return {
    networks: () => [{ name: 'publilink', cidrs: ['10.1.0.0/16'] }],
    ownKeys: async () => OWN_KEYS,
    configuration: async () => ({
      ...{ file: '/etc/sluice/sluice.yaml', settings, warnings: [] },
      problems: ['sluice.yaml:3:9: limits.forms: "many" is no number. Give a whole number from 1.'],
      lastReload: { at: new Date('2026-11-23T12:00:00Z'), outcome: 'refused', changed: [] },
      process: {
        ...{ node: 'gate-1/7', version: '0.1.0', runtime: 'v20.19.0', platform: 'linux x64', folder: '/srv/sluice' },
        ...{ startedAt: new Date('2026-11-20T06:00:00Z'), memoryBytes: 212_000_000 },
      },
      services: services.map((one) => ({
        ...one,
        target: `directory /srv/sluice/${one.code}`,
        rate: 1000,
        concurrency: 4,
      })),
    }),
  }
}

const KEY = { from: '/srv/sluice/certs', subject: '', endsAt: null, daysLeft: null, trouble: null } as const
const PRINT = 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8'
const OWN_KEYS: readonly OwnKey[] = [
  {
    ...{ ...KEY, use: 'tls', name: 'tls.crt', fingerprint: '5B:00:11:22:33:44:55:66', subject: 'CN=batch.example' },
    ...{ endsAt: new Date('2026-11-30T00:00:00Z'), daysLeft: 6 },
  },
  {
    ...{ ...KEY, use: 'acknowledgement', name: 'acknowledgement.crt', fingerprint: '7C:00:11:22:33:44:55:66' },
    ...{ subject: 'CN=Answers', endsAt: new Date('2026-11-01T00:00:00Z'), daysLeft: -23, trouble: 'over' },
  },
  { ...KEY, use: 'host', name: 'ssh-ed25519', fingerprint: PRINT },
  { ...KEY, use: 'token', name: 'k-2026-11', from: '', fingerprint: '' },
  {
    ...{ ...KEY, use: 'issuer', name: 'root.pem', fingerprint: '9D:00:11:22:33:44:55:66', subject: 'CN=Root' },
    ...{ endsAt: new Date('2031-01-01T00:00:00Z'), daysLeft: 1500 },
  },
]
