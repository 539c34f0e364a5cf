/** A mailbox on a real database and a real disk, with the real stages behind it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Sha256, sha256 } from '../../src/base/hashes.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import type { Refusal } from '../../src/base/refusal.ts'
import type { Result } from '../../src/base/result.ts'
import { CHANNEL_TYPES } from '../../src/batch/channel.ts'
import { ENVIRONMENTS, type Folder } from '../../src/batch/environment.ts'
import type { Envelope } from '../../src/batch/facts.ts'
import type { Rights } from '../../src/batch/rights.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { booksBalance } from '../../src/ledger/books.ts'
import { acquireDue, releaseClaim } from '../../src/ledger/claims.ts'
import { unmarkBlob } from '../../src/ledger/retention/blob-marks.ts'
import { lockSubmission } from '../../src/ledger/submissions.ts'
import { createMailbox } from '../../src/mailbox/create-mailbox.ts'
import type { Entry, OpenMailbox, Visitor } from '../../src/mailbox/mailbox.ts'
import type { Disk } from '../../src/spool/disk.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import type { Spool } from '../../src/spool/spool.ts'
import { cancelSet } from '../../src/stages/cancel.ts'
import { foreseenFaults } from '../../src/stages/foresee.ts'
import { type SealDeps, sealAllDue, sealIfDue, sealUnroutable } from '../../src/stages/seal.ts'
import { testDatabase } from '../support/test-database.ts'

export type Settings = ReturnType<typeof defaultSettings>

export type Node = AsyncDisposable & {
  readonly mailbox: OpenMailbox
  readonly spool: Spool
  readonly settings: Settings
  readonly sealDeps: SealDeps
  /** What the registry would say of every sender. */
  readonly rights: { current: Rights }
  /** Milliseconds that this node's steady clock is ahead, and by which its own clock is wrong. */
  readonly clock: { aheadMs: number; wallMs: number }
}

export type Rig = Node & { readonly database: Database; readonly dir: string }

export const SENDER: Visitor = {
  sender: '123456',
  channel: 'sftp',
  principal: 's123456',
  address: '127.0.0.1',
  session: 'session-1',
}

export function defaultSettings() {
  return {
    limits: {
      partBytes: 10 * 1024 * 1024,
      signatureBytes: 64 * 1024,
      transferParts: 20,
      parts: 9,
      forms: 10_000,
      nameAgeDays: 36_525,
      triggerBytes: 1024,
      goWaitHours: 24,
      graceSeconds: 10,
      graceMaxSeconds: 1800,
      ghostSeconds: 10,
      repeatGoMinutes: 60,
      nameFaultsPerHour: 100,
      filesPerSet: 100,
      openFilesPerSender: 100_000,
      openBytesPerSender: 20 * 1024 ** 3,
      diskReserveBytes: 0,
      statusSeconds: 5,
      statusRows: 10_000,
      statusTexts: 500,
      statusBytes: 64 * 1024 ** 2,
      certificateNoticeDays: 60,
      certificateWarningDays: 30,
      outDays: 60,
    },
    retention: { outNoticeDays: [14, 3] },
    services: [
      {
        ...{ code: 'DMFA', environments: [...ENVIRONMENTS], roots: [], identifications: [], formless: false },
        labels: { de: 'DmfA de', fr: 'DmfA fr', nl: 'DmfA nl', en: 'DmfA en' },
      },
    ],
    names: { temporary: ['.*', '.filepart', '.part', '.partial', '.tmp', '.duckpart'] },
    signature: { requiredIn: ['R', 'T'] as ('R' | 'T' | 'S')[] },
    acknowledgement: { ticketPrefix: 'SLU' },
  }
}

/** Active, with every channel chosen for DMFA in every environment. */
export function allRights(sender = '123456'): Rights {
  return {
    sender: { number: sender, state: 'active' },
    quality: { code: 'QUAL_EMP_NOSS', state: 'active' },
    enterprise: { number: '0123456749', state: 'active' },
    channels: CHANNEL_TYPES.map((type) => ({ type, state: 'active' })),
    bindings: CHANNEL_TYPES.flatMap((channel) =>
      ENVIRONMENTS.map((environment) => ({ service: 'DMFA', environment, channel })),
    ),
    certificates: [],
  }
}

type NodeOptions = {
  readonly disk?: Disk
  readonly settings?: Settings
  readonly log?: Log
  readonly reusing?: (sha256: Sha256) => Promise<void>
}

let shared: { readonly database: Database; readonly dir: string } | null = null

/** The file's database and spool, emptied. One for all tests of a file, because making one takes a second. */
export async function openRig(options: NodeOptions = {}): Promise<Rig> {
  shared ??= { database: await testDatabase(), dir: await mkdtemp(join(tmpdir(), 'sluice-mailbox-')) }
  const { database, dir } = shared
  await sql`truncate submission, received_file, open_upload, fact, event, claim, accepted_name, answer_counter, out_entry,
    delivery, hold, blob_mark, retention_task cascade`.execute(database.queries)
  return { ...(await openNode(database, join(dir, 'spool'), { node: 'one', ...options })), database, dir }
}

/** To be given to `afterAll`. */
export async function closeRig(): Promise<void> {
  await shared?.database[Symbol.asyncDispose]()
  if (shared) await rm(shared.dir, { recursive: true, force: true })
  shared = null
}

/** One process among those that share a database and a spool. */
export async function openNode(
  database: Database,
  dir: string,
  { node, disk, settings = defaultSettings(), log = silentLog, reusing }: NodeOptions & { readonly node: string },
): Promise<Node> {
  const spool = await openSpool({
    ...{ dir, log: silentLog, now: () => new Date() },
    ...(disk ? { disk } : {}),
    reusing: reusing ?? ((sha256) => unmarkBlob(database.queries, sha256)),
  })
  const sealDeps: SealDeps = { rightsOf, settings, node, mayExpire: () => true }
  const clock = { aheadMs: 0, wallMs: 0 }
  const rights = { current: allRights() }
  const mailbox = await createMailbox({
    database,
    spool,
    sets: {
      sealIfDue: (tx, candidate) => sealIfDue(tx, candidate, sealDeps),
      sealAllDue: (tx, candidates) => sealAllDue(tx, candidates, sealDeps),
      sealUnroutable: (tx, submission) => sealUnroutable(tx, submission, sealDeps),
      cancelSet,
      rightsOf: async () => rights.current,
      faultsOf: (set, rounds, rights) => foreseenFaults(set, rounds, rights, settings),
    },
    settings,
    node,
    now: () => new Date(Date.now() + clock.wallMs),
    ticks: () => performance.now() + clock.aheadMs,
    log,
    metrics: createMetrics(),
  })
  return {
    mailbox,
    spool,
    settings,
    sealDeps,
    clock,
    rights,
    async [Symbol.asyncDispose]() {
      await mailbox[Symbol.asyncDispose]()
      await spool[Symbol.asyncDispose]()
    },
  }
}

export async function put(
  { mailbox }: Pick<Node, 'mailbox'>,
  folder: Folder,
  name: string,
  content: string | Uint8Array = name,
  visitor: Visitor = SENDER,
): Promise<Result<Entry, Refusal>> {
  const upload = await mailbox.upload(visitor, folder, name, 'replace')
  if (!upload.ok) return upload
  await using open = upload.value
  const written = await open.write(Buffer.from(content), 0)
  return written.ok ? await open.finish() : written
}

/** Uploads what must be accepted. */
export async function putAll(node: Pick<Node, 'mailbox'>, folder: Folder, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const result = await put(node, folder, name)
    if (!result.ok) throw new Error(`${name}: ${result.problem.code} ${result.problem.cause}`)
  }
}

export async function listed({ mailbox }: Pick<Node, 'mailbox'>, folder: Folder, visitor = SENDER): Promise<string[]> {
  const names: string[] = []
  for await (const page of mailbox.list(visitor, folder)) names.push(...page.map(({ name }) => name))
  return names
}

/** Moves everything that was noted so many seconds into the past, which is what waiting would do. */
export async function timePasses({ queries }: Database, seconds: number): Promise<void> {
  const ago = (column: string) => sql<Date>`${sql.ref(column)} - make_interval(secs => ${seconds})`
  await queries
    .updateTable('submission')
    .set({
      opened_at: ago('opened_at'),
      last_file_at: ago('last_file_at'),
      go_at: ago('go_at'),
      sealed_at: ago('sealed_at'),
    })
    .execute()
  await queries
    .updateTable('received_file')
    .set({ received_at: ago('received_at') })
    .execute()
  await queries
    .updateTable('claim')
    .set({ due_at: ago('due_at'), until: ago('until') })
    .execute()
  await queries
    .updateTable('open_upload')
    .set({ last_byte_at: ago('last_byte_at') })
    .execute()
}

/** What the pipeline does with what is due: looks at open sets again. Returns why each was sealed. */
export async function sealDue({ database, sealDeps, mailbox }: Rig, node: string | null = 'one'): Promise<string[]> {
  const claims = await acquireDue(database.queries, { owner: 'test', leaseSeconds: 60, limit: 100 })
  const whys: string[] = []
  for (const claim of claims) {
    const outcome = await database.transaction(async (tx) => {
      const submission = await lockSubmission(tx, claim.submissionId)
      const uploads = submission && node ? mailbox.uploadsOf(submission) : []
      if (!submission) throw new TypeError('a claim without a submission')
      return sealIfDue(tx, { submission, uploadsHere: uploads }, { ...sealDeps, node })
    })
    await releaseClaim(database.queries, claim)
    if (outcome.outcome === 'sealed') whys.push(outcome.envelope.why)
  }
  return whys
}

/** The sealed sets of a key in seal order: why, and their members' names. */
export async function sealedSets({ queries }: Database): Promise<{ why: string; members: string[] }[]> {
  const rows = await queries
    .selectFrom('fact')
    .innerJoin('submission', 'submission.submission_id', 'fact.submission_id')
    .select('body')
    .where('kind', '=', 'envelope')
    .orderBy('sealed_at')
    .execute()
  return rows.map(({ body }) => {
    const { why, members } = body as unknown as Envelope
    return { why, members: members.map(({ name }) => name) }
  })
}

/** Every place of the books that is not empty; the imbalance must be 0 after every test. */
export async function books({ queries }: Database): Promise<Record<string, number>> {
  const { places, imbalance, misfits } = await booksBalance(queries)
  const filled = Object.fromEntries(Object.entries(places).filter(([, count]) => count > 0))
  return imbalance === 0 ? filled : { ...filled, imbalance, misfits: misfits.length }
}

export function refusalOf(result: Result<unknown, Refusal>): string | null {
  return result.ok ? null : result.problem.code
}

async function rightsOf(tx: Transaction, senders: readonly string[]): Promise<ReadonlyMap<string, Sha256>> {
  const ids = new Map<string, Sha256>()
  for (const sender of new Set(senders)) {
    const body = JSON.stringify({ sender })
    const id = sha256(body)
    await tx
      .insertInto('rights_snapshot')
      .values({ sha256: id, body })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    ids.set(sender, id)
  }
  return ids
}
