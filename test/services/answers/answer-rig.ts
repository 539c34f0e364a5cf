/** Online services that answer, on a real database, a real disk and a real checker; signing is played. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { sha256 } from '../../../src/base/hashes.ts'
import { uuidV7 } from '../../../src/base/ids.ts'
import { silentLog } from '../../../src/base/log.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import type { Environment } from '../../../src/batch/environment.ts'
import { FINAL_PURPOSES } from '../../../src/batch/purposes.ts'
import { ticketOf } from '../../../src/batch/ticket.ts'
import type { Database } from '../../../src/database/database.ts'
import { insertDelivery } from '../../../src/ledger/deliveries.ts'
import { insertFact } from '../../../src/ledger/facts.ts'
import { publishAcknowledgement } from '../../../src/ledger/out-entries.ts'
import { closeSubmission, openSubmission } from '../../../src/ledger/submissions.ts'
import type { IncomingAnswer } from '../../../src/services/answers/receive-answer.ts'
import type { AnswerLimits, AnswersSettings } from '../../../src/services/answers/settings.ts'
import { openSpool } from '../../../src/spool/open-spool.ts'
import type { Spool } from '../../../src/spool/spool.ts'
import { type Checkers, createCheckers } from '../../../src/stages/checkers/checkers.ts'
import { compiledWorker } from '../../checkers/compiled-worker.ts'
import { envelopeOf, member, verdictOf } from '../../stages/a-set.ts'
import { testDatabase } from '../../support/test-database.ts'

export const SENDER = '123456'

export type Handed = {
  readonly submissionId: string
  readonly deliveryId: string
  readonly ticket: string
  readonly setKey: string
}

export type AnswerRig = AsyncDisposable & {
  readonly database: Database
  readonly spool: Spool
  readonly dir: string
  readonly limits: { -readonly [Key in keyof AnswerLimits]: AnswerLimits[Key] }
  readonly settings: AnswersSettings
  /** A submission that was acknowledged and dispatched to DMFA, with its files. */
  handed(more?: { environment?: Environment; sequence?: string; document?: Buffer; sender?: string }): Promise<Handed>
  enrol(sender: string): Promise<void>
}

export const DECLARATION = Buffer.from(`<?xml version="1.0"?>
<DmfAOriginal><Form><Identification>DMFA</Identification><FormCreationDate>2026-01-05</FormCreationDate>
<FormCreationHour>10:11:12.000</FormCreationHour><AttestationStatus>0</AttestationStatus><TypeForm>SU</TypeForm>
<Reference><ReferenceType>1</ReferenceType><ReferenceOrigin>1</ReferenceOrigin><ReferenceNbr>mine</ReferenceNbr></Reference>
<EmployerDeclaration><Quarter>20261</Quarter><NOSSRegistrationNbr>100006</NOSSRegistrationNbr><CompanyID>0</CompanyID></EmployerDeclaration>
</Form></DmfAOriginal>`)

let numbers = 0

export async function openAnswerRig(): Promise<AnswerRig> {
  const [database, worker, dir] = [
    await testDatabase(),
    await compiledWorker(),
    await mkdtemp(join(tmpdir(), 'answers-')),
  ]
  const spool = await openSpool({ dir: join(dir, 'spool'), log: silentLog, now: () => new Date() })
  const checkers: Checkers = createCheckers({
    ...{ count: 1, schemasDir: join(dir, 'schemas'), workerFile: worker.file, readsValues: true, log: silentLog },
  })
  const limits = {
    bytes: 100_000,
    compressed: false,
    perForm: false,
    schema: 'N.xsd',
    scanSeconds: 0.05,
    quietSeconds: 0,
    retrySecondsMax: 300,
  }
  const answers = { purposes: [], final: FINAL_PURPOSES, folder: '' }
  const settings: AnswersSettings = {
    ...{ database, spool, checkers, limits, log: silentLog },
    sign: async (bytes) => Buffer.from(`signature of ${sha256(bytes)}`),
    services: () => ['DMFA', 'DIMN'].map((code) => ({ code, answers })),
    gatewayNumber: () => '999999',
    get metrics() {
      return createMetrics()
    },
  }
  return {
    ...{ database, spool, dir, limits, settings },
    handed: (more = {}) => handed(database, spool, more),
    enrol: (sender) => enrol(database, sender),
    async [Symbol.asyncDispose]() {
      await checkers[Symbol.asyncDispose]()
      await worker[Symbol.asyncDispose]()
      await spool[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export const noti = (ticket: string, more: { code?: string; fileName?: string; anomalies?: number } = {}): Buffer => {
  const { code = '1', fileName = '', anomalies = 0 } = more
  const file = fileName === '' ? '' : `<FileName>${fileName}</FileName>`
  const number = ticket === '' ? '' : `<ReferenceNbr>${ticket}</ReferenceNbr>`
  const reference =
    file + number === '' ? '' : `<FileReference>${file}<ReferenceOrigin>2</ReferenceOrigin>${number}</FileReference>`
  const reports = '<AnomalyReport><ErrorID>1</ErrorID></AnomalyReport>'.repeat(anomalies)
  return Buffer.from(
    `<NOTIFICATION><Form><Identification>NOTI001</Identification>${reference}<HandlingResult><ResultCode>${code}</ResultCode>${reports}</HandlingResult></Form></NOTIFICATION>`,
  )
}

export function answerTo(
  reference: IncomingAnswer['reference'],
  bytes: Buffer,
  more: Partial<IncomingAnswer> = {},
): IncomingAnswer {
  numbers += 1
  return { service: 'DMFA', reference, purpose: 'NOTI', key: `key-${numbers}`, bytes: [bytes], via: 'http', ...more }
}

async function handed(
  database: Database,
  spool: Spool,
  more: { environment?: Environment; sequence?: string; document?: Buffer; sender?: string },
): Promise<Handed> {
  numbers += 1
  const {
    environment = 'R',
    sequence = String(numbers).padStart(5, '0'),
    document = DECLARATION,
    sender = SENDER,
  } = more
  const setKey = `DMFA.${sender}.20260105.${sequence}.${environment}`
  const ticket = ticketOf('SLU', numbers)
  const blob = await spool.store(document)
  const members = [
    member(`FI.${setKey}.1.1`, { ...blob, fileId: uuidV7() }),
    member(`GO.${setKey}.1`, { fileId: uuidV7() }),
  ]
  const envelope = envelopeOf(members, { sender, environment, rawKey: `IN/${setKey}`, ticket })
  return await database.transaction(async (tx) => {
    const place = { sender, rawKey: `IN/${setKey}`, environment, routable: true }
    const { submissionId } = await openSubmission(tx, place, 24)
    const names = ['FO', 'FS', 'GO'].map((mark) => `${mark}.ACRF.999999.20260105.${sequence}.${environment}`)
    await tx
      .updateTable('submission')
      .set({ sealed_at: new Date() })
      .where('submission_id', '=', submissionId)
      .execute()
    await insertFact(tx, submissionId, 'envelope', envelope)
    await insertFact(tx, submissionId, 'verdict', { ...verdictOf(), setKey, service: 'DMFA' })
    await tx.insertInto('accepted_name').values({ set_key: setKey, submission_id: submissionId }).execute()
    const [documentName = '', signature = '', trigger = ''] = names
    const publication = { submissionId, sender, environment, names: { document: documentName, signature, trigger } }
    await publishAcknowledgement(tx, { ...publication, document: blob, signature: blob })
    const { deliveryId, now } = await insertDelivery(tx, { submissionId, service: 'DMFA', sender })
    await insertFact(tx, submissionId, 'dispatch', { service: 'DMFA', deliveryId, dispatchedAt: now.toISOString() })
    for (const { fileId, name, sha256: hash, bytes } of members) {
      await sql`insert into received_file (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel,
        principal, address, session) values (${fileId}, ${submissionId}, ${sender}, ${environment}, ${name}, ${hash}, ${bytes},
        'received', 'sftp', 's', '127.0.0.1', 'x')`.execute(tx)
    }
    // an attempt was begun
    await sql`update delivery set fence = 1 where delivery_id = ${deliveryId}`.execute(tx)
    await closeSubmission(tx, submissionId)
    return { submissionId, deliveryId, ticket, setKey }
  })
}

/** One quality, one sender: the file's own. */
async function enrol({ queries }: Database, sender: string): Promise<void> {
  await sql`insert into enterprise (enterprise_number, legal_name, state, language)
    values ('0123456749', 'X', 'active', 'nl')`.execute(queries)
  await sql`insert into quality (enterprise_number, quality_code, state)
    values ('0123456749', 'QUAL_EMP_NOSS', 'active')`.execute(queries)
  await sql`insert into sender (sender_number, enterprise_number, quality_code, state)
    values (${sender}, '0123456749', 'QUAL_EMP_NOSS', 'active')`.execute(queries)
}
