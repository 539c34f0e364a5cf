import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findSubmissions } from '../../../src/ledger/find.ts'
import { readAudit } from '../../../src/registry/audit.ts'
import { createAnswers } from '../../../src/services/answers/create-answers.ts'
import { giveUp } from '../../../src/services/answers/negative.ts'
import { receiveAnswer } from '../../../src/services/answers/receive-answer.ts'
import { claimDelivery, recordOutcome } from '../one-delivery.ts'
import { type AnswerRig, answerTo, type Handed, noti, openAnswerRig, SENDER } from './answer-rig.ts'

let rig: AnswerRig
beforeAll(async () => {
  rig = await openAnswerRig()
  await rig.enrol(SENDER)
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(() => {
  rig.limits.perForm = false
})

const ACT = { actor: 'operator:eva', reason: 'the service is gone for good' }

async function refuse({ submissionId }: Handed, error: string): Promise<void> {
  const { queries } = rig.database
  const claim = await claimDelivery(queries, { submissionId, service: 'DMFA', owner: 'x', leaseSeconds: 60 })
  if (typeof claim === 'string') throw new Error(claim)
  await recordOutcome(queries, claim, { outcome: 'refused', error }, 1)
}

async function answered(): Promise<void> {
  await using answers = await createAnswers(rig.settings)
  await answers.kick()
}

async function answersOf({ submissionId }: Handed): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`select sha256 from service_answer where submission_id = ${submissionId}
    and published_at is not null order by sequence`.execute(rig.database.queries)
  return await Promise.all(
    rows.map(async ({ sha256 }) => (await rig.spool.read(sha256 as never, 10_000_000)).toString()),
  )
}

describe('rule 20.10: a delivery that the service refuses', () => {
  test('is answered once, by a notification that names file and form and says why', async () => {
    const handed = await rig.handed()
    await refuse(handed, 'unknown employer <&>')
    await answered()
    await answered()
    const [document = '', ...more] = await answersOf(handed)
    expect(more).toEqual([])
    const fields = [...document.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => `${name} ${value}`)
    expect(fields.filter((field) => !/^(?:FormCreation|ReceptionHour)/.test(field))).toEqual([
      'Identification NOTI001',
      'AttestationStatus 0',
      'TypeForm FA',
      `FileName GO.${handed.setKey}.1`,
      'ReferenceOrigin 2',
      `ReferenceNbr ${handed.ticket}`,
      'ReceptionDate 2026-01-05',
      'Channel 14',
      `SenderId ${SENDER}`,
      'Identification DMFA',
      'AttestationStatus 0',
      'TypeForm SU',
      'ReferenceType 1',
      'ReferenceOrigin 1',
      'ReferenceNbr mine',
      'ReferenceType 1',
      'ReferenceOrigin 2',
      `ReferenceNbr ${handed.ticket}`,
      'ResultCode 0',
      'Diagnosis 3',
      'ErrorID 00000-901',
      'AnomalyClass B',
      'AnomalyLabel De onlinedienst heeft de aangifte geweigerd. unknown employer &lt;&amp;&gt;',
    ])
    const [found] = await findSubmissions(rig.database.queries, handed.submissionId)
    expect(found?.facts.answer).toMatchObject({ purpose: 'NOTI', result: 'refused' })
  })

  test('is answered for each form, in one file or in one for each', async () => {
    const form = '<Form><Identification>DMFA</Identification></Form>'
    const document = Buffer.from(`<DmfAOriginal>${form}${form}</DmfAOriginal>`)
    const [together, apart] = [await rig.handed({ document }), await rig.handed({ document })]
    await refuse(together, 'no')
    await answered()
    rig.limits.perForm = true
    await refuse(apart, 'no')
    await answered()
    const forms = async (handed: Handed) => (await answersOf(handed)).map((text) => text.split('<Form>').length - 1)
    expect([await forms(together), await forms(apart)]).toEqual([[2], [1, 1]])
  })

  test('killed anywhere before the answer is written down, it is owed still', async () => {
    const handed = await rig.handed()
    await refuse(handed, 'no')
    const dying = { ...rig.database, transaction: async () => Promise.reject(new Error('killed')) }
    {
      await using answers = await createAnswers({ ...rig.settings, database: dying })
      await answers.kick()
    }
    expect(await answersOf(handed)).toEqual([])
    await sql`update negative_answer_due set due_at = now()`.execute(rig.database.queries)
    await answered()
    expect(await answersOf(handed)).toHaveLength(1)
  })
})

describe('giving up', () => {
  test('ends a parked delivery with the words for its sender; the audit keeps the reason, the event what went wrong', async () => {
    const handed = await rig.handed()
    const { queries } = rig.database
    await sql`update delivery set state = 'parked', last_error = 'ECONNREFUSED' where delivery_id = ${handed.deliveryId}`.execute(
      queries,
    )
    const words = 'Bel 02 000 00 00.'
    const given = await rig.database.transaction((tx) => giveUp(tx, { deliveryId: handed.deliveryId, words }, ACT))
    expect(given.ok).toBe(true)
    await answered()
    const [document = ''] = await answersOf(handed)
    expect(document).toContain('<ErrorID>00000-902</ErrorID>')
    expect(document).toMatch(/opgegeven.*volgnummer.*Bel 02 000 00 00\./)
    expect(document).not.toContain('ECONNREFUSED')
    const [found] = await findSubmissions(queries, handed.submissionId)
    expect([
      found?.deliveries[0]?.state,
      found?.events.find(({ event }) => event === 'delivery.givenUp')?.detail,
    ]).toEqual(['refused', { service: 'DMFA', attempts: 0, error: 'ECONNREFUSED' }])
    const [entry] = await readAudit(queries, { subject: `delivery:${handed.deliveryId}`, limit: 5 })
    expect(entry).toMatchObject({ action: 'delivery.givenUp', actor: ACT.actor, reason: ACT.reason })
  })

  test('rule 20.17: is refused when the service has answered, and not for an answer of our own', async () => {
    const [answeredOne, ours] = [await rig.handed(), await rig.handed()]
    await receiveAnswer(rig.settings, answerTo({ ticket: answeredOne.ticket }, noti(answeredOne.ticket)))
    await receiveAnswer(rig.settings, answerTo({ ticket: ours.ticket }, noti(ours.ticket), { via: 'gateway' }))
    const give = ({ deliveryId }: Handed) =>
      rig.database.transaction((tx) => giveUp(tx, { deliveryId, words: null }, ACT))
    expect([(await give(answeredOne)).ok, (await give(ours)).ok]).toEqual([false, true])
  })

  test('is refused a second time, and while a worker is at it', async () => {
    const [over, active] = [await rig.handed(), await rig.handed()]
    await claimDelivery(rig.database.queries, { ...active, service: 'DMFA', owner: 'x', leaseSeconds: 60 })
    const give = ({ deliveryId }: Handed) =>
      rig.database.transaction((tx) => giveUp(tx, { deliveryId, words: null }, ACT))
    expect((await give(over)).ok).toBe(true)
    const refused = { ok: false, problem: expect.objectContaining({ code: 'SLU-STATE' }) }
    expect([await give(over), await give(active)]).toEqual([refused, refused])
  })
})
