/** A mailbox on a real database and a real disk, with the real stages behind it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../../src/base/hashes.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import type { Refusal } from '../../src/base/refusal.ts'
import type { Result } from '../../src/base/result.ts'
import type { Folder } from '../../src/batch/environment.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { createMailbox } from '../../src/mailbox/create-mailbox.ts'
import type { Entry, OpenMailbox, Visitor } from '../../src/mailbox/mailbox.ts'
import type { Disk } from '../../src/spool/disk.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import type { Spool } from '../../src/spool/spool.ts'
import { cancelSet } from '../../src/stages/cancel.ts'
import { type SealDeps, sealIfDue, sealUnroutable } from '../../src/stages/seal.ts'
import { testDatabase } from '../support/test-database.ts'

export type Settings = ReturnType<typeof defaultSettings>

export type Node = AsyncDisposable & {
  readonly mailbox: OpenMailbox
  readonly spool: Spool
  readonly settings: Settings
  readonly sealDeps: SealDeps
  /** Milliseconds that this node's steady clock is ahead. */
  readonly clock: { aheadMs: number }
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
      triggerBytes: 1024,
      goWaitHours: 24,
      graceSeconds: 10,
      graceMaxSeconds: 1800,
      ghostSeconds: 10,
      repeatGoMinutes: 60,
      nameFaultsPerHour: 100,
      openFilesPerSender: 100_000,
      openBytesPerSender: 20 * 1024 ** 3,
      diskReserveBytes: 0,
    },
    names: { temporary: ['.*', '.filepart', '.part', '.partial', '.tmp', '.duckpart'] },
    signature: { requiredIn: ['R', 'T'] as ('R' | 'T' | 'S')[] },
    acknowledgement: { ticketPrefix: 'SLU' },
  }
}

export async function openRig(options: { disk?: Disk; settings?: Settings } = {}): Promise<Rig> {
  const database = await testDatabase()
  const dir = await mkdtemp(join(tmpdir(), 'sluice-mailbox-'))
  const node = await openNode(database, join(dir, 'spool'), { node: 'one', ...options })
  return {
    ...node,
    database,
    dir,
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** One process among those that share a database and a spool. */
export async function openNode(
  database: Database,
  dir: string,
  { node, disk, settings = defaultSettings() }: { node: string; disk?: Disk; settings?: Settings },
): Promise<Node> {
  const spool = await openSpool({ dir, log: silentLog, now: () => new Date(), ...(disk ? { disk } : {}) })
  const sealDeps: SealDeps = { rightsOf, settings, node }
  const clock = { aheadMs: 0 }
  const mailbox = await createMailbox({
    database,
    spool,
    sets: {
      sealIfDue: (tx, id, uploads) => sealIfDue(tx, id, uploads, sealDeps),
      sealUnroutable: (tx, submission) => sealUnroutable(tx, submission, sealDeps),
      cancelSet,
    },
    settings,
    node,
    now: () => new Date(),
    ticks: () => performance.now() + clock.aheadMs,
    log: silentLog,
    metrics: createMetrics(),
  })
  return {
    mailbox,
    spool,
    settings,
    sealDeps,
    clock,
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

async function rightsOf(tx: Transaction, sender: string) {
  const body = JSON.stringify({ sender })
  const id = sha256(body)
  await tx
    .insertInto('rights_snapshot')
    .values({ sha256: id, body })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return id
}
