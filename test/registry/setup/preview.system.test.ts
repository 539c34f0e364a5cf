import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Rights } from '../../../src/batch/rights.ts'
import type { Database } from '../../../src/database/database.ts'
import { certificateUse, countsByService, lastSubmissionOf } from '../../../src/ledger/sender-activity.ts'
import { acceptedSets, setsInFlight } from '../../../src/ledger/sent-sets.ts'
import { removeCertificate } from '../../../src/registry/certificates.ts'
import { removeChannel, suspendChannel } from '../../../src/registry/move-channel.ts'
import { currentRights } from '../../../src/registry/rights.ts'
import { offeredChoice } from '../../../src/registry/service-choice.ts'
import { changeServices, stopReports } from '../../../src/registry/setup/changes.ts'
import { replaceChannel } from '../../../src/registry/setup/channel-changes.ts'
import type { SetupPlace } from '../../../src/registry/setup/place.ts'
import { rightsAfter, type SetupChange } from '../../../src/registry/setup/preview.ts'
import { previewChange } from '../../../src/registry/setup/preview-change.ts'
import { rowsRead } from '../../support/rows-read.ts'
import { testDatabase } from '../../support/test-database.ts'
import { ACT, certificate, enrolled, OFFER, value } from '../fixtures.ts'
import { type Sent, sentBy } from './sent.ts'
import { activePlace } from './wizard.ts'

let database: Database
let place: SetupPlace
let sender: string
const own = certificate()
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await testDatabase()
  place = await activePlace(database)
  const enrolment = await enrolled(database, {
    ...{ channels: ['sftp', 'web'], services: ['DMFA', 'DIMN'], environments: ['R', 'T'] },
    certificates: [own, certificate()],
  })
  sender = enrolment.senderNumber
})
afterAll(() => database[Symbol.asyncDispose]())

const FEWER = { services: ['DIMN'], environments: ['T'] } as const
const PAIRS = value(offeredChoice({ ...FEWER, offered: OFFER.services, qualities: OFFER.qualities }, 'QUAL_EMP_NOSS'))

// biome-ignore format: a table
test.each<[SetupChange]>([
  [{ kind: 'suspendChannel', channel: 'sftp' }],
  [{ kind: 'removeChannel', channel: 'web' }],
  [{ kind: 'replaceChannel', from: 'sftp', to: 'ftp' }],
  [{ kind: 'removeCertificate', sha256: own.sha256 }],
  [{ kind: 'changeServices', pairs: PAIRS }],
  [{ kind: 'stop' }],
])('the registry makes of the rights what the preview makes of them: %j', async (change) => {
  const before = await rights()
  await database.transaction(async (tx) => {
    const row = await tx.selectFrom('sender').select('version').where('sender_number', '=', sender).executeTakeFirstOrThrow()
    const seen = { ...place, expectedVersion: row.version }
    const key = { senderNumber: sender as Parameters<typeof removeChannel>[1]['senderNumber'] }
    if (change.kind === 'suspendChannel') value(await suspendChannel(tx, { ...key, type: change.channel }, ACT))
    if (change.kind === 'removeChannel') value(await removeChannel(tx, { ...key, type: change.channel }, ACT))
    if (change.kind === 'removeCertificate') value(await removeCertificate(tx, { ...key, sha256: change.sha256 }, ACT))
    if (change.kind === 'changeServices') value(await changeServices(tx, seen, FEWER, OFFER, ACT))
    if (change.kind === 'stop') value(await stopReports(tx, seen, ACT))
    if (change.kind === 'replaceChannel') {
      value(await replaceChannel(tx, seen, { from: change.from, to: { type: change.to } }, OFFER, ACT))
    }
  })
  expect(sorted(await rights())).toEqual(sorted(rightsAfter(change, before)))
})

test('a preview tells what of the last 30 days the change would have refused, newest first, and what is in flight', async () => {
  await sent({ name: 'DMFA.1', hoursAgo: 1, channels: ['sftp', 'sftp'], signer: own.sha256 })
  await sent({ name: 'DMFA.2', hoursAgo: 2, channels: ['sftp'], signer: own.sha256 })
  await sent({ name: 'DMFA.3', hoursAgo: 3, channels: ['web'], signer: own.sha256 })
  await sent({ name: 'DIMN.1', hoursAgo: 4, service: 'DIMN', channels: ['sftp'] })
  await sent({ name: 'DMFA.rejected', hoursAgo: 5, channels: ['sftp'], outcome: 'rejected' })
  await sent({ name: 'DMFA.old', hoursAgo: 24 * 31, channels: ['sftp'] })
  await sent({ name: 'DMFA.sealed', hoursAgo: 0, channels: ['sftp'], outcome: null })
  await open()
  await open()
  const heaps = await acceptedSets(database.queries, sender, 30)
  expect(heaps.map(({ newest, ...heap }) => ({ ...heap, newest: newest.map(({ name }) => name) }))).toEqual([
    {
      service: 'DMFA',
      environment: 'R',
      channels: ['sftp'],
      signers: [own.sha256],
      count: 2,
      newest: ['DMFA.1', 'DMFA.2'],
    },
    { service: 'DMFA', environment: 'R', channels: ['web'], signers: [own.sha256], count: 1, newest: ['DMFA.3'] },
    { service: 'DIMN', environment: 'R', channels: ['sftp'], signers: [], count: 1, newest: ['DIMN.1'] },
  ])
  expect(heaps[0]?.newest[0]?.sealedAt).toEqual(expect.any(Date))
  const preview = await previewChange(database.queries, place, { kind: 'removeChannel', channel: 'sftp' }, heaps)
  expect({ ...preview, newest: preview?.newest.map(({ name }) => name) }).toEqual({
    ...{ refused: 3, codes: [{ code: 249, sets: 3 }] },
    newest: ['DMFA.1', 'DMFA.2', 'DIMN.1'],
  })
  expect(await setsInFlight(database.queries, sender)).toEqual({ open: 2, sealed: 1 })
  expect(
    await previewChange(database.queries, { ...place, qualityCode: 'QUAL_MUN_ADM' }, { kind: 'stop' }, heaps),
  ).toBeNull()
})

test('the overview is told the latest set, what each service had, and when a certificate last signed', async () => {
  expect(await lastSubmissionOf(database.queries, sender)).toBeNull()
  await sent({ name: 'DMFA.2', hoursAgo: 2, channels: ['sftp'], signer: own.sha256 })
  await sent({ name: 'DMFA.3', hoursAgo: 3, channels: ['web'], signer: own.sha256 })
  await sent({ name: 'DIMN.1', hoursAgo: 4, service: 'DIMN', channels: ['sftp'] })
  await sent({ name: 'DMFA.1', hoursAgo: 1, channels: ['sftp'], outcome: 'rejected', signer: own.sha256 })
  await sent({ name: 'DMFA.old', hoursAgo: 24 * 31, channels: ['sftp'], signer: own.sha256 })
  expect(await lastSubmissionOf(database.queries, sender)).toMatchObject({
    ...{ name: 'DMFA.1', environment: 'R', outcome: 'rejected', codes: [125] },
    sealedAt: expect.any(Date),
  })
  expect(await countsByService(database.queries, sender, 30)).toEqual([
    { service: 'DIMN', sets: 1, rejected: 0 },
    { service: 'DMFA', sets: 3, rejected: 1 },
  ])
  expect(await certificateUse(database.queries, sender, 30)).toEqual([
    { sha256: own.sha256, lastAt: expect.any(Date), sets: 2 },
  ])
  expect(await countsByService(database.queries, '000001', 30)).toEqual([])
})

test('what others have sent is not read', async () => {
  await others(3000)
  await sent({ name: 'DMFA.1', hoursAgo: 1, channels: ['sftp'], signer: own.sha256 })
  await sql`vacuum analyze`.execute(database.queries)
  const asked = [
    await rowsRead(database, (queries) => acceptedSets(queries, sender, 30)),
    await rowsRead(database, (queries) => countsByService(queries, sender, 30)),
    await rowsRead(database, (queries) => certificateUse(queries, sender, 30)),
    await rowsRead(database, (queries) => lastSubmissionOf(queries, sender)),
    await rowsRead(database, (queries) => setsInFlight(queries, sender)),
  ]
  expect(asked.map(({ rows }) => [rows < 50, rows])).toEqual(asked.map(() => [true, expect.any(Number)]))
})

async function rights(): Promise<Rights> {
  const found = await currentRights(database.queries, sender)
  if (!found) throw new Error('no such sender')
  return found
}

function sorted({ channels, bindings, certificates, ...rest }: Rights) {
  const inOrder = <Value>(list: readonly Value[]) =>
    list.map((one) => JSON.stringify(one, Object.keys(one as object).sort())).sort()
  return { ...rest, channels: inOrder(channels), bindings: inOrder(bindings), certificates: inOrder(certificates) }
}

function sent(set: Sent): Promise<void> {
  return sentBy(database, sender, set)
}

async function open(): Promise<void> {
  await sql`
    insert into submission (submission_id, sender_number, environment, raw_key, routable)
    values (gen_random_uuid(), ${sender}, 'R', gen_random_uuid()::text, true)`.execute(database.queries)
}

/** So many judged sets of somebody else. */
async function others(count: number): Promise<void> {
  await sql`
    with sealed as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at)
      select gen_random_uuid(), '000001', 'R', 'IN/' || index, true, now() from generate_series(1, ${count}::int) as index
      returning submission_id
    )
    insert into fact (submission_id, kind, body)
    select submission_id, kind, '{"outcome":"accepted","service":"DMFA","members":[],"evidence":{"signatures":[]}}'::jsonb
      || jsonb_build_object('ticket', submission_id)
    from sealed, unnest(array['envelope', 'verdict']) as kind`.execute(database.queries)
}
