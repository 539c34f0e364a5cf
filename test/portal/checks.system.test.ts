import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { nameDate } from '../../src/batch/dates.ts'
import { makeAuthority } from '../../src/cli/demo/example.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import { packSet } from '../../src/cli/pack-set.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Config } from '../../src/config/schema.ts'
import { createDryRun } from '../../src/daemon/dry-run.ts'
import { API_PREFIX } from '../../src/portal/site.ts'
import { currentRights } from '../../src/registry/rights.ts'
import { inspectCertificate } from '../../src/signing/inspect-certificate.ts'
import { loadIssuers } from '../../src/signing/issuers.ts'
import { issueCertificate, type KeyAndCertificate } from '../../src/signing/make-certificate.ts'
import { readSigningPair } from '../../src/signing/sign.ts'
import { type Checkers, createCheckers } from '../../src/stages/checkers/checkers.ts'
import { compiledWorker } from '../checkers/compiled-worker.ts'
import { said } from '../gateway/gateway.ts'
import { value } from '../registry/fixtures.ts'
import { csrfOf, HERE, openSenders, QUALITY, type SendersRig, type Someone } from './senders-rig.ts'

let folder: string
let own: KeyAndCertificate
let foreign: KeyAndCertificate
let config: Config
let worker: Awaited<ReturnType<typeof compiledWorker>>
let checkers: Checkers
let rig: SendersRig

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-checks-'))
  const authority = await makeAuthority(folder, new Date())
  const request = { enterpriseNumber: HERE, keyType: 'ec', days: 365, now: new Date() } as const
  own = await issueCertificate(authority, { ...request, commonName: 'Own' })
  foreign = await issueCertificate(authority, { ...request, commonName: 'Foreign' })
  await writeFile(join(folder, 'own.crt'), own.certificatePem)
  config = (await loadConfig({ cwd: folder, keys: false })).config
  worker = await compiledWorker()
  checkers = createCheckers({ count: 1, schemasDir: config.schemas.dir, log: silentLog, workerFile: worker.file })
  const issuers = await loadIssuers(join(folder, 'certs', 'issuers'))
  const policy = { issuers, allowSelfSigned: false, now: new Date(), usages: ['signature'] as const }
  rig = await openSenders({
    services: ['DMFA'],
    certificates: [value(inspectCertificate(Buffer.from(own.certificatePem), policy))],
    now: () => new Date(),
    dryRunOn: ({ queries }) =>
      createDryRun({
        ...{ queries, checkers, settings: config, productVersion: 'test', now: () => new Date() },
        rightsOf: (sender) => currentRights(queries, sender),
        issuers: async () => issuers,
      }),
  })
})

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]()
  await checkers?.[Symbol.asyncDispose]()
  await worker?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(() => sql`truncate accepted_name`.execute(rig.database.queries))

const PAGE = `/enterprises/${HERE}/qualities/${QUALITY}/test`
const API = `${API_PREFIX}/enterprises/${HERE}/qualities/${QUALITY}/checks`

type Files = ReadonlyMap<string, Buffer>
type Change = (files: Map<string, Buffer>) => void

type Wish = { readonly sender?: string; readonly by?: KeyAndCertificate; readonly document?: Buffer }

let sequence = 0

/** A set of this sender's that is right, unless it is wished or changed otherwise. */
async function setOf(
  { sender = rig.sender, by = own, document }: Wish = {},
  change: Change = () => {},
): Promise<Files> {
  const place = await mkdtemp(join(folder, 'set-'))
  const source = join(place, 'declaration.xml')
  await writeFile(source, document ?? sampleDeclaration(new Date(), 'check'))
  const now = new Date()
  const names = await packSet({
    ...{ files: [source], service: 'DMFA', sender, environment: 'R', date: nameDate(now), folder: join(place, 'set') },
    ...{
      sequence: `C${String(sequence++).padStart(4, '0')}`,
      pair: value(readSigningPair(by.keyPem, by.certificatePem)),
      now,
    },
  })
  const files = new Map<string, Buffer>()
  for (const name of names) files.set(name, await readFile(join(place, 'set', name)))
  change(files)
  return files
}

const nameIn = (files: ReadonlyMap<string, Buffer>, mark: string) =>
  [...files.keys()].find((name) => name.startsWith(mark)) ?? ''

function formOf(files: Iterable<readonly [string, Buffer]>, fields: Record<string, string> = {}): FormData {
  const form = new FormData()
  for (const [name, text] of Object.entries(fields)) form.set(name, text)
  for (const [name, bytes] of files) form.append('files', new File([new Uint8Array(bytes)], name))
  return form
}

const token = (who: Someone) => ({ 'x-csrf-token': csrfOf(who) })

async function checked(files: Files, fields: Record<string, string> = {}, who: Someone = 'manager') {
  const { status, text } = await rig.post(who, API, formOf(files, fields), token(who))
  return status === 200 ? (JSON.parse(text).sets as Checked[]) : { status, detail: JSON.parse(text).detail }
}

type Checked = {
  readonly setKey: string
  readonly service?: string
  readonly outcome: string
  readonly reasons: readonly {
    readonly code: string
    readonly file?: string
    readonly seen?: string
    readonly expected?: string
  }[]
}

async function codesOf(files: Files, fields: Record<string, string> = {}) {
  const sets = await checked(files, fields)
  return Array.isArray(sets) ? sets.map(({ reasons }) => reasons.map(({ code }) => code)) : sets
}

describe('the portal answers what `sluice check` answers to the same files', () => {
  test.each<[string, Wish, Change, string[]]>([
    ['a good set', {}, () => {}, []],
    [
      'a byte changed after the signature',
      {},
      (files) => void files.set(nameIn(files, 'FI'), sampleDeclaration(new Date(), 'other')),
      ['ACRF-125'],
    ],
    ['no document', { document: Buffer.from('<DmfAOriginal><Form>') }, () => {}, ['ACRF-102']],
    ['no trigger', {}, (files) => void files.delete(nameIn(files, 'GO')), ['ACRF-130']],
    ['no signature', {}, (files) => void files.delete(nameIn(files, 'FS')), ['ACRF-122']],
    ['no declaration', {}, (files) => void files.delete(nameIn(files, 'FI')), ['ACRF-120']],
    ['another sender in the names', { sender: '654321' }, () => {}, ['ACRF-108']],
    [
      'a file that is no member of anything',
      {},
      (files) => void files.set('notes.txt', Buffer.from('x')),
      ['ACRF-129'],
    ],
  ])('%s', async (_, wish, change, expected) => {
    const files = await setOf(wish, change)
    const sets = (await checked(files)) as Checked[]
    expect(sets.flatMap(({ reasons }) => reasons.map(({ code }) => code))).toEqual(expected)
    expect(sets.map(comparable)).toEqual(await checkedByCommand(files))
  })

  test('a certificate that is not registered', async () => {
    const files = await setOf({ by: foreign })
    const sets = (await checked(files)) as Checked[]
    expect(sets.flatMap(({ reasons }) => reasons.map(({ code }) => code))).toEqual(['ACRF-153'])
    expect(sets.map(comparable)).toEqual(await checkedByCommand(files))
  })
})

function comparable({ setKey, service, outcome, reasons }: Checked) {
  return {
    setKey,
    service: service ?? null,
    outcome,
    reasons: reasons.map(({ code, file, seen, expected }) => ({ code, file, seen, expected })),
  }
}

async function checkedByCommand(files: Files) {
  const place = await mkdtemp(join(folder, 'command-'))
  await mkdir(join(place, 'set'))
  for (const [name, bytes] of files) await writeFile(join(place, 'set', name), bytes)
  const words = ['check', ...[...files.keys()].map((name) => join(place, 'set', name)), '--sender', rig.sender]
  const { out } = await said([...words, '--certificate', join(folder, 'own.crt'), '--json'], folder)
  const { sets } = JSON.parse(out) as {
    sets: {
      setKey: string
      service: string | null
      verdict: { outcome: string; reasons: { code: number; file?: string; seen?: string; expected?: string }[] }
    }[]
  }
  return sets.map(({ setKey, service, verdict }) =>
    comparable({
      setKey,
      ...(service && { service }),
      outcome: verdict.outcome,
      reasons: verdict.reasons.map((reason) => ({ ...reason, code: `ACRF-${String(reason.code).padStart(3, '0')}` })),
    }),
  )
}

describe('what only the gateway knows', () => {
  test('a service that this sender did not choose, a name that was accepted before', async () => {
    const files = await setOf()
    const key = nameIn(files, 'GO').slice(3, -2)
    const submission = '0197a000-0000-7000-8000-0000000000aa'
    const { queries } = rig.database
    await sql`insert into submission (submission_id, sender_number, environment, raw_key, routable)
      values (${submission}, ${rig.sender}, 'R', 'IN/x', true) on conflict do nothing`.execute(queries)
    await queries.insertInto('accepted_name').values({ set_key: key, submission_id: submission }).execute()
    expect(await codesOf(files)).toEqual([['ACRF-133']])
    const dimona = await setOf()
    const renamed = new Map([...dimona].map(([name, bytes]) => [name.replace('DMFA', 'DIMN'), bytes]))
    expect(await codesOf(renamed)).toEqual([['ACRF-154']])
  })

  test('whether somebody else used a name is not told', async () => {
    const files = await setOf({ sender: rig.strangerSender })
    const submission = '0197a000-0000-7000-8000-0000000000ab'
    const { queries } = rig.database
    await sql`insert into submission (submission_id, sender_number, environment, raw_key, routable)
      values (${submission}, ${rig.strangerSender}, 'R', 'IN/x', true) on conflict do nothing`.execute(queries)
    await queries
      .insertInto('accepted_name')
      .values({ set_key: nameIn(files, 'GO').slice(3, -2), submission_id: submission })
      .execute()
    expect(await codesOf(files)).toEqual([['ACRF-108']])
  })

  test('the channel over which the files would come', async () => {
    expect(await codesOf(await setOf(), { channel: 'sftp' })).toEqual([[]])
    expect(await codesOf(await setOf(), { channel: 'ftp' })).toEqual({
      status: 400,
      detail: expect.stringContaining('not open'),
    })
  })
})

test('nothing is stored: not a row is there that was not there before', async () => {
  const before = await rowsOfAll()
  await checked(await setOf())
  await checked(await setOf({}, (files) => void files.delete(nameIn(files, 'GO'))))
  expect(await rowsOfAll()).toEqual(before)
})

async function rowsOfAll(): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(rig.database.queries)
  const counted = rows.map(async ({ name }) => {
    const { rows: counts } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(
      rig.database.queries,
    )
    return [name, counts[0]?.n ?? 0] as const
  })
  return Object.fromEntries(await Promise.all(counted))
}

describe('the page', () => {
  const post = (form: FormData, who: Someone = 'manager') => {
    form.set('csrf', csrfOf(who))
    return rig.post(who, `${PAGE}?lang=de`, form, { 'accept-language': 'de' })
  }

  test('tells that files would be accepted, and that they were not sent', async () => {
    const files = await setOf()
    const { status, text } = await post(formOf(files))
    expect([status, text.includes('würde angenommen'), text.includes('Gesendet wurden sie nicht.')]).toEqual([
      200,
      true,
      true,
    ])
    for (const name of files.keys()) expect(text).toContain(name)
  })

  test('tells a refusal in four parts', async () => {
    const { text } = await post(formOf(await setOf({ by: foreign })))
    expect([...text.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, name]) => name)).toEqual([
      'Gesehen',
      'Erwartet',
      'Was tun',
      'Code',
    ])
    expect(text).toContain('würde abgelehnt')
  })

  test('shows hostile names as text', async () => {
    const name = 'FI.<script>alert(1)<>.x'
    const { status, text } = await post(formOf([[name, Buffer.from('x')]]))
    expect([status, /<script>/.test(text), text.includes('FI.&lt;script')]).toEqual([200, false, true])
  })

  test.each<[string, () => Iterable<readonly [string, Buffer]>, number, string]>([
    ['no file', () => [], 400, 'Es wurde keine Datei ausgewählt.'],
    [
      'a name twice',
      () => [
        ['GO.x', Buffer.alloc(0)],
        ['GO.x', Buffer.alloc(1)],
      ],
      400,
      'Zwei Dateien haben denselben Namen.',
    ],
  ])('refuses %s', async (_, files, status, words) => {
    const answer = await post(formOf(files()))
    expect([answer.status, answer.text.includes(words)]).toEqual([status, true])
  })

  test.each<[string, () => Iterable<readonly [string, Buffer]>]>([
    ['a file too many, though it is empty', () => Array.from({ length: 20 }, (_, nth) => [`x${nth}`, Buffer.alloc(0)])],
    ['a file too large', () => [['FI.x', Buffer.alloc(20_000_001)]]],
    ['a file larger than the whole form may be', () => [['FI.x', Buffer.alloc(50_000_000)]]],
    ['too much in all', () => ['a', 'b', 'c'].map((name) => [name, Buffer.alloc(14_000_000)])],
  ])('shows its form again for %s, and says how much may come', async (_, files) => {
    const { status, text } = await post(formOf(files()))
    const shown = text.slice(text.indexOf('role="alert"'))
    const most = 'höchstens 19 Dateien, jede höchstens 20 MB, zusammen höchstens 40 MB.'
    expect([status, shown.includes(most), shown.includes('id="files"')]).toEqual([413, true, true])
    const api = await rig.post('manager', API, formOf(files()), token('manager'))
    expect([api.status, JSON.parse(api.text).code]).toEqual([413, 'SLU-SIZE'])
  })

  test('reads of a file that is too large no more than has an end', async () => {
    const { status, text } = await post(formOf([['FI.x', Buffer.alloc(150_000_000)]]))
    expect([status, text.includes('id="files"')]).toEqual([413, false])
  })
})

describe('who may check', () => {
  test.each<[Someone, number]>([
    ['main', 200],
    ['coMain', 200],
    ['manager', 200],
    ['coManager', 200],
    ['technicalUser', 200],
    ['user', 403],
    ['sideways', 404],
    ['stranger', 404],
  ])('%s', async (who, status) => {
    const files = [['GO.x', Buffer.alloc(0)]] as const
    const api = await rig.post(who, API, formOf(files), token(who))
    const page = await rig.post(who, PAGE, formOf(files, { csrf: csrfOf(who) }))
    expect([api.status, page.status]).toEqual([status, status])
  })

  test('nobody without a session, without the token of a page, or from elsewhere (case W1)', async () => {
    const form = () => formOf([['GO.x', Buffer.alloc(0)]])
    const statuses = await Promise.all([
      rig.post(null, API, form()),
      rig.post('manager', API, form()),
      rig.post('manager', API, form(), token('main')),
      rig.post('manager', PAGE, form()),
      rig.post('manager', API, form(), { ...token('manager'), origin: 'https://evil.example' }),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([401, 403, 403, 403, 403])
  })

  test('an unknown field, and a body that is no form, are refused', async () => {
    const unknown = await rig.post('manager', API, formOf([], { senderNumber: rig.strangerSender }), token('manager'))
    const json = await rig.post('manager', API, formOf([]), { ...token('manager'), 'content-type': 'application/json' })
    expect([unknown.status, json.status]).toEqual([400, 400])
  })
})
