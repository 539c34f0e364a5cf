/** A gateway with many sets on its disk is backed up while a sender goes on, and put back elsewhere: what that takes, and what the sender waits. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { makeManySubmissions } from '../../bench/rig/many-submissions.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import { atATime } from '../../src/cli/backup/at-a-time.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import type { Queries } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { connect, makeSet, openSite, type Site } from '../gateway/gateway.ts'

export type SizeFigures = {
  readonly sets: number
  /** One-minute load of the machine before and after. */
  readonly load: readonly [number, number]
  readonly rows: number
  readonly contents: { readonly count: number; readonly bytes: number }
  readonly backup: Work
  /** Nothing new but what the sender sent meanwhile. */
  readonly again: Work
  readonly restore: Work
  /** Milliseconds that a set took to its reply and to its answer. */
  readonly without: Waits
  readonly during: Waits
  /** Of the medians, during to without. */
  readonly ratio: { readonly upload: number; readonly answer: number }
}
type Work = { readonly seconds: number; readonly peakMegabytes: number }
type Waits = { readonly sets: number; readonly upload: Spread; readonly answer: Spread }
type Spread = { readonly median: number; readonly p95: number }

const MEGABYTE = 1024 * 1024
const ANSWER_SECONDS = 300
const AT_A_TIME = 32

/** `large` of the sets have a declaration of one MiB; the others' contents are a few bytes, of which the number counts. */
export async function measureSize({ sets, large, alone }: { sets: number; large: number; alone: number }) {
  const before = loadavg()[0] ?? 0
  await using site = await openSite()
  await fill(site, sets, large)
  await using gateway = await site.start()
  const sender = await site.enrol(gateway)
  const sending = await openSending(site, gateway, sender)
  await sending.send(2)
  const without = await sending.send(alone)
  const folder = join(site.folder, 'backups')
  let isDone = false
  const backingUp = timed(site, 'backup', folder).finally(() => {
    isDone = true
  })
  const during = await sending.send(Number.POSITIVE_INFINITY, () => isDone)
  const backup = await backingUp
  const again = await timed(site, 'backup', folder)
  await sending.end()
  await gateway[Symbol.asyncDispose]()
  await using other = await openSite()
  const restore = await timed(other, 'restore', folder)
  const { withoutContent } = JSON.parse((await other.sluice('recover', '--json')).out)
  const figures: SizeFigures = {
    ...{ sets, load: [rounded(before), rounded(loadavg()[0] ?? 0)] },
    ...{ rows: backup.told.rows, contents: backup.told.contents },
    ...{ backup: backup.work, again: again.work, restore: restore.work, without, during },
    ratio: {
      upload: rounded(during.upload.median / without.upload.median),
      answer: rounded(during.answer.median / without.answer.median),
    },
  }
  const lost = [...backup.told.lost, ...again.told.lost, ...restore.told.damaged, ...withoutContent]
  return { figures, lost, isAllThere: restore.told.rows >= backup.told.rows }
}

/** Rows of half a year, closed, with the contents that they name. */
async function fill(site: Site, sets: number, large: number): Promise<void> {
  const place = {
    spoolDir: join(site.folder, 'spool'),
    role: 'command',
    poolSize: 2,
    log: silentLog,
    isPatient: true,
  } as const
  await using database = await openDatabase(place)
  await makeManySubmissions(database, sets)
  for (const statement of CLOSED) await statement.execute(database.queries)
  await nameContents(database.queries, sets, [...contentsOf(large, large)].slice(0, large))
  await atATime(inPages(contentsOf(sets, large)), AT_A_TIME, ({ bytes }) => writeBlob(site, bytes))
}

type Content = { readonly was: string; readonly bytes: Buffer }

/** As the rows name them: the large ones first. */
function* contentsOf(sets: number, large: number): Generator<Content> {
  for (let number = 1; number <= large; number++)
    yield { was: sha256(`FI${number}`), bytes: Buffer.alloc(MEGABYTE, `large ${number} `) }
  for (let number = 1; number <= sets; number++)
    for (const mark of ['FI', 'FS', 'FO']) {
      if (mark === 'FI' && number <= large) continue
      yield { was: '', bytes: Buffer.from(`${mark}${number}`) }
    }
  yield { was: '', bytes: Buffer.alloc(0) }
}

async function* inPages(contents: Iterable<Content>): AsyncGenerator<Content[]> {
  let page: Content[] = []
  for (const content of contents) {
    if (page.push(content) < 1000) continue
    yield page
    page = []
  }
  yield page
}

async function writeBlob({ folder }: Site, bytes: Buffer): Promise<void> {
  const hash = sha256(bytes)
  const below = join(folder, 'spool', 'blobs', hash.slice(0, 2))
  await mkdir(below, { recursive: true })
  await writeFile(join(below, hash), bytes, { mode: 0o400 })
}

/** Nothing of it is under way, and the gateway's own tickets do not meet those that were made up. */
const CLOSED = [
  sql`select setval('ticket_number', 1000000000)`,
  sql`update delivery set state = 'delivered'`,
  sql`delete from claim`,
  sql`update submission set closed_at = coalesce(closed_at, opened_at), parked_at = null, parked_reason = null`,
]

async function nameContents(queries: Queries, sets: number, large: readonly Content[]): Promise<void> {
  await sql`
    create table content_of as select encode(sha256((mark || n)::bytea), 'hex') as was, encode(sha256((mark || n)::bytea), 'hex') as named,
      length(mark || n) as bytes from generate_series(1, ${sets}::integer) as n, unnest(array['FI', 'FS', 'FO']) as mark`.execute(
    queries,
  )
  for (const { was, bytes } of large)
    await sql`update content_of set named = ${sha256(bytes)}, bytes = ${bytes.length} where was = ${was}`.execute(
      queries,
    )
  for (const table of ['received_file', 'out_entry'])
    await sql`update ${sql.table(table)} set sha256 = content_of.named, bytes = content_of.bytes from content_of
      where sha256 = was`.execute(queries)
  await sql`drop table content_of`.execute(queries)
}

/** One sender's program, a set after the other. */
async function openSending(site: Site, gateway: GatewayProcess, sender: ExampleSender) {
  const client = await connect(gateway, sender)
  // or each would read the answers to all before it
  const known = new Set<string>()
  let number = 0
  return {
    async send(most: number, isOver: () => boolean = () => false): Promise<Waits> {
      const [uploads, answers]: [number[], number[]] = [[], []]
      while (uploads.length < most && !isOver()) {
        number += 1
        const set = await makeSet(site, sender, { sequence: `W${String(number).padStart(4, '0')}` })
        const begun = performance.now()
        const taken = await pushSet(client, set, () => {})
        uploads.push(taken - begun)
        answers.push((await awaitAnswer(client, set.trigger, taken, ANSWER_SECONDS, known)).milliseconds)
      }
      return { sets: uploads.length, upload: spreadOf(uploads), answer: spreadOf(answers) }
    },
    end: () => client[Symbol.asyncDispose](),
  }
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  return { median: at(0.5), p95: at(0.95) }
}

/** A command of its own, with the most memory that its process ever held. */
async function timed(site: Site, verb: string, folder: string) {
  const begun = performance.now()
  const words = [inject('program'), verb, folder, '--json', ...site.words]
  const child = spawn(process.execPath, words, { cwd: site.folder, stdio: ['ignore', 'pipe', 'inherit'] })
  let peakMegabytes = 0
  const looking = setInterval(async () => {
    peakMegabytes = Math.max(peakMegabytes, await peakOf(child.pid ?? 0))
  }, 50)
  const [out] = await Promise.all([text(child.stdout), once(child, 'exit')])
  clearInterval(looking)
  return { told: JSON.parse(out), work: { seconds: rounded((performance.now() - begun) / 1000), peakMegabytes } }
}

/** 0 where the system does not tell. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024)
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
