import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { answerPair, pairAt } from '../../src/signing/answer-signer.ts'
import { type KeyAndCertificate, makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { signDetached } from '../../src/signing/sign.ts'
import { verifyAnswer } from '../../src/signing/verify-answer.ts'
import { verifySignature } from '../../src/signing/verify-signature.ts'
import { answersWith } from './answers-with.ts'
import { days, NOW } from './authorities.ts'
import { asked, signerOf } from './crafted.ts'
import { root, stamper, token, tstInfo } from './timestamp/made-stamps.ts'

const ANSWER = Buffer.from('<ACRF/>\n')
const made = (commonName: string, from: Date, count: number): Promise<KeyAndCertificate> =>
  makeSelfSigned({ commonName, keyType: 'ec', days: count, now: from })
const present = await made('Present', days(-90), 100)
const next = await made('Next', days(-1), 365)
const later = await made('Later', days(20), 365)
const pairOf = ({ keyPem, certificatePem }: KeyAndCertificate) => answerPair('acknowledgement', keyPem, certificatePem)
const pairs = { current: pairOf(present), next: pairOf(next) }

test.each<[string, number, number, 'current' | 'next' | null]>([
  ['long before its end', -30, 7, 'current'],
  ['before the overlap begins', 2, 7, 'current'],
  ['in the overlap', 4, 7, 'next'],
  ['on its last day without an overlap', 9.9, 0, 'current'],
  ['after its end', 11, 0, 'next'],
  ['before it began', -100, 7, null],
  ['after the end of both', 400, 7, null],
])('rule 29.6: %s, who signs?', (_, at, overlapDays, who) => {
  expect(pairAt(pairs, days(at), overlapDays)).toBe(who === null ? null : pairs[who])
})

test('rule 29.6: a successor that is not valid yet leaves the present one alone, whose end then holds answers up', () => {
  const early = { current: pairOf(present), next: pairOf(later) }
  expect([4, 9, 11, 21].map((at) => pairAt(early, days(at), 7))).toEqual([
    early.current,
    early.current,
    null,
    early.next,
  ])
  expect([4, 11].map((at) => pairAt({ ...early, next: null }, days(at), 7))).toEqual([early.current, null])
})

test('case O4: an answer verifies with the certificate that it names, before and after the change', async () => {
  const clock = { now: days(2) }
  const sign = answersWith(present, { pairs: () => pairs, now: () => clock.now })
  const before = await sign(ANSWER)
  clock.now = days(5)
  const after = await sign(ANSWER)
  const outcome = async (file: Buffer, by: KeyAndCertificate) =>
    (await verifyAnswer(ANSWER, file, by.certificatePem)).outcome
  expect([await outcome(before, present), await outcome(before, next)]).toEqual(['good', 'bad'])
  expect([await outcome(after, next), await outcome(after, present)]).toEqual(['good', 'bad'])
})

const tsa = stamper()
const ISSUERS = [root.certificate]
const stampedOver = (value: Buffer): Buffer =>
  token(tsa, { info: tstInfo({ imprint: createHash('sha256').update(value).digest() }) })
const stamped = await answersWith(present, { now: () => NOW, stamp: async (value) => stampedOver(value) })(ANSWER)
const moved = await answersWith(present, { now: () => NOW, stamp: async () => stampedOver(Buffer.from('other')) })(
  ANSWER,
)

test('rule 29.5: a time-stamp of an answer is told with its time and its authority', async () => {
  const { subjectText: subject, sha256, serialText: serial } = tsa.certificate
  const stamp = {
    at: new Date(NOW.getTime() + 250),
    by: { sha256, subject, serial },
    ...{ policy: '1.3.6.1.4.1.99999.1', serial: '1267' },
  }
  const finding = (issuers: Parameters<typeof verifyAnswer>[3]) =>
    verifyAnswer(ANSWER, stamped, present.certificatePem, issuers)
  expect(await finding(ISSUERS)).toMatchObject({ outcome: 'good', timeStamp: { outcome: 'good', stamp } })
  expect(await finding(null)).toMatchObject({ outcome: 'good', timeStamp: { outcome: 'unchecked', stamp } })
  expect((await finding([tsa.certificate])).timeStamp).toMatchObject({
    outcome: 'bad',
    fault: { fault: 'unknownIssuer' },
  })
})

test('rule 29.5: a time-stamp that was moved from another signature does not hold', async () => {
  const finding = await verifyAnswer(ANSWER, moved, present.certificatePem, ISSUERS)
  expect(finding).toMatchObject({ outcome: 'good', timeStamp: { outcome: 'bad', fault: { fault: 'wrongImprint' } } })
})

test('rule 29.4: what senders sign has no time-stamp', async () => {
  const stamp = async (value: Buffer) => stampedOver(value)
  const request = { content: ANSWER, pair: pairs.current, signedAt: NOW, baseline: { stamp } }
  const file = await signDetached(request)
  expect(await verifySignature(asked(signerOf(present), file, ANSWER))).toMatchObject({ code: 125, annex25: [1, 23] })
})

test('rule 29.4: what is no token, is none in an answer', async () => {
  const odd = await answersWith(present, { now: () => NOW, stamp: async () => Buffer.from('040100', 'hex') })(ANSWER)
  expect(await verifyAnswer(ANSWER, odd, present.certificatePem)).toMatchObject({ code: 125, annex25: [1, 23] })
})
