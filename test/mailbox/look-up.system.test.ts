import { afterAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Envelope } from '../../src/batch/facts.ts'
import { insertDelivery } from '../../src/ledger/deliveries.ts'
import { insertFact } from '../../src/ledger/facts.ts'
import { publishAcknowledgement } from '../../src/ledger/out-entries.ts'
import { REJECTED } from '../ledger/judged.ts'
import { closeRig, openRig, put, putAll, type Rig, timePasses } from './rig.ts'

afterAll(closeRig)

const KEY = 'DMFA.123456.20261127.00001.R'
const FI = `FI.${KEY}.1.1`
const FS = `FS.${KEY}.1.1`
const GO = `GO.${KEY}.1`
const TD = `TD.${KEY}.1`

describe('what is told', () => {
  test('a file that waits was received', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', FI)
    expect(await events(rig, { fileName: FI, sha256: sha256(FI) })).toEqual(['received'])
  })

  test('every step that was taken, with its time, and nothing else', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    const { submissionId, envelope } = await sealed(rig)
    await judgeAndAnswer(rig, submissionId)
    await deliver(rig, submissionId)
    const told = await rig.mailbox.lookUp({ fileName: FI, sha256: sha256(FI) })
    expect(told).toEqual([
      { at: expect.any(Date), event: 'received' },
      { at: new Date(envelope.sealedAt), event: 'complete' },
      { at: expect.any(Date), event: 'answered' },
      { at: expect.any(Date), event: 'handedOver' },
      { at: new Date('2126-11-23T12:00:00.000Z'), event: 'judged' },
    ])
  })

  test('a set that its sender ended was cancelled', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, TD])
    expect(await events(rig, { fileName: FI, sha256: sha256(FI) })).toEqual(['received', 'cancelled'])
  })

  test('a file under a temporary name was received', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', `${FI}.tmp`, 'x')
    expect(await events(rig, { fileName: `${FI}.tmp`, sha256: sha256('x') })).toEqual(['received'])
  })

  test('of several sets of one name the one that the proof fits, and the latest of those', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    const first = await sealed(rig)
    await timePasses(rig.database, 7200)
    await put(rig, 'IN', FI)
    await put(rig, 'IN', FI, 'other content')
    expect(await events(rig, { fileName: FI, ticket: first.envelope.ticket })).toEqual(['received', 'complete'])
    expect(await events(rig, { fileName: FI, sha256: sha256('other content') })).toEqual(['received'])
    expect(await events(rig, { fileName: FI, sha256: sha256(FI) })).toEqual(['received'])
  })
})

describe('rule 17.4: the proof', () => {
  test('is the digest, or the ticket in any case, and of both both', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    const { ticket } = (await sealed(rig)).envelope
    const right = ['received', 'complete']
    expect({
      digest: await events(rig, { fileName: FI, sha256: sha256(FI) }),
      ticket: await events(rig, { fileName: FI, ticket }),
      lowerCase: await events(rig, { fileName: FS, ticket: ticket.toLowerCase() }),
      both: await events(rig, { fileName: FI, sha256: sha256(FI), ticket }),
      wrongDigest: await events(rig, { fileName: FI, sha256: sha256('other') }),
      wrongTicket: await events(rig, { fileName: FI, ticket: 'SLU0000000000' }),
      wrongDigestOnly: await events(rig, { fileName: FI, sha256: sha256('other'), ticket }),
      wrongTicketOnly: await events(rig, { fileName: FI, sha256: sha256(FI), ticket: 'SLU0000000000' }),
      otherFile: await events(rig, { fileName: FS, sha256: sha256(FI) }),
      unknown: await events(rig, { fileName: `${FI}1`, sha256: sha256(FI) }),
      inOtherCase: await events(rig, { fileName: FI.toLowerCase(), sha256: sha256(FI) }),
      pattern: await events(rig, { fileName: 'FI.%', sha256: sha256(FI) }),
      nothing: await events(rig, { fileName: FI }),
      notText: await events(rig, { fileName: '\0', sha256: '\ud800', ticket: '\0' }),
    }).toEqual({
      ...{ digest: right, ticket: right, lowerCase: right, both: right },
      ...{ wrongDigest: null, wrongTicket: null, wrongDigestOnly: null, wrongTicketOnly: null },
      ...{ otherFile: null, unknown: null, inOtherCase: null, pattern: null, nothing: null, notText: null },
    })
  })

  test('rule 17.5: is no content that everybody knows', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', FI, '')
    await put(rig, 'IN', FS)
    await put(rig, 'IN', GO, '\n')
    const { ticket } = (await sealed(rig)).envelope
    expect({
      trigger: await events(rig, { fileName: GO, sha256: sha256('\n') }),
      empty: await events(rig, { fileName: FI, sha256: sha256('') }),
      triggerByTicket: await events(rig, { fileName: GO, ticket }),
      emptyByTicket: await events(rig, { fileName: FI, ticket }),
    }).toEqual({
      ...{ trigger: null, empty: null },
      ...{ triggerByTicket: ['received', 'complete'], emptyByTicket: ['received', 'complete'] },
    })
  })
})

async function events({ mailbox }: Rig, question: { fileName: string; sha256?: string; ticket?: string }) {
  const moments = await mailbox.lookUp(question)
  return moments?.map(({ event }) => event) ?? null
}

async function sealed({ database }: Rig): Promise<{ submissionId: string; envelope: Envelope }> {
  const row = await database.queries
    .selectFrom('fact')
    .select(['submission_id', 'body'])
    .where('kind', '=', 'envelope')
    .executeTakeFirstOrThrow()
  return { submissionId: row.submission_id, envelope: row.body as unknown as Envelope }
}

async function judgeAndAnswer({ database, spool }: Rig, submissionId: string): Promise<void> {
  const blob = await spool.store(Buffer.from('answer'))
  const names = { document: 'FO.ACRF.X', signature: 'FS.ACRF.X', trigger: 'GO.ACRF.X' }
  const answer = { submissionId, sender: '123456', environment: 'R' as const, names }
  await database.transaction(async (tx) => {
    await insertFact(tx, submissionId, 'verdict', { ...REJECTED, judgedAt: '2126-11-23T12:00:00.000Z' })
    await publishAcknowledgement(tx, { ...answer, document: blob, signature: blob })
  })
}

/** One that came to its end, and one that did not. */
async function deliver({ database }: Rig, submissionId: string): Promise<void> {
  for (const service of ['DMFA', 'DIMN']) {
    await database.transaction((tx) => insertDelivery(tx, { submissionId, service, sender: '123456' }))
  }
  await database.queries
    .updateTable('delivery')
    .set({ state: 'delivered', finished_at: new Date('2126-11-22T12:00:00.000Z') })
    .where('service', '=', 'DMFA')
    .execute()
}
