/** A console before a real store of contents, with a submission whose files and answers lie there. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { uuidV7 } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { publishAcknowledgement } from '../../src/ledger/out-entries.ts'
import { addMember } from '../../src/ledger/received-files.ts'
import { openSubmission } from '../../src/ledger/submissions.ts'
import type { OperatorRole } from '../../src/registry/operators/operator.ts'
import { openSpool } from '../../src/spool/open-spool.ts'
import type { Spool } from '../../src/spool/spool.ts'
import { addTestOperator, type ConsoleRig, consoleRig, headersOf, sessionOf } from './rig.ts'

export type Store = Pick<Spool, 'look' | 'stream'>
export type ContentsRig = Awaited<ReturnType<typeof contentsRig>>

/** `watch` may see what is asked of the store. */
export async function contentsRig({
  sets = [],
  watch = (store: Store) => store,
}: {
  readonly sets?: readonly string[]
  readonly watch?: (store: Store) => Store
} = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'sluice-contents-'))
  const spool = await openSpool({ dir, log: silentLog, now: () => new Date() })
  const rig = await consoleRig({ sets, spool: watch(spool) })
  return {
    ...rig,
    spool,
    pathOf: (sha256: string) => join(dir, 'blobs', sha256.slice(0, 2), sha256),
    async [Symbol.asyncDispose]() {
      await rig[Symbol.asyncDispose]()
      await spool[Symbol.asyncDispose]()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export type Scene = {
  readonly submissionId: string
  /** Of the answer in OUT. */
  readonly document: string
  readonly trigger: string
  /** As addresses have it, by name. */
  readonly file: (name: string) => string
}

let sets = 0

/** Files as their sender named them, and an answer in OUT. */
export async function sceneOf(
  { database, spool }: Pick<ContentsRig, 'database' | 'spool'>,
  files: Readonly<Record<string, Buffer>>,
): Promise<Scene> {
  const [sender, environment] = ['123456', 'R'] as const
  sets += 1
  const number = String(sets).padStart(5, '0')
  const rawKey = `IN/DMFA.${sender}.20260105.${number}.R`
  const ids = new Map<string, string>()
  const key = `ACRF.999999.20260105.${number}.R`
  const names = { document: `FO.${key}`, signature: `FS.${key}`, trigger: `GO.${key}` }
  const submissionId = await database.transaction(async (tx) => {
    const opened = await openSubmission(tx, { sender, rawKey, environment, routable: true }, 24)
    for (const [name, content] of Object.entries(files)) {
      const fileId = uuidV7()
      const way = { channel: 'sftp', principal: 'p', address: '192.0.2.1', session: 's', overLimit: false } as const
      const file = { fileId, sender, environment, name, ...(await spool.store(content)), ...way }
      await addMember(tx, opened.submissionId, file, false)
      ids.set(name, fileId)
    }
    const [document, signature] = [await spool.store(Buffer.from('<ACRF/>')), await spool.store(Buffer.from('signed'))]
    const place = { submissionId: opened.submissionId, sender, environment }
    await publishAcknowledgement(tx, { ...place, names, document, signature })
    return opened.submissionId
  })
  const { document, trigger } = names
  return { submissionId, document, trigger, file: (name) => ids.get(name) ?? name }
}

/** Headers of an operator who may read contents, or may not, whatever the role. */
export async function reader(
  { ground }: Pick<ConsoleRig, 'ground'>,
  name: string,
  { role = 'operator', mayReadContents = true }: { role?: OperatorRole; mayReadContents?: boolean } = {},
): Promise<Record<string, string>> {
  const operatorId = await addTestOperator(ground, { name, role, mayReadContents })
  return { ...headersOf(await sessionOf(ground, operatorId)), 'accept-language': 'en' }
}

export type Noted = { readonly who: string; readonly file: string; readonly reason: string }

/** What the audit has of readings, the oldest first. */
export async function readings({ database }: Pick<ConsoleRig, 'database'>, submissionId?: string): Promise<Noted[]> {
  const rows = await database.queries
    .selectFrom('audit')
    .select(['actor as who', 'reason', sql<string>`detail ->> 'file'`.as('file')])
    .where('action', '=', 'contents.read')
    .$if(submissionId !== undefined, (query) => query.where('subject', '=', `submission:${submissionId}`))
    .orderBy('audit_no')
    .execute()
  return rows as Noted[]
}

/** As if the readings so far had been an hour earlier; the audit itself lets nobody do this. */
export async function anHourLater({ database }: Pick<ConsoleRig, 'database'>): Promise<void> {
  await database.transaction(async (tx) => {
    await sql`alter table audit disable trigger audit_keeps_its_rows`.execute(tx)
    await sql`update audit set at = at - interval '1 hour' where action = 'contents.read'`.execute(tx)
    await sql`alter table audit enable trigger audit_keeps_its_rows`.execute(tx)
  })
}
