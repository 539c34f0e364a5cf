import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Acknowledgement, Cancellation, Dispatch, Envelope, Facts, Verdict } from '../../src/batch/facts.ts'
import { nextStep, stateOf } from '../../src/batch/next-step.ts'

const AT = '2026-01-05T10:00:00.000Z'
const envelope: Envelope = {
  ...{ sender: '123456', environment: 'R', rawKey: 'IN/DMFA.123456.20260105.00001.R', routable: true, members: [] },
  ...{ sealedAt: AT, why: 'complete', rights: sha256(''), ticket: 'SLU0000000018' },
}
const accepted: Verdict = {
  ...{ outcome: 'accepted', reasons: [], service: 'DMFA', judgedAt: AT, rules: '0.1.0/1' },
  evidence: { signatures: [], documents: [] },
  answer: { date: '20260105', sequence: '00001' },
}
const rejected: Verdict = { ...accepted, outcome: 'rejected', reasons: [{ code: 122 }] }
const acknowledgement: Acknowledgement = {
  name: 'FO.ACRF',
  publishedAt: AT,
  document: sha256(''),
  signature: sha256(''),
}
const dispatch: Dispatch = { service: 'DMFA', deliveryId: 'd', dispatchedAt: AT }
const cancellation: Cancellation = { name: 'TD', cancelledAt: AT }

describe('rule 8.1 what follows from the facts', () => {
  // biome-ignore format: a table
  test.each<[string, Facts, string, string]>([
    ['nothing yet',             {},                                                           'seal',        'open'],
    ['sealed',                  { envelope },                                                 'judge',       'sealed'],
    ['accepted',                { envelope, verdict: accepted },                              'acknowledge', 'judged'],
    ['rejected',                { envelope, verdict: rejected },                              'acknowledge', 'judged'],
    ['rejected and answered',   { envelope, verdict: rejected, acknowledgement },             'close',       'closed'],
    ['accepted and answered',   { envelope, verdict: accepted, acknowledgement },             'dispatch',    'acknowledged'],
    ['dispatched',              { envelope, verdict: accepted, acknowledgement, dispatch },   'close',       'dispatched'],
    ['an own acknowledgement',  { envelope, verdict: { ...accepted, answer: null } },         'close',       'closed'],
  ])('%s', (_, facts, step, state) => {
    expect(nextStep(facts).do).toBe(step)
    expect(stateOf(facts, false)).toBe(state)
  })

  test('a delivered submission is told as such', () => {
    expect(stateOf({ envelope, verdict: accepted, acknowledgement, dispatch }, true)).toBe('delivered')
  })
})

test('rule 7.4 a cancellation ends a submission whatever else is known, without an answer', () => {
  fc.assert(
    fc.property(anyFacts(), (facts) => {
      expect(nextStep({ ...facts, cancellation })).toEqual({ do: 'close' })
      expect(stateOf({ ...facts, cancellation }, false)).toBe('cancelled')
    }),
  )
})

test('the steps end: what a step writes leads to another one, and at last to the close', () => {
  fc.assert(
    fc.property(fc.constantFrom(accepted, rejected, { ...accepted, answer: null }), (verdict) => {
      const writes = {
        seal: { envelope },
        judge: { verdict },
        acknowledge: { acknowledgement },
        dispatch: { dispatch },
      }
      const done: string[] = []
      let facts: Facts = {}
      for (let step = nextStep(facts); step.do !== 'close'; step = nextStep(facts)) {
        expect(done).not.toContain(step.do)
        done.push(step.do)
        facts = { ...facts, ...writes[step.do] }
      }
      const answered = verdict.answer ? ['acknowledge'] : []
      const handedOver = verdict.answer && verdict.outcome === 'accepted' ? ['dispatch'] : []
      expect(done).toEqual(['seal', 'judge', ...answered, ...handedOver])
    }),
  )
})

function anyFacts(): fc.Arbitrary<Facts> {
  return fc.record(
    {
      envelope: fc.constant(envelope),
      verdict: fc.constantFrom(accepted, rejected),
      acknowledgement: fc.constant(acknowledgement),
      dispatch: fc.constant(dispatch),
    },
    { requiredKeys: [] },
  )
}
