/** `sluice backup` and `restore` on databases and spools of the tests: what comes back, what is refused, and what rests meanwhile. */
import { createHash, randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { openBackup } from '../../src/cli/backup/open-backup.ts'
import { noticeLostDatabase } from '../../src/daemon/notice-lost-database.ts'
import type { Database } from '../../src/database/database.ts'
import { holdingContents } from '../../src/database/dump/hold-contents.ts'
import { markUnkept, sweepMarked } from '../../src/pipeline/retention/collect-blobs.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import type { Spool } from '../../src/spool/spool.ts'
import { type CommandLine, commandLine } from '../cli/command-line.ts'
import { closeRig, openRig, put, type Rig } from '../mailbox/rig.ts'
import { testDatabase } from '../support/test-database.ts'
import { allRows } from './all-rows.ts'

const DATE = '20261123'
const BYTES = 3000

let rig: Rig
let sluice: CommandLine
let backups: string
let name: string

beforeAll(async () => {
  rig = await openRig()
  for await (const hash of rig.spool.blobs()) await rig.spool.remove(hash)
  sluice = commandLine(rig.database, [`spool.dir=${rig.dir}/spool`])
  for (const number of [1, 2]) {
    await put(rig, 'IN', `FI.DMFA.123456.${DATE}.0000${number}.R.1.1`, randomBytes(BYTES).toString('latin1'))
    await put(rig, 'IN', `GO.DMFA.123456.${DATE}.0000${number}.R.1`, 'go')
  }
  await strangeTexts(rig.database)
  backups = mkdtempSync(join(rig.dir, 'backups-'))
  const made = await sluice('backup', backups, '--json')
  expect(made).toMatchObject({ code: 0, err: '' })
  name = JSON.parse(made.out).name
})
afterAll(async () => {
  sluice?.[Symbol.dispose]()
  await rig?.[Symbol.asyncDispose]()
  await closeRig()
})

test.each([
  ['in a folder that is not there', () => join(rig.dir, 'not-mounted', 'backups'), 'ENOENT'],
  ['below a file', () => join(backups, name, 'manifest.json', 'backups'), 'ENOTDIR'],
  ['where the system lets nobody write', () => '/proc/backups', 'ENOENT'],
])('a backup %s is refused, and says why', async (_, folder, code) => {
  expect(await sluice('backup', folder())).toEqual({
    ...{ code: 1, out: '' },
    err: `sluice: The folder of backups cannot be written (${code}); no backup was made.\n  Name one on a disk that is mounted, with room, in a folder that is there.`,
  })
})

test('rule 31.1: every row and every content comes back as it was; sessions and tokens do not', async () => {
  await using other = await emptyPlace()
  const said = await other.sluice('restore', backups, '--json')
  expect(said).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(said.out)).toMatchObject({ ok: true, name, damaged: [], copied: 3, there: 0 })
  const [one, two] = [await allRows(rig.database), await allRows(other.database)]
  expect(Object.keys(two)).toEqual(Object.keys(one))
  const { answer_counter: counters, restoration, ...rest } = two
  const { answer_counter: _, restoration: none, ...before } = one
  expect(rest).toEqual(before)
  expect([none, restoration?.length]).toEqual([[], 1])
  expect(counters?.length).toBeGreaterThan(0)
  for await (const hash of rig.spool.blobs())
    expect(await other.spool.read(hash, BYTES * 2)).toEqual(await rig.spool.read(hash, BYTES * 2))
  // a counter goes on far behind, and nothing of the moment is kept (rule 31.2)
  const { rows } = await sql<{ next: number }>`select nextval('ticket_number') as next`.execute(other.database.queries)
  expect(rows[0]?.next).toBeGreaterThan(10_000_000)
  expect(Object.keys(one)).not.toContain('person_session')
  expect(Object.keys(one)).not.toContain('token_key')
})

test('rule 31.5: an answer of today begins a million numbers further, in each environment', async () => {
  await using other = await emptyPlace()
  await other.sluice('restore', backups, '--answers-ahead', '500')
  const { rows } = await sql<{ environment: string; last: number }>`
    select environment, last from answer_counter where name_date = to_char(now() at time zone 'Europe/Brussels', 'YYYYMMDD')
    order by environment`.execute(other.database.queries)
  expect(rows).toEqual(['R', 'S', 'T'].map((environment) => ({ environment, last: 500 })))
})

test('rule 31.3: a backup of which a byte is missing or other is refused with the file', async () => {
  const files = filesBelow(join(backups, name))
  expect(files.length).toBeGreaterThan(30)
  const told: string[] = []
  for (const path of files) {
    for (const damage of DAMAGES) {
      using _ = harmed(path, damage)
      const { message } = await openBackup(backups, name).then(
        () => new Error('taken'),
        (error: Error) => error,
      )
      const named = damage === 'missing' ? path : path.replace('manifest.sha256', 'manifest.json')
      if (!message.startsWith(`${named} `)) told.push(`${damage} ${path}: ${message}`)
    }
  }
  expect(told).toEqual([])
})

test('rule 31.3: so is one of which a content is not whole, and no row is put back; but for a word of the operator', async () => {
  for (const damage of DAMAGES) {
    await using other = await emptyPlace()
    const [path = ''] = filesBelow(join(backups, 'blobs'))
    using _ = harmed(path, damage)
    const said = await other.sluice('restore', backups, '--backup', name)
    expect([said.code, said.err.includes(path)]).toEqual([1, true])
    expect(await count(other.database, 'submission')).toBe(0)
    if (damage !== 'flipped') continue
    const accepted = await other.sluice('restore', backups, '--backup', name, '--accept-lost', '--json')
    expect(accepted).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(accepted.out)).toMatchObject({ damaged: [basename(path)], copied: 0, there: 2 })
    expect((await other.sluice('recover')).out).toContain(`gone   ${basename(path)}`)
  }
})

test('rule 31.4: what is in use is not overwritten', async () => {
  const before = await allRows(rig.database)
  const said = await sluice('restore', backups)
  expect(said).toMatchObject({ code: 1, out: '' })
  expect(said.err).toContain('The database is in use: its table submission holds something.')
  expect(await allRows(rig.database)).toEqual(before)
})

test('rule 31.4: a backup of a newer release is refused, before anything is touched', async () => {
  await using other = await emptyPlace()
  const copy = mkdtempSync(join(rig.dir, 'newer-'))
  cpSync(backups, copy, { recursive: true })
  const file = join(copy, name, 'manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  manifest.migrations.push({ name: '9999-newer', sha256: 'x' })
  writeManifest(join(copy, name), `${JSON.stringify(manifest)}\n`)
  const said = await other.sluice('restore', copy)
  expect(said).toMatchObject({ code: 78, out: '' })
  expect(said.err).toContain('has the migration 9999-newer')
})

test('rule 31.1: contents that are there already are not copied again, and one that is gone is told', async () => {
  const again = JSON.parse((await sluice('backup', backups, '--json')).out)
  expect(again).toMatchObject({ ok: true, contents: { count: 3 }, copied: { count: 0 } })
  const fresh = mkdtempSync(join(rig.dir, 'fresh-'))
  const [hash] = await hashes(rig.spool)
  const bytes = await rig.spool.read(hash!, BYTES * 2)
  await rig.spool.remove(hash!)
  const said = await sluice('backup', fresh, '--json')
  const lost = await sluice('recover', '--json')
  await rig.spool.store(bytes)
  expect([said.code, JSON.parse(said.out)]).toMatchObject([1, { ok: false, lost: [hash] }])
  expect(JSON.parse(lost.out).withoutContent.map(({ sha256 }: { sha256: string }) => sha256)).toContain(hash)
})

test('rule 31.13: a damaged content is replaced by a whole one only', async () => {
  const [hash = ''] = await hashes(rig.spool)
  const [mine, kept] = [
    join(rig.dir, 'spool', 'blobs', hash.slice(0, 2), hash),
    join(backups, 'blobs', hash.slice(0, 2), hash),
  ]
  using _ = harmed(mine, 'flipped')
  const damaged = readFileSync(mine)
  {
    using _ = harmed(kept, 'flipped')
    const said = await sluice('recover', '--from', backups, '--every-byte')
    expect([said.code, said.out.includes(`gone   ${hash}`), readFileSync(mine).equals(damaged)]).toEqual([
      1,
      true,
      true,
    ])
  }
  expect(await sluice('recover', '--from', backups)).toMatchObject({
    code: 0,
    out: '0 contents put back, 0 are not in the backups.',
  })
  for (const other of [join(backups, 'elsewhere'), kept])
    expect(await sluice('recover', '--from', other)).toEqual({
      ...{ code: 1, out: '', err: expect.stringContaining(`${other} holds no backups. Name their folder.`) },
    })
  const said = await sluice('recover', '--from', backups, '--every-byte')
  expect([said.code, said.out.includes(`back   ${hash}`)]).toEqual([0, true])
  expect(readFileSync(mine)).toEqual(readFileSync(kept))
  rmSync(mine) // as it was comes back with the end of the test
})

test('rule 31.6: nothing leaves the disk while a backup is made', async () => {
  const orphan = await markedOrphan(rig)
  const meanwhile = await holdingContents(rig.database.queries, () => sweep(rig))
  expect(meanwhile).toEqual({ blobs: 0, bytes: 0, kept: 0 })
  expect(await rig.spool.has(orphan)).toBe(true)
  expect(await sweep(rig)).toMatchObject({ blobs: 1 })
})

test('rule 31.7: after a restore nothing leaves the disk until it is acknowledged, nor within 36 hours; doctor says so', async () => {
  await using other = await emptyPlace()
  await other.sluice('restore', backups, '--backup', name)
  const place = { database: other.database, spool: other.spool }
  const orphan = await markedOrphan(place)
  const seen = [await sweep(place)]
  await aged(other.database)
  seen.push(await sweep(place))
  const doctor = JSON.parse((await other.sluice('doctor', '--json')).out)
  const { found } = doctor.findings.find((one: { name: string }) => one.name === 'restore')
  expect(found).toContain(`from the backup ${name}: changes after`)
  expect(await other.sluice('restored', 'acknowledge', '--reason', 'locks made again')).toMatchObject({ code: 0 })
  expect(await other.sluice('restored', 'acknowledge', '--reason', 'again')).toMatchObject({ code: 1 })
  await sql`update restoration set restored_at = now()`.execute(other.database.queries)
  seen.push(await sweep(place))
  await aged(other.database)
  seen.push(await sweep(place))
  expect(seen.map(({ blobs }) => blobs)).toEqual([0, 0, 0, 1])
  expect(await other.spool.has(orphan)).toBe(false)
  const { out } = await other.sluice('audit', 'show', '--subject', `backup:${name}`, '--json')
  expect(JSON.parse(out).entries).toMatchObject([{ action: 'restore.acknowledged', reason: 'locks made again' }])
})

test('rule 31.8: what is left of a lost database is listed with what it seems to be; it stays until somebody looked', async () => {
  await using other = await emptyPlace()
  const documents = ['<?xml version="1.0"?>\n<ACRF/>', 'words', '']
  for (const text of documents) await other.spool.store(Buffer.from(text))
  await noticeLostDatabase({ ...other, log: silentLog })
  await noticeLostDatabase({ ...other, log: silentLog })
  expect(await count(other.database, 'restoration')).toBe(1)
  const said = await other.sluice('recover', '--json')
  expect(said.code).toBe(0)
  const { withoutRow, withoutContent } = JSON.parse(said.out)
  expect(withoutContent).toEqual([])
  expect(withoutRow.map(({ kind, bytes }: { kind: string; bytes: number }) => `${kind} ${bytes}`).sort()).toEqual([
    'document 29',
    'empty 0',
    'unknown 5',
  ])
})

test('a gateway that always had its database notices nothing', async () => {
  await noticeLostDatabase({ ...rig, log: silentLog })
  expect(await count(rig.database, 'restoration')).toBe(0)
})

type Place = AsyncDisposable & { readonly database: Database; readonly spool: Spool; readonly sluice: CommandLine }

/** A database that nobody has used, and a spool with nothing in it. */
async function emptyPlace(): Promise<Place> {
  const database = await testDatabase()
  const dir = join(mkdtempSync(join(rig.dir, 'empty-')), 'spool')
  const spool = await openSpool({ dir, log: silentLog, now: () => new Date() })
  const line = commandLine(database, [`spool.dir=${dir}`])
  const dispose = async () => {
    line[Symbol.dispose]()
    await spool[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  }
  return { database, spool, sluice: line, [Symbol.asyncDispose]: dispose }
}

/** Whatever a text, an array, bytes or an instant may hold. */
async function strangeTexts({ queries }: Database): Promise<void> {
  const text = fc
    .string({ unit: 'binary', maxLength: 60 })
    .map((one) => one.replaceAll('\u0000', '').replace(/[\ud800-\udfff]/g, ''))
  const rows = fc.sample(
    fc.record({ text, bytes: fc.uint8Array({ minLength: 32, maxLength: 32 }), number: fc.maxSafeInteger() }),
    200,
  )
  for (const { text: told, bytes, number } of rows) {
    const detail = JSON.stringify({ told, list: [told, null, number], deep: { told } })
    await sql`
      insert into audit (actor, action, subject, reason, detail, at)
      values (${told}, 'x', ${`\\N ${told}`}, ${number % 2 === 0 ? null : told}, ${detail}::jsonb,
        now() - make_interval(secs => ${Math.abs(number % 1e9)} / 7.0))`.execute(queries)
    await sql`insert into used_assertion values (${Buffer.from(bytes)}, 'infinity') on conflict do nothing`.execute(
      queries,
    )
  }
  await sql`insert into running_process (process_id, node, pid, version, roles, addresses)
    values (gen_random_uuid(), 'x', 1, 'x', '{a,"b c",NULL}', '{}')`.execute(queries)
}

async function count({ queries }: Database, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(queries)
  return rows[0]?.count ?? -1
}

const DAMAGES = ['cut', 'flipped', 'missing'] as const

/** Until it is disposed. */
function harmed(path: string, damage: (typeof DAMAGES)[number]): Disposable {
  const bytes = readFileSync(path)
  const at = Math.floor(bytes.length / 2)
  rmSync(path)
  if (damage === 'cut') writeFileSync(path, bytes.subarray(0, -1))
  if (damage === 'flipped')
    writeFileSync(
      path,
      bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)),
    )
  return { [Symbol.dispose]: () => writeFileSync(path, bytes) }
}

function filesBelow(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
  return all.filter((path) => statSync(path).isFile()).sort()
}

function writeManifest(folder: string, text: string): void {
  writeFileSync(join(folder, 'manifest.json'), text)
  writeFileSync(join(folder, 'manifest.sha256'), `${createHash('sha256').update(text).digest('hex')}\n`)
}

async function hashes(spool: Spool) {
  const all = []
  for await (const hash of spool.blobs()) all.push(hash)
  return all
}

const HOUR = 3_600_000
const RULES = { unreferencedHours: 36, sweepHours: 24, limit: 1000 }

/** A content that no row keeps, marked two days ago. */
async function markedOrphan({ database, spool }: Pick<Rig, 'database' | 'spool'>) {
  const { sha256 } = await spool.store(randomBytes(20))
  await markUnkept(collecting({ database, spool }, 37), '', RULES)
  await sql`update blob_mark set marked_at = now() - interval '2 days'`.execute(database.queries)
  return sha256
}

function sweep(place: Pick<Rig, 'database' | 'spool'>) {
  return sweepMarked(collecting(place, 85), RULES)
}

function collecting({ database, spool }: Pick<Rig, 'database' | 'spool'>, hoursAhead: number) {
  return { database, spool, now: () => new Date(Date.now() + hoursAhead * HOUR) }
}

/** As if the restore had been two days ago. */
async function aged({ queries }: Database): Promise<void> {
  await sql`update restoration set restored_at = now() - interval '2 days'`.execute(queries)
}
