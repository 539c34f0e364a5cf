import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../../src/base/hashes.ts'
import type { SenderNumber } from '../../../src/batch/identifiers.ts'
import type { Database } from '../../../src/database/database.ts'
import { pauseService } from '../../../src/ledger/delivery-control.ts'
import { giveTurns } from '../../../src/ledger/delivery-line.ts'
import type { Visitor } from '../../../src/mailbox/mailbox.ts'
import { createStatusFolder, type StatusFile } from '../../../src/mailbox/status/status-folder.ts'
import { removeCertificate } from '../../../src/registry/certificates.ts'
import type { Enrolment } from '../../../src/registry/enrol.ts'
import { ACT, certificate, enrolled, enterpriseNumber, value } from '../../registry/fixtures.ts'
import { rowsRead } from '../../support/rows-read.ts'
import { testDatabase } from '../../support/test-database.ts'
import { defaultSettings } from '../rig.ts'
import { insertSet } from './rows.ts'

/** A morning in winter, one hour behind midnight for UTC and two for Brussels. */
const NOW = new Date('2026-11-23T09:00:00Z')
const CERTIFICATE = certificate({ notAfter: new Date('2026-12-20T09:00:00Z'), subject: 'CN=Gemeente Ham' })
const CONTACT = { lastName: 'Janssens', firstName: 'An', email: 'an@example.be', phone: '+3225550100' }

let database: Database
let mine: Enrolment
let theirs: Enrolment
let me: string

beforeAll(async () => {
  database = await testDatabase()
  mine = await enrolled(database, {
    ...{ sender: '700001' as SenderNumber, services: ['DMFA', 'DIMN'], certificates: [CERTIFICATE] },
    contact: { ...CONTACT, language: 'en' },
  })
  theirs = await enrolled(database, {
    enterpriseNumber: enterpriseNumber(2),
    ...{ sender: '800002' as SenderNumber, certificates: [certificate({ subject: 'CN=Gemeente Geel' })] },
  })
  me = mine.senderNumber
})
afterAll(() => database?.[Symbol.asyncDispose]())
beforeEach(async () => {
  await sql`truncate claim, submission, received_file, fact, event, delivery, paused_service, login_throttle cascade`.execute(
    database.queries,
  )
})

test('the folder tells today, yesterday, each rejection, certificates and queues, dated by what changed', async () => {
  await insertSet(database, open('00001', '2026-11-20T10:00:00Z'))
  await insertSet(database, accepted('00002'))
  await insertSet(database, rejected('00003'))
  await insertSet(database, { ...rejected('00004'), sealedAt: '2026-11-22T22:59:59Z' })
  await insertSet(database, { ...rejected('00005'), sealedAt: '2026-11-21T22:59:59Z' })
  await insertSet(database, { ...open('00006', '2026-11-23T07:00:00Z'), ...cancelledAt('2026-11-23T07:30:00Z') })
  await insertSet(database, { ...open('00007', '2026-11-23T07:00:00Z'), closedAt: '2026-11-23T07:30:00Z' })
  const files = await look()
  const registeredAt = expect.any(Date)
  expect(files.map(({ name, modifiedAt }) => [name, modifiedAt])).toEqual([
    ['2026-11-22.csv', new Date('2026-11-23T08:02:00Z')],
    ['2026-11-23.csv', new Date('2026-11-23T08:05:00Z')],
    ['CERTIFICATES.txt', registeredAt],
    ['QUEUES.txt', NOW],
    ['WHY-DMFA.700001.20261123.00003.R-SLU7000010003.en.txt', new Date('2026-11-23T08:02:00Z')],
    ['WHY-DMFA.700001.20261123.00004.R-SLU7000010004.en.txt', new Date('2026-11-23T08:02:00Z')],
  ])
  expect(linesOf(files, '2026-11-23.csv')).toEqual([
    'Set,Environment,Channel,State,Received,Sealed,Outcome,Codes,Reason,Ticket,Answer',
    'DMFA.700001.20261123.00003.R,R,sftp,closed,2026-11-23T08:59:00+01:00,2026-11-23T09:00:00+01:00,rejected,ACRF-130 ACRF-108,GO file did not come,SLU7000010003,FO.ACRF.999999.20261123.00003.R',
    'DMFA.700001.20261123.00002.R,R,ftp,dispatched,2026-11-23T08:00:00+01:00,2026-11-23T08:45:00+01:00,accepted,,,SLU7000010002,FO.ACRF.999999.20261123.00002.R',
    'DMFA.700001.20261123.00006.R,R,sftp,cancelled,2026-11-23T08:00:00+01:00,,,,,,',
    'DMFA.700001.20261123.00001.R,R,sftp,open,2026-11-20T11:00:00+01:00,,,,,,',
  ])
  expect(linesOf(files, '2026-11-22.csv').slice(1)).toEqual([
    'DMFA.700001.20261123.00004.R,R,sftp,closed,2026-11-23T08:59:00+01:00,2026-11-22T23:59:59+01:00,rejected,ACRF-130 ACRF-108,GO file did not come,SLU7000010004,FO.ACRF.999999.20261123.00004.R',
  ])
  expect(linesOf(files, 'WHY-DMFA.700001.20261123.00003.R-SLU7000010003.en.txt')).toEqual(
    expect.arrayContaining([
      'The set DMFA.700001.20261123.00003.R was rejected.',
      'Answer    FO.ACRF.999999.20261123.00003.R',
      '1. GO file did not come (ACRF-130)',
      '2. Number of another sender (ACRF-108)',
      '  GO.DMFA.700001.20261123.00003.R.1',
    ]),
  )
})

test('certificates are told with the days that are left', async () => {
  expect(linesOf(await look(), 'CERTIFICATES.txt')).toEqual([
    'Your registered certificates',
    'As of 2026-11-23',
    '',
    'Subject        CN=Gemeente Ham',
    'Serial number  01AB',
    'SHA-256',
    `  ${CERTIFICATE.sha256}`,
    'State          valid',
    'Valid until    2026-12-20T10:00:00+01:00',
    'Days left      27',
    'WARNING: it ends in only 27 days. Register the next one now, and sign with',
    'that.',
  ])
})

test('queues tell the services that were chosen, and what of the sender’s own waits for them', async () => {
  for (const [sequence, state] of [
    ...[
      ['00001', 'waiting'],
      ['00002', 'active'],
      ['00003', 'retrying'],
      ['00004', 'inDoubt'],
      ['00005', 'parked'],
    ],
    ...[
      ['00006', 'delivered'],
      ['00007', 'refused'],
    ],
  ] as const)
    await insertSet(database, {
      ...accepted(sequence),
      delivery: { state, createdAt: `2026-11-23T08:0${sequence.at(-1)}:00Z` },
    })
  await insertSet(database, { ...accepted('00001'), sender: theirs.senderNumber })
  await pauseService(database.queries, 'DMFA', 'an operator’s own words', 'operator:test')
  await sql`update paused_service set paused_at = '2026-11-23T07:00:00Z'`.execute(database.queries)
  expect(linesOf(await look(), 'QUEUES.txt').slice(5)).toEqual([
    'DIMN',
    '  Service              open',
    '  Waiting              0',
    '  To be tried again    0',
    '  Hand-over uncertain  0',
    '  With the operator    0',
    '  Oldest since         –',
    '  Place in the line    –',
    '  Handed over about    –',
    '',
    'DMFA  DmfA en',
    '  Service              paused since 2026-11-23T08:00:00+01:00',
    '  Waiting              2',
    '  To be tried again    1',
    '  Hand-over uncertain  1',
    '  With the operator    1',
    '  Oldest since         2026-11-23T09:01:00+01:00',
    '  Place in the line    –',
    '  Handed over about    –',
  ])
})

test('rule 25.8: queues tell from which place to which the sender’s own stand, and about when they are handed over', async () => {
  for (const sequence of ['00001', '00002', '00003'])
    await insertSet(database, {
      ...accepted(sequence),
      delivery: { state: 'waiting', createdAt: '2026-11-23T08:00:00Z' },
    })
  const before = { ...accepted('00001'), sender: theirs.senderNumber }
  await insertSet(database, { ...before, delivery: { state: 'waiting', createdAt: '2026-11-23T08:00:00Z' } })
  await insertSet(database, {
    ...accepted('00004'),
    delivery: { state: 'delivered', createdAt: '2026-11-23T08:00:00Z' },
  })
  await giveTurns(database, 'DMFA')
  await sql`update delivery set turn = turn + 1 where sender_number = ${me} and state = 'waiting'`.execute(
    database.queries,
  )
  const told = async () => linesOf(await look(), 'QUEUES.txt').slice(-2)
  expect(await told()).toEqual(['  Place in the line    2 – 4', '  Handed over about    time unknown'])
  await sql`update delivery set finished_at = now() - interval '90 seconds' where state = 'delivered'`.execute(
    database.queries,
  )
  expect(await told()).toEqual([
    '  Place in the line    2 – 4',
    '  Handed over about    2026-11-23T10:02:00+01:00 – 2026-11-23T10:20:00+01:00',
  ])
})

test('nothing of another sender is ever in it', async () => {
  for (const sender of [me, theirs.senderNumber]) {
    await insertSet(database, { ...rejected('00001'), sender })
    await insertSet(database, { ...accepted('00002'), sender })
    await insertSet(database, { ...open('00003', '2026-11-23T07:00:00Z'), sender })
    await leftOver(sender, `FI.DMFA.${sender}.20261123.00009.R.1.1.part`, 60)
    await throttled(`s${sender}`, 600)
  }
  const all = (await look()).map(({ name, content }) => name + Buffer.from(content).toString()).join('\n')
  const other = (await look({ sender: theirs.senderNumber })).map(
    ({ name, content }) => name + Buffer.from(content).toString(),
  )
  expect([all.includes(theirs.senderNumber), all.includes('Geel'), all.includes(me)]).toEqual([false, false, true])
  expect([other.join().includes(me), other.join().includes('Ham'), other.length]).toEqual([false, false, 6])
})

describe('limits', () => {
  test('a table shows the newest and says that there are more; so do the texts', async () => {
    for (const sequence of ['00001', '00002', '00003'])
      await insertSet(database, { ...rejected(sequence), sealedAt: `2026-11-23T08:0${sequence.at(-1)}:00Z` })
    const files = await look({ limits: { statusRows: 2, statusTexts: 1 } })
    expect(linesOf(files, '2026-11-23.csv').map((line) => line.split(',')[0])).toEqual([
      'Set',
      'DMFA.700001.20261123.00003.R',
      'DMFA.700001.20261123.00002.R',
      '"There are more sets; these are the 2 newest."',
    ])
    expect(files.map(({ name }) => name).filter((name) => name.startsWith('WHY'))).toEqual([
      'WHY-DMFA.700001.20261123.00003.R-SLU7000010003.en.txt',
    ])
    expect(linesOf(files, 'NOTES.txt').slice(2)).toEqual([
      'There are more rejected sets than WHY files; the 1 newest are explained. All',
      'of them stand in the tables and in the answers.',
    ])
  })

  test('a look reads the rows of its sender and of its days, not all that ever was', async () => {
    await manySets(me, 1000, '2026-11-23T08:00:00Z')
    await manySets(me, 30_000, '2026-11-10T08:00:00Z')
    await manySets(theirs.senderNumber, 70_000, '2026-11-23T08:00:00Z')
    await sql`analyze`.execute(database.queries)
    const { value: files, rows } = await rowsRead(database, (queries) => look({ queries, limits: { statusRows: 500 } }))
    expect(linesOf(files, '2026-11-23.csv')).toHaveLength(502)
    expect([rows < 10_000, rows]).toEqual([true, expect.anything()])
  })
})

describe('the reader is spoken to', () => {
  test('in the enterprise’s language where there is no technical user, and in French by default', async () => {
    const german = await enrolled(database, { enterpriseNumber: enterpriseNumber(3), language: 'de' })
    const silent = await enrolled(database, { enterpriseNumber: enterpriseNumber(4) })
    const first = async (sender: string) => linesOf(await look({ sender }), 'QUEUES.txt')[0]
    expect([await first(german.senderNumber), await first(silent.senderNumber)]).toEqual([
      'Ihre Online-Dienste, und Ihre Sendungen auf dem Weg dorthin',
      'Vos services en ligne, et vos envois en route vers eux',
    ])
  })

  test('in the technical user’s before the enterprise’s, which an enrolment sets for both', async () => {
    const both = await enrolled(database, { enterpriseNumber: enterpriseNumber(5), language: 'nl', contact: CONTACT })
    const own = await enrolled(database, {
      enterpriseNumber: enterpriseNumber(6),
      ...{ language: 'nl', contact: { ...CONTACT, language: 'de' } },
    })
    const first = async (sender: string) => linesOf(await look({ sender }), 'CERTIFICATES.txt')[0]
    expect([await first(both.senderNumber), await first(own.senderNumber)]).toEqual([
      'Uw geregistreerde certificaten',
      'Ihre registrierten Zertifikate',
    ])
  })
})

describe('notes', () => {
  test('rule 28.3: tell of sets that wait for their authority, as the table does, of nobody else’s', async () => {
    const waiting = { openedAt: '2026-11-23T07:00:00Z', sealedAt: '2026-11-23T07:01:00Z' }
    await waitingSet({ sender: me, sequence: '00001', ...waiting })
    await waitingSet({ sender: theirs.senderNumber, sequence: '00002', ...waiting })
    const files = await look()
    expect(linesOf(files, 'NOTES.txt').slice(2)).toEqual([
      'The authority of the certificate that signed it has not said yet whether it',
      'still holds. The set is not rejected: it is checked as soon as the answer is',
      'there. There is nothing to do.',
      '  DMFA.700001.20261123.00001.R  (waits since 2026-11-23T09:50:00+01:00)',
    ])
    expect(linesOf(files, '2026-11-23.csv').slice(1)).toEqual([
      expect.stringContaining('.00001.R,R,sftp,"sealed, awaits revocation data",2026-11-23T08:00:00+01:00,'),
    ])
    // so that a client that mirrors the folder takes the table again
    expect(files.find(({ name }) => name === '2026-11-23.csv')?.modifiedAt).toEqual(new Date(WAITS_SINCE))
  })

  test('tell of files under temporary names, and of log-ins that wait; there is no file when there is nothing', async () => {
    expect((await look()).map(({ name }) => name)).not.toContain('NOTES.txt')
    await leftOver(me, 'FI.DMFA.700001.20261123.00009.R.1.1.part', 60)
    await leftOver(me, 'FI.DMFA.700001.20261123.00010.R.1.1.part', 5)
    await throttled(`s${me}`, 600)
    await throttled(`f${me}`, 600)
    await throttled(`s${me}`, -600, '192.0.2.8')
    const lines = linesOf(await look(), 'NOTES.txt').join(' ')
    expect(lines).toContain('IN/FI.DMFA.700001.20261123.00009.R.1.1.part  (received ')
    expect(lines).toContain('Log-ins of s700001 from 192.0.2.7 have to wait until ')
    expect(lines).not.toMatch(/00010|f700001|192\.0\.2\.8/)
  })
})

describe('times', () => {
  test('stay as they are until something changes, so that a mirror rests', async () => {
    await insertSet(database, rejected('00001'))
    let now = NOW
    let ticks = 0
    const folder = folderOf({ now: () => now, ticks: () => ticks })
    const before = await folder.files(visitor(me))
    now = new Date('2026-11-23T10:00:00Z')
    ticks = 3_600_000
    const after = await folder.files(visitor(me))
    expect(after).toEqual(before)
    expect(after).not.toBe(before)
    await pauseService(database.queries, 'DMFA', 'maintenance', 'operator:test')
    ticks = 7_200_000
    const paused = await folder.files(visitor(me))
    expect(changed(before, paused)).toEqual([['QUEUES.txt', now]])
    await insertSet(database, { ...accepted('00002'), sealedAt: '2026-11-23T09:30:00Z' })
    now = new Date('2026-11-23T11:00:00Z')
    ticks = 10_800_000
    expect(changed(paused, await folder.files(visitor(me)))).toEqual([
      ['2026-11-23.csv', new Date('2026-11-23T09:30:00Z')],
      ['QUEUES.txt', now],
    ])
  })

  test('within some seconds the same files are shown, so that a size is what is then read', async () => {
    let ticks = 0
    const folder = folderOf({ ticks: () => ticks })
    const before = await folder.files(visitor(me))
    await insertSet(database, rejected('00001'))
    ticks = 4999
    expect(await folder.files(visitor(me))).toBe(before)
    ticks = 5000
    expect(await folder.files(visitor(me))).toHaveLength(before.length + 1)
  })

  test('a certificate that is removed is a change', async () => {
    const proof = certificate()
    const { senderNumber } = await enrolled(database, { enterpriseNumber: enterpriseNumber(7), certificates: [proof] })
    const act = { ...ACT }
    await database.transaction((tx) => removeCertificate(tx, { senderNumber, sha256: proof.sha256 }, act).then(value))
    const { at } = await database.queries
      .selectFrom('audit')
      .select('at')
      .where('action', '=', 'certificate.remove')
      .executeTakeFirstOrThrow()
    const file = (await look({ sender: senderNumber })).find(({ name }) => name === 'CERTIFICATES.txt')
    expect(file?.modifiedAt).toEqual(at)
  })
})

function changed(before: readonly StatusFile[], after: readonly StatusFile[]): [string, Date][] {
  return after
    .filter((file) => before.find(({ name }) => name === file.name)?.modifiedAt.getTime() !== file.modifiedAt.getTime())
    .map(({ name, modifiedAt }) => [name, modifiedAt])
}

type Wish = Partial<Parameters<typeof createStatusFolder>[0]> & {
  readonly sender?: string
  readonly limits?: Partial<ReturnType<typeof defaultSettings>['limits']>
}

function look({ sender = me, ...wish }: Wish = {}): Promise<readonly StatusFile[]> {
  return folderOf(wish).files(visitor(sender))
}

function folderOf({ limits = {}, ...wish }: Omit<Wish, 'sender'> = {}) {
  const settings = defaultSettings()
  return createStatusFolder({
    queries: database.queries,
    settings: { ...settings, limits: { ...settings.limits, ...limits } },
    now: () => NOW,
    ticks: () => 0,
    ...wish,
  })
}

function visitor(sender: string): Visitor {
  return { sender, channel: 'sftp', principal: `s${sender}`, address: '127.0.0.1', session: 'x' }
}

function linesOf(files: readonly StatusFile[], wanted: string): string[] {
  const file = files.find(({ name }) => name === wanted)
  if (!file) throw new Error(`${wanted} is not among ${files.map(({ name }) => name)}`)
  expect(file.bytes).toBe(file.content.length)
  return Buffer.from(file.content).toString('utf8').slice(1).split('\r\n').slice(0, -1)
}

function open(sequence: string, openedAt: string) {
  return { sender: me, sequence, openedAt }
}

function cancelledAt(at: string) {
  return { cancelledAt: at, closedAt: at }
}

function accepted(sequence: string) {
  return {
    ...open(sequence, '2026-11-23T07:00:00Z'),
    ...{ sealedAt: '2026-11-23T07:45:00Z', channel: 'ftp' as const },
    judged: { at: '2026-11-23T07:46:00Z', reasons: [] },
    answeredAt: '2026-11-23T07:47:00Z',
    delivery: { state: 'waiting', createdAt: '2026-11-23T08:05:00Z' },
  }
}

function rejected(sequence: string) {
  const reasons = [{ code: 130 }, { code: 108, file: 'FI.A' }, { code: 108, file: 'FI.B' }]
  return {
    ...open(sequence, '2026-11-23T07:59:00Z'),
    sealedAt: '2026-11-23T08:00:00Z',
    judged: { at: '2026-11-23T08:01:00Z', reasons },
    answeredAt: '2026-11-23T08:02:00Z',
    closedAt: '2026-11-23T08:02:00Z',
  }
}

async function leftOver(sender: string, name: string, minutesAgo: number): Promise<void> {
  await database.queries
    .insertInto('received_file')
    .values({
      ...{ file_id: randomUUID(), sender_number: sender, environment: 'R', name, sha256: sha256('x'), bytes: 1 },
      ...{ state: 'received', temporary: true, channel: 'sftp', principal: 's', address: 'a', session: 's' },
      received_at: sql<Date>`now() - make_interval(mins => ${minutesAgo})`,
    })
    .execute()
}

async function throttled(account: string, seconds: number, origin = '192.0.2.7'): Promise<void> {
  await database.queries
    .insertInto('login_throttle')
    .values({
      ...{ account, origin, failures: 6, first_failure_at: NOW },
      blocked_until: sql<Date>`now() + make_interval(secs => ${seconds})`,
    })
    .execute()
}

async function manySets(sender: string, count: number, sealedAt: string): Promise<void> {
  await sql`
    with made as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, opened_at, last_file_at, sealed_at, closed_at)
      select gen_random_uuid(), ${sender}, 'R', 'IN/' || gen_random_uuid(), true, at, at, at, at
      from generate_series(1, ${count}::int) as index, lateral (select ${sealedAt}::timestamptz + index * interval '1 millisecond' as at) as t
      returning submission_id
    )
    insert into fact (submission_id, kind, body)
    select submission_id, 'envelope', jsonb_build_object('ticket', submission_id) from made`.execute(database.queries)
}

const WAITS_SINCE = '2026-11-23T08:50:00Z'

async function waitingSet(rows: Parameters<typeof insertSet>[1]): Promise<void> {
  const submission_id = await insertSet(database, rows)
  await database.queries
    .insertInto('claim')
    .values({ submission_id, due_at: new Date(), waits_for: CERTIFICATE.sha256, waits_since: new Date(WAITS_SINCE) })
    .execute()
}
