import { expect, test } from 'vitest'
import { faultIn, messagesIn, transferIn } from '../../../../src/endpoints/web/client/answers.ts'
import type { Answered } from '../../../../src/endpoints/web/client/exchange.ts'

const DATE = 'Mon, 05 Jan 2026 09:30:00 GMT'

test.each<[string, object, string | undefined, object]>([
  ['nothing more', {}, DATE, { replayed: false, pollAfterMilliseconds: 0 }],
  ['that it came before', { replayed: true }, DATE, { replayed: true, pollAfterMilliseconds: 0 }],
  ['when to look', { pollAfter: '2026-01-05T09:30:02Z' }, DATE, { replayed: false, pollAfterMilliseconds: 2000 }],
  ['to look at once', { pollAfter: '2026-01-05T09:29:00Z' }, DATE, { replayed: false, pollAfterMilliseconds: 0 }],
  ['to look much later', { pollAfter: '2026-01-06T09:30:00Z' }, DATE, { replayed: false, pollAfterMilliseconds: 5000 }],
  ['nonsense', { pollAfter: 'soon', replayed: 'yes' }, DATE, { replayed: false, pollAfterMilliseconds: 0 }],
  ['no time', { pollAfter: '2026-01-05T09:30:02Z' }, undefined, { replayed: false, pollAfterMilliseconds: 0 }],
])('a transfer that was taken may tell %s', (_, more, date, expected) => {
  const answer = answered(201, { transferId: 'id', ...more }, date)
  expect(transferIn(answer)).toEqual({ ok: true, value: { transferId: 'id', ...expected } })
})

test.each<[string, number, unknown, object]>([
  ['with codes', 403, issues(108, 'ACRF-088', 108), { message: 'No. Why.', codes: [108, 88] }],
  ['with one code', 409, { detail: 'No.', acknowledgementCode: 133 }, { message: 'No.', codes: [133] }],
  ['without any', 413, { title: 'Too large', limit: 5 }, { message: 'Too large', codes: [] }],
  ['without words', 502, 'a page', { message: 'the gateway answers 502', codes: [] }],
  ['that is none', 201, {}, { message: 'the gateway answers 201', codes: [] }],
])('a refusal %s', (_, status, body, expected) => {
  expect(transferIn(answered(status, body))).toEqual({ ok: false, problem: { status, ...expected } })
})

test('messages are those that tell an id and a name', () => {
  const items = [
    { messageId: 'ACRF.1', fileName: 'FO.ACRF.1', transferId: 'id' },
    { messageId: 'NOTI.1', fileName: 'FO.NOTI.1' },
    { messageId: 1 },
    'text',
  ]
  expect(messagesIn(answered(200, { items }))).toEqual({
    ok: true,
    value: [
      { messageId: 'ACRF.1', fileName: 'FO.ACRF.1', transferId: 'id' },
      { messageId: 'NOTI.1', fileName: 'FO.NOTI.1', transferId: null },
    ],
  })
  expect(messagesIn(answered(200, [1]))).toEqual({ ok: true, value: [] })
  expect(messagesIn(answered(404, {}))).toMatchObject({ ok: false, problem: { status: 404 } })
})

test('bytes that are no JSON are no words', () => {
  expect(faultIn({ status: 400, body: Buffer.from([0xff, 0]) })).toEqual({
    ...{ status: 400, message: 'the gateway answers 400', codes: [] },
  })
})

function answered(status: number, body: unknown, date?: string): Answered {
  return { status, headers: date === undefined ? {} : { date }, body: Buffer.from(JSON.stringify(body)) }
}

function issues(...codes: (string | number)[]): object {
  return { detail: 'No.', issues: codes.map((acknowledgementCode) => ({ detail: 'Why.', acknowledgementCode })) }
}
