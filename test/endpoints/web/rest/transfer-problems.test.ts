import { expect, test } from 'vitest'
import { type RefusalCode, refusal } from '../../../../src/base/refusal.ts'
import { textOf } from '../../../../src/batch/reasons/catalogue.ts'
import { statusOf, worded } from '../../../../src/endpoints/web/problems.ts'
import { transferProblem } from '../../../../src/endpoints/web/rest/transfers/transfer-problems.ts'
import type { TransferFault } from '../../../../src/mailbox/transfers/transfers.ts'

const NAME = 'FI.DMFA.123456.20260105.00001.R.1.1'

test.each<[RefusalCode, number, string, number?]>([
  ['SLU-NAME', 400, 'belgif:badRequest'],
  ['SLU-INPUT', 400, 'belgif:badRequest'],
  ['SLU-SIZE', 413, 'belgif:payloadTooLarge'],
  ['SLU-QUOTA', 429, 'belgif:tooManyRequests', 60],
  ['SLU-BUSY', 429, 'belgif:tooManyRequests', 5],
  ['SLU-NAMES', 429, 'belgif:tooManyFailedRequests', 3600],
  ['SLU-DISK', 503, 'belgif:serviceUnavailable', 60],
  ['SLU-STORE', 503, 'belgif:serviceUnavailable', 5],
  ['SLU-SUSPENDED', 403, 'belgif:missingPermission'],
  ['SLU-SEALED', 409, 'sluice:structuredReports:invalidState'],
  ['SLU-TLS', 409, 'sluice:structuredReports:invalidState'],
])('a refusal %s is told as %i %s', (code, status, type, retryAfterSec) => {
  const told = toldOf({ kind: 'refused', refusal: refusal(code, 'Cause.', 'Remedy.') })
  expect([told.status, told.type, told.retryAfterSec]).toEqual([status, `urn:problem-type:${type}`, retryAfterSec])
})

test.each<[string, TransferFault, number, object]>([
  ['a part over its limit', { kind: 'tooLarge', fileName: NAME, bytesMax: 5 }, 413, { limit: 5, fileName: NAME }],
  [
    'a digest',
    { kind: 'digestMismatch', fileName: NAME },
    400,
    { issues: [issue('sluice:input-validation:structuredReports:digestMismatch')] },
  ],
  [
    'a part that did not come',
    { kind: 'partMissing', fileName: NAME },
    400,
    { issues: [issue('belgif:input-validation:referencedResourceNotFound')] },
  ],
  ['a name in use', { kind: 'nameUsed', fileName: NAME, transferId: 't' }, 409, { fileName: NAME, transferId: 't' }],
])('%s is told by its type', (_, fault, status, members) => {
  expect(toldOf(fault)).toMatchObject({ status, ...members })
})

test.each<[number, number, object]>([
  [103, 403, { reason: 'senderSuspended' }],
  [108, 403, { reason: 'unknownSender' }],
  [154, 403, { reason: 'serviceNotSelected' }],
  [168, 403, { reason: 'environmentNotAllowed' }],
  [249, 403, { reason: 'channelNotActive' }],
  [133, 409, {}],
])('rule 16.5: the reason %i is told as %i with its code and words', (code, status, members) => {
  const reason = { code, file: NAME, seen: 'a', expected: 'b' }
  const fault: TransferFault = { kind: 'faults', round: 'rights', reasons: [reason] }
  for (const language of ['de', 'fr', 'nl', 'en'] as const) {
    const told = worded(transferProblem(fault), language, 'https://x')
    expect(told).toMatchObject({ status, detail: textOf(reason)[language], acknowledgementCode: code, ...members })
    expect(told.issues).toMatchObject([{ value: NAME, acknowledgementCode: code, detail: textOf(reason)[language] }])
  }
})

test('rule 16.5: faults of names and sets are issues of a bad request, all of the round', () => {
  const reasons = [
    { code: 122, file: NAME },
    { code: 124, file: NAME, seen: '2', expected: '1' },
  ]
  expect(toldOf({ kind: 'faults', round: 'set', reasons })).toMatchObject({
    status: 400,
    issues: [
      { type: 'urn:problem-type:belgif-ext:input-validation:requiredInput', acknowledgementCode: 122 },
      { type: 'urn:problem-type:belgif:input-validation:invalidInput', acknowledgementCode: 124 },
    ],
  })
})

test('a file name is shown as what it is', () => {
  const told = toldOf({ kind: 'digestMismatch', fileName: `a\u202eb${'x'.repeat(500)}` })
  const [{ value }] = told.issues as [{ value: string }]
  expect([value.startsWith('a\\u{202e}b'), value.length < 400]).toEqual([true, true])
})

function toldOf(fault: TransferFault) {
  const problem = transferProblem(fault)
  const told = worded(problem, 'en', 'https://x')
  expect(told.status).toBe(statusOf(problem.problem))
  return told
}

function issue(type: string) {
  return { type: `urn:problem-type:${type}`, value: NAME }
}
