import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sha256, sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { type Config, configSchema } from '../../src/config/schema.ts'
import { knownStanding } from '../../src/daemon/known-standing.ts'
import { type RevocationGround, revocationRounds } from '../../src/daemon/revocation.ts'
import type { Database } from '../../src/database/database.ts'
import { answeredSince } from '../../src/ledger/revocation-waits.ts'
import { askSoon, enlistCertificates } from '../../src/registry/certificate-standings.ts'
import { approveCertificate, removeCertificate } from '../../src/registry/certificates.ts'
import { shownStandings } from '../../src/registry/shown-standings.ts'
import { findSignedLogin } from '../../src/registry/signed-logins.ts'
import { toPem } from '../../src/signing/pem.ts'
import { eventually } from '../gateway/gateway.ts'
import { type Answered, serve } from '../identity/eid/authority-server.ts'
import { sealedSet } from '../ledger/sealed-set.ts'
import { ACT, auditOf, certificate, enrolled, enterpriseNumber, value } from '../registry/fixtures.ts'
import {
  authority,
  days,
  type Holder,
  issue,
  listAt,
  minutes,
  NOW,
  nameOf,
  ocspAnswer,
  responderAt,
  revocationList,
  USAGE,
  usage,
} from '../signing/authorities.ts'
import { testDatabase } from '../support/test-database.ts'

const ca = authority('Signing CA')
const stranger = authority('Signing CA')
type Ways = Record<string, () => Answered | 'nothing'>
let answers: Ways = {}
let database: Database
let folder: string
let server: Awaited<ReturnType<typeof serve>>
let round: () => Promise<void>
let enterprises = 0

beforeAll(async () => {
  server = await serve(
    (path) => answers[path.slice(path.lastIndexOf('/'))]?.() ?? { status: 503, body: Buffer.alloc(0) },
  )
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'sluice-issuers-'))
  await writeFile(join(folder, 'ca.pem'), toPem('CERTIFICATE', ca.certificate.der))
  round = revocationRounds({ ...ground(), database })
})
afterAll(async () => {
  await database?.[Symbol.asyncDispose]()
  await server?.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  answers = {}
})

function ground(): Omit<RevocationGround, 'database'> {
  const { signature, access } = configSchema.parse({})
  const current = () => ({ signature: { ...signature, acceptedIssuers: folder }, access })
  return { live: { current }, log: silentLog, now: () => NOW, metrics: createMetrics() }
}

/** The rounds of another process, with settings of its own that may change. */
function roundOf(set: Partial<Config['signature']>): () => Promise<void> {
  const { live, ...rest } = ground()
  const current = () => ({ ...live.current(), signature: { ...live.current().signature, ...set } })
  return revocationRounds({ ...rest, live: { current }, database })
}

/** Registered by a sender with a web channel, and enlisted. */
async function registered(places: 'named' | 'none' = 'named', by = ca) {
  enterprises += 1
  const url = `${server.url}/${enterprises}` // lists are kept for a while
  const named = [responderAt(`${url}/ocsp`), listAt(`${url}/crl`)]
  const extensions = [usage(USAGE.nonRepudiation), ...(places === 'named' ? named : [])]
  const holder = issue({ name: nameOf({ CN: 'Signer' }), by, keyType: 'P-256', extensions })
  const { der, sha256: digest, spki } = holder.certificate
  const inspected = certificate({ der, sha256: digest, spkiSha256: sha256(spki), notAfter: days(300) })
  const { senderNumber } = await enrolled(database, {
    enterpriseNumber: enterpriseNumber(enterprises),
    channels: ['web'],
    certificates: [inspected],
  })
  await enlistCertificates(database.queries)
  return { url, holder, senderNumber, sha256: digest, inspected }
}

const ocsp =
  (holder: Holder, answer = {}, signer = ca) =>
  (): Answered => ({ body: ocspAnswer(holder.certificate, ca.certificate, signer, answer) })
const list =
  (pieces = {}, issuer = ca) =>
  (): Answered => ({ body: revocationList(issuer, pieces) })
const standing = async (digest: Sha256) => await knownStanding(database.queries)(digest)
const stateOf = async (digest: Sha256) => (await shownStandings(database.queries, digest)).map(({ state }) => state)

describe('case C8, rule 28.5: what becomes of a registered certificate', () => {
  // biome-ignore format: a table
  test.each<[string, (holder: Holder) => Ways, string, string, string | null]>([
    ['good by OCSP',               (holder) => ({ '/ocsp': ocsp(holder) }),                                                     'good',    'valid',   '/ocsp'],
    ['good by its list',           () => ({ '/crl': list() }),                                                                  'good',    'valid',   '/crl'],
    ['revoked by OCSP',            (holder) => ({ '/ocsp': ocsp(holder, { status: 'revoked' }), '/crl': list() }),              'revoked', 'revoked', '/ocsp'],
    ['revoked by its list',        ({ certificate: own }) => ({ '/crl': list({ revoked: [own] }) }),                            'revoked', 'revoked', '/crl'],
    ['a list that has expired',    ({ certificate: own }) => ({ '/crl': list({ revoked: [own], from: days(-9), until: days(-1) }) }), 'unknown', 'valid',   null],
    ['a list of another issuer',   ({ certificate: own }) => ({ '/crl': list({ revoked: [own] }, stranger) }),                  'unknown', 'valid',   null],
    ['a stranger answers',         (holder) => ({ '/ocsp': ocsp(holder, { status: 'revoked' }, stranger) }),                    'unknown', 'valid',   null],
    ['the authority is away',      () => ({}),                                                                                  'unknown', 'valid',   null],
  ])('%s', async (_, ways, status, state, source) => {
    const { url, holder, sha256: digest } = await registered()
    answers = ways(holder)
    await round()
    expect(await standing(digest)).toMatchObject({ status, source: source && url + source })
    expect(await stateOf(digest)).toEqual([state])
  })

  test('rule 28.1: whose authority only a signature brought along, once a set waits for it', async () => {
    const between = authority('Between', ca)
    const { holder, sha256: digest } = await registered('named', between)
    answers = { '/ocsp': () => ({ body: ocspAnswer(holder.certificate, between.certificate, between) }) }
    await round()
    const alone = await shownStandings(database.queries, digest)
    expect(alone[0]?.standing).toMatchObject({ status: 'unknown', problem: 'no path to an accepted issuer' })

    const authorities = [between.certificate.der, ca.certificate.der]
    await database.transaction((tx) => answeredSince(tx, { sha256: digest, authorities }, null))
    await database.transaction((tx) => askSoon(tx, digest))
    await round()
    expect(await standing(digest)).toMatchObject({ status: 'good' })
  })

  test('without an address nobody is asked, and it counts', async () => {
    const { sha256: digest } = await registered('none')
    await round()
    const none = { source: null, statedAt: null, revoked: null }
    expect(await standing(digest)).toEqual({ ...none, status: 'notOffered', checkedAt: expect.any(Date) })
  })

  test('an outage changes nothing of what was said before', async () => {
    const { holder, sha256: digest } = await registered()
    answers = { '/ocsp': ocsp(holder) }
    await round()
    const before = await standing(digest)
    answers = {}
    await database.transaction((tx) => askSoon(tx, digest))
    await round()
    expect(await standing(digest)).toEqual(before)
    const [shown] = await shownStandings(database.queries, digest)
    expect(shown?.standing).toMatchObject({ failures: 1, problem: expect.stringContaining('503') })
  })

  test('of two processes that look each certificate is asked about by one, for as long as it takes', async () => {
    const { url, sha256: digest } = await registered()
    answers = { '/ocsp': () => 'nothing', '/crl': list() }
    const first = roundOf({ fetchSeconds: 1 })()
    const asked = () => server.asked.filter((one) => one.includes(`${new URL(url).pathname}/ocsp`)).length
    await eventually(async () => asked(), Boolean)
    await round()
    await first
    expect([asked(), (await standing(digest))?.status]).toEqual([1, 'good'])
  })

  test('rule 28.3: what waits is looked at again at once when another policy is in force', async () => {
    const id = await sealedSet(database, '00001', '123456')
    const claims = () => database.queries.updateTable('claim').where('submission_id', '=', id)
    await claims()
      .set({ waits_for: 'a'.repeat(64), waits_since: new Date(), due_at: sql<Date>`now() + interval '1 minute'` })
      .execute()
    const set: { revocation: 'required' | 'ifKnown' | 'off' } = { revocation: 'required' }
    const own = roundOf(set)
    const isDue = async () => {
      const { rows } = await sql<{ isDue: boolean }>`
        select due_at <= clock_timestamp() as "isDue" from claim where submission_id = ${id}`.execute(database.queries)
      return rows[0]?.isDue
    }
    const seen: unknown[] = []
    for (const revocation of ['required', 'ifKnown', 'off'] as const) {
      set.revocation = revocation
      await own()
      seen.push(await isDue())
      await claims().set({ due_at: sql<Date>`now() + interval '1 minute'` }).execute()
    }
    await own()
    seen.push(await isDue())
    await database.queries.deleteFrom('claim').execute()
    expect(seen).toEqual([false, true, true, false])
  })

  test('nobody is asked again before it is due', async () => {
    const { url, holder } = await registered()
    answers = { '/ocsp': ocsp(holder) }
    for (let times = 0; times < 3; times++) await round()
    expect(server.asked.filter((asked) => asked.includes(`${new URL(url).pathname}/`))).toHaveLength(1)
  })
})

describe('rule 28.5: a revoked certificate', () => {
  test('logs in no more, is told to its enterprise, and comes back only when it is registered anew', async () => {
    const { url, holder, senderNumber, sha256: digest, inspected } = await registered()
    expect(await findSignedLogin(database.queries, digest)).toMatchObject({ barred: null })
    answers = { '/ocsp': ocsp(holder, { status: 'revoked', reason: 6, revokedAt: minutes(-90) }) }
    await round()
    expect(await findSignedLogin(database.queries, digest)).toMatchObject({ barred: 'unknownCertificate' })
    const audit = await auditOf(database, `sender:${senderNumber}`)
    expect(audit.at(-1)).toMatchObject({
      ...{ actor: 'system', action: 'certificate.revoke' },
      reason: `revoked since ${minutes(-90).toISOString()} (certificateHold), says ${url}/ocsp`,
      detail: { before: { state: 'valid' }, after: { state: 'revoked' } },
    })

    answers = { '/ocsp': ocsp(holder) }
    await database.transaction((tx) => askSoon(tx, digest))
    await round()
    expect([await stateOf(digest), (await standing(digest))?.status]).toEqual([['revoked'], 'revoked'])

    const key = { senderNumber, sha256: digest }
    value(await database.transaction((tx) => removeCertificate(tx, key, ACT)))
    await enrolled(database, {
      enterpriseNumber: enterpriseNumber(enterprises),
      channels: ['web'],
      certificates: [inspected],
    })
    await database.transaction((tx) => askSoon(tx, digest))
    await round()
    expect([await stateOf(digest), (await standing(digest))?.status]).toEqual([['valid'], 'good'])
    expect(await database.transaction((tx) => approveCertificate(tx, key, ACT))).toMatchObject({ ok: false })
  })
})
