import { expect, test } from 'vitest'
import { type Effect, type Evidence, type SeenAnswer, type SentSet, type Violation, violations } from './checker.ts'

const GO = 'GO.DMFA.000001.20260101.A0001.R.1'
const FI = 'FI.DMFA.000001.20260101.A0001.R.1.1'
const ACCEPTED: SentSet = { trigger: GO, expected: 'accepted', files: [file(FI, 'a'), file(GO, 'b')] }
const REJECTED: SentSet = { ...ACCEPTED, expected: 'rejected' }
const EITHER: SentSet = { ...ACCEPTED, expected: 'either' }
const ANSWER: SeenAnswer = {
  ...{ name: 'FO.1', document: 'd', signature: 's', hasTrigger: true, isSigned: true, about: GO, codes: [] },
}
const NO: SeenAnswer = { ...ANSWER, codes: [104] }
const EFFECT: Effect = { key: 'k', files: [{ name: FI, sha256: 'a' }] }
const WELL: Evidence = {
  ...{ sent: [ACCEPTED], effects: [EFFECT], looks: [[], [ANSWER], [ANSWER]] },
  ...{ imbalance: 0, openHandOvers: [] },
}

function file(name: string, sha256: string, acknowledged = true) {
  return { name, sha256, acknowledged }
}

test.each<[string, Evidence]>([
  ['a set that was accepted and handed over', WELL],
  ['a set that was accepted before its TD', { ...WELL, sent: [EITHER] }],
  ['a set that its TD cancelled', { ...WELL, sent: [EITHER], effects: [], looks: [[]] }],
  ['a GO that came alone behind the TD', { ...WELL, sent: [EITHER], effects: [], looks: [[NO]] }],
  ['a set that was rejected', { ...WELL, sent: [REJECTED], effects: [], looks: [[NO]] }],
  ['a set that was sent again and is known', { ...WELL, looks: [[ANSWER, { ...ANSWER, name: 'FO.2', codes: [133] }]] }],
  ['an answer whose reading was refused once', { ...WELL, looks: [[{ ...ANSWER, document: null }], [ANSWER]] }],
  [
    'a set whose end nobody acknowledged and nobody answers',
    {
      ...WELL,
      ...{ sent: [{ ...ACCEPTED, files: [file(FI, 'a'), file(GO, 'b', false)] }], effects: [], looks: [[]] },
    },
  ],
])('nothing is wrong with %s', (_, evidence) => {
  expect(violations(evidence)).toEqual([])
})

// biome-ignore format: a table
test.each<[Violation['kind'], string, Partial<Evidence>]>([
  ['silence',                 GO,     { effects: [], looks: [[]] }],
  ['wrongVerdict',            GO,     { effects: [], looks: [[NO]] }],
  ['wrongVerdict',            GO,     { looks: [[ANSWER, { ...NO, name: 'FO.2' }]] }],
  ['wrongVerdict',            GO,     { sent: [REJECTED] }],
  ['acceptedTwice',           GO,     { looks: [[ANSWER, { ...ANSWER, name: 'FO.2' }]] }],
  ['notHandedOver',           GO,     { effects: [] }],
  ['doubleEffect',            GO,     { effects: [EFFECT, { ...EFFECT, key: 'other' }] }],
  ['effectWithoutAcceptance', GO,     { sent: [REJECTED], looks: [[NO]] }],
  ['handOverWithoutEnd',      'k',    { openHandOvers: ['k'] }],
  ['altered',                 GO,     { effects: [{ ...EFFECT, files: [{ name: FI, sha256: 'x' }] }] }],
  ['altered',                 GO,     { effects: [{ ...EFFECT, files: [...EFFECT.files, { name: 'FI.2', sha256: 'a' }] }] }],
  ['answerChanged',           'FO.1', { looks: [[{ ...ANSWER, signature: 'x' }], [ANSWER]] }],
  ['answerChanged',           'FO.1', { looks: [[{ ...ANSWER, document: 'x' }], [ANSWER]] }],
  ['answerGone',              'FO.0', { looks: [[{ ...ANSWER, name: 'FO.0' }], [ANSWER]] }],
  ['torn',                    'FO.1', { looks: [[{ ...ANSWER, hasTrigger: false }]] }],
  ['torn',                    'FO.1', { looks: [[{ ...ANSWER, signature: null }]] }],
  ['unsigned',                'FO.1', { looks: [[{ ...ANSWER, isSigned: false }]] }],
  ['answerToNothing',         'FO.2', { looks: [[ANSWER, { ...ANSWER, name: 'FO.2', about: 'GO.other' }]] }],
  ['books',                   '2',    { imbalance: 2 }],
])('%s is seen (%s)', (kind, about, wrong) => {
  expect(violations({ ...WELL, ...wrong })).toEqual([{ kind, about }])
})

test('one key that had its effect twice is a double effect, whatever it held', () => {
  const other = { ...EFFECT, files: [{ name: 'FI.2', sha256: 'a' }] }
  expect(violations({ ...WELL, effects: [EFFECT, other] })).toEqual([{ kind: 'doubleEffect', about: 'k' }])
})
