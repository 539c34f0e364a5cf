import { expect, test } from 'vitest'
import { type Refusal, refusal } from '../../../src/base/refusal.ts'
import { LANGUAGES } from '../../../src/batch/languages.ts'
import { worded } from '../../../src/endpoints/web/problems.ts'
import { refusalTexts } from '../../../src/endpoints/web/refusal-texts.ts'
import { transferProblem } from '../../../src/endpoints/web/rest/transfers/transfer-problems.ts'
import { transferFault } from '../../../src/endpoints/web/soap/faults/business-faults.ts'
import { nameRefusal } from '../../../src/mailbox/names.ts'
import { NOTHING_IN_REQUEST, TWICE_IN_REQUEST, tooManyOpen, tooManyParts } from '../../../src/mailbox/refusals.ts'

const of = (name: string) => nameRefusal(name) as Refusal

/** What the inbox refuses over the web service, but for a full disk, which is for another time. */
const REFUSALS: readonly (readonly [string, Refusal, readonly string[]])[] = [
  ['no name', of(''), []],
  ['a long name', of('x'.repeat(129)), ['128']],
  ['a name in other letters', of('é'), []],
  ['a name with a path', of('a/b'), ['/ \\ % < > " | *']],
  ['nothing', NOTHING_IN_REQUEST, ['GO']],
  ['a name twice', TWICE_IN_REQUEST, []],
  ['many files', tooManyParts(31), ['31']],
  ['many files that wait', tooManyOpen(12_345, 67_890), ['12345', '67890']],
]

test.each(REFUSALS)('rule 18.10: %s is refused in each language, in English as everywhere', (_, told, named) => {
  const texts = Object.entries(refusalTexts(told))
  expect(texts.map(([language]) => language)).toEqual([...LANGUAGES])
  expect(Object.fromEntries(texts).en).toBe(`${told.cause} ${told.remedy}`)
  expect(new Set(texts.map(([, text]) => text)).size).toBe(LANGUAGES.length)
  expect(texts.filter(([, text]) => !named.every((value) => text.includes(value)))).toEqual([])
})

test.each(LANGUAGES)('rule 18.10: REST and SOAP tell a refusal in the same words of %s', (language) => {
  const fault = { kind: 'refused', refusal: tooManyParts(31) } as const
  const [{ detail }] = worded(transferProblem(fault), language, 'https://x').issues as [{ detail: string }]
  expect([detail, transferFault(fault).errors]).toEqual([
    refusalTexts(fault.refusal)[language as 'en'],
    [{ kind: 'BusinessError', code: 'SLU-INPUT', message: refusalTexts(fault.refusal) }],
  ])
})

test('a refusal that has no business on this way is told in English', () => {
  expect(refusalTexts(refusal('SLU-TLS', 'Cause.', 'Remedy.', { key: 'other' }))).toEqual({ en: 'Cause. Remedy.' })
})
