import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFacts } from '../../../src/ledger/facts.ts'
import { receiveAnswer } from '../../../src/services/answers/receive-answer.ts'
import { type AnswerRig, answerTo, noti, openAnswerRig, SENDER } from './answer-rig.ts'

let rig: AnswerRig
beforeAll(async () => {
  rig = await openAnswerRig()
  await rig.enrol(SENDER)
})
afterAll(() => rig[Symbol.asyncDispose]())

const receive = (...asked: Parameters<typeof answerTo>) => receiveAnswer(rig.settings, answerTo(...asked))

describe('rule 20.1: an answer', () => {
  test('is taken once by its key: the same again is the same answer, another one is a conflict', async () => {
    const { ticket, submissionId } = await rig.handed()
    const first = await receive({ ticket }, noti(ticket), { key: 'once' })
    const again = await receive({ submissionId }, noti(ticket), { key: 'once' })
    const other = await receive({ ticket }, noti(ticket, { code: '0' }), { key: 'once' })
    const rows = await sql`select from service_answer where answer_key = 'once'`.execute(rig.database.queries)
    expect([first, again, other, rows.rows.length]).toEqual([
      { ok: true, value: expect.objectContaining({ submissionId, sender: SENDER, environment: 'R', replayed: false }) },
      { ok: true, value: { ...(first.ok ? first.value : {}), replayed: true } },
      { ok: false, problem: expect.objectContaining({ code: 'SLU-CONFLICT' }) },
      1,
    ])
  })

  test('of a hundred at the same time with one key one is new', async () => {
    const { ticket } = await rig.handed()
    const all = await Promise.all(Array.from({ length: 20 }, () => receive({ ticket }, noti(ticket), { key: 'race' })))
    expect(all.filter((one) => one.ok && !one.value.replayed)).toHaveLength(1)
    expect(new Set(all.map((one) => one.ok && one.value.answerId)).size).toBe(1)
  })

  test('has a name of the counter that acknowledgements share', async () => {
    const { ticket } = await rig.handed()
    const [one, other] = [await receive({ ticket }, noti(ticket)), await receive({ ticket }, noti(ticket))]
    const names = [one, other].map((answer) => (answer.ok ? answer.value.name.split('.') : []))
    expect(names.map(([mark, purpose, number]) => [mark, purpose, number])).toEqual(
      Array(2).fill(['FO', 'NOTI', '999999']),
    )
    expect(Number(names[1]?.[4]) - Number(names[0]?.[4])).toBe(1)
  })

  test('names its declaration by the document, by its ticket or by the name of a file', async () => {
    const { ticket, setKey, submissionId } = await rig.handed()
    const byTicket = await receive('document', noti(ticket))
    const byName = await receive('document', noti('', { fileName: `FI.${setKey}.1.1` }))
    expect([byTicket, byName].map((one) => one.ok && one.value.submissionId)).toEqual([submissionId, submissionId])
  })

  test('that nobody asked for may speak to a sender, whatever its state', async () => {
    const document = Buffer.from('<IDFLUX><Form><Identification>IDFLUX</Identification></Form></IDFLUX>')
    const to = { sender: SENDER, environment: 'T' }
    expect(await receive(to, document, { purpose: 'IDFL' })).toEqual({
      ok: true,
      value: expect.objectContaining({ sender: SENDER, environment: 'T', submissionId: null }),
    })
    expect(await receive({ ...to, sender: '654321' }, document, { purpose: 'IDFL' })).toEqual(refused('SLU-UNKNOWN'))
    expect(await receive(to, noti(''))).toEqual(refused('SLU-REFERENCE'))
  })

  test('comes compressed when its sender has it so', async () => {
    const { ticket } = await rig.handed()
    await sql`update sender set compressed_answers = true`.execute(rig.database.queries)
    const answer = await receive({ ticket }, noti(ticket))
    await sql`update sender set compressed_answers = null`.execute(rig.database.queries)
    expect(answer.ok && answer.value.name.slice(0, 3)).toBe('CO.')
  })
})

describe('what is wrong is told, and nothing is kept:', () => {
  const DOCTYPE = Buffer.from('<!DOCTYPE x><NOTIFICATION/>')
  const LATIN = Buffer.from(
    '<?xml version="1.0" encoding="ISO-8859-1"?><NOTIFICATION><Form><Identification>NOTI001</Identification><HandlingResult><ResultCode>1</ResultCode><Diagnosis>\xe9</Diagnosis></HandlingResult></Form></NOTIFICATION>',
    'latin1',
  )

  test.each<[string, string, Buffer | null, object?]>([
    ['a document type declaration', 'SLU-XML', DOCTYPE],
    ['nothing', 'SLU-XML', Buffer.alloc(0)],
    [
      'an encoding that is not of the field',
      'SLU-XML',
      Buffer.from('<?xml version="1.0" encoding="UTF-16"?><NOTIFICATION/>'),
    ],
    [
      'a lie about the encoding',
      'SLU-XML',
      Buffer.from(LATIN.toString('latin1').replace('ISO-8859-1', 'UTF-8'), 'latin1'),
    ],
    ['a document that does not end', 'SLU-XML', Buffer.from('<NOTIFICATION>')],
    ['another root', 'SLU-FORM', Buffer.from('<ACRF><Form><Identification>NOTI001</Identification></Form></ACRF>')],
    [
      'another identification',
      'SLU-FORM',
      Buffer.from('<NOTIFICATION><Form><Identification>X</Identification></Form></NOTIFICATION>'),
    ],
    ['no form', 'SLU-FORM', Buffer.from('<NOTIFICATION/>')],
    ['another ticket', 'SLU-REFERENCE', noti('SLU0000000018')],
    ['another file', 'SLU-REFERENCE', noti('', { fileName: 'GO.DMFA.654321.20260105.00001.R.1' })],
    ['a file that tells no set', 'SLU-REFERENCE', noti('', { fileName: 'x' })],
    ['another environment', 'SLU-REFERENCE', null, { environment: 'T' }],
    ['more bytes than are allowed', 'SLU-SIZE', Buffer.alloc(100_001, ' ')],
    ['a purpose that comes in', 'SLU-PURPOSE', null, { purpose: 'DMFA' }],
    ['an acknowledgement', 'SLU-PURPOSE', null, { purpose: 'ACRF' }],
    ['a key with a space', 'SLU-INPUT', null, { key: 'a b' }],
    ['a service that is none', 'SLU-UNKNOWN', null, { service: 'XXXX' }],
    ['a declaration of another service', 'SLU-UNKNOWN', null, { service: 'DIMN' }],
    ['a ticket of nobody', 'SLU-UNKNOWN', null, { reference: { ticket: '\0' } }],
    ['an id that is none', 'SLU-UNKNOWN', null, { reference: { submissionId: 'x' } }],
    ['no reference at all', 'SLU-REFERENCE', noti(''), { reference: 'document' }],
  ])('rule 20.2, rule 20.3: %s', async (_, code, document, more = {}) => {
    const { ticket } = await rig.handed()
    const before = await rows()
    expect(await receive({ ticket }, document ?? noti(ticket), more)).toEqual(refused(code))
    expect(await rows()).toEqual(before)
  })

  test('while an answer in ISO-8859-1 is taken as it is', async () => {
    const { ticket } = await rig.handed()
    expect((await receive({ ticket }, LATIN)).ok).toBe(true)
  })
})

test('rule 20.17: a declaration that nobody has begun to hand over cannot be answered, by whatever it is named', async () => {
  const { ticket, submissionId, setKey } = await rig.handed()
  await sql`update delivery set fence = 0 where submission_id = ${submissionId}`.execute(rig.database.queries)
  const named = [{ ticket }, { submissionId }, 'document'] as const
  const answers = await Promise.all(named.map((by) => receive(by, noti('', { fileName: `FI.${setKey}.1.1` }))))
  expect(answers.map((answer) => !answer.ok && answer.problem.code)).toEqual(Array(3).fill('SLU-UNKNOWN'))
})

test.each([
  ['accepted', { code: '1' }],
  ['acceptedWithWarnings', { code: '1', anomalies: 2 }],
  ['waiting', { code: '2' }],
  ['refused', { code: '0', anomalies: 1 }],
] as const)('what a notification says is read: %s', async (result, says) => {
  const { ticket } = await rig.handed()
  await receive({ ticket }, noti(ticket, says), { key: `says-${result}` })
  const row = await rig.database.queries
    .selectFrom('service_answer')
    .select(['result', 'is_final'])
    .where('answer_key', '=', `says-${result}`)
    .executeTakeFirst()
  expect(row).toEqual({ result, is_final: true })
})

test('a fact is written when it is published, not before', async () => {
  const { ticket, submissionId } = await rig.handed()
  await receive({ ticket }, noti(ticket))
  expect((await readFacts(rig.database.queries, submissionId)).answer).toBeUndefined()
})

function refused(code: string) {
  return { ok: false, problem: expect.objectContaining({ code }) }
}

async function rows(): Promise<unknown> {
  const { rows: counts } = await sql`select count(*) from service_answer`.execute(rig.database.queries)
  return counts
}
