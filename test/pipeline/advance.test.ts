import { expect, test } from 'vitest'
import type { Facts } from '../../src/batch/facts.ts'
import type { Step } from '../../src/batch/next-step.ts'
import { advance } from '../../src/pipeline/advance.ts'

const ENVELOPE = { sender: '123456' } as NonNullable<Facts['envelope']>
const VERDICT = { outcome: 'accepted', answer: { date: '20260105', sequence: '00001' } } as NonNullable<
  Facts['verdict']
>
const ACKNOWLEDGEMENT = { name: 'FO.ACRF.999999.20260105.00001.R' } as NonNullable<Facts['acknowledgement']>
const DISPATCH = { service: 'DMFA' } as NonNullable<Facts['dispatch']>

/** A ledger of one submission, whose steps write the fact that they stand for. */
function ledger(start: Facts) {
  let facts = start
  const taken: Step['do'][] = []
  const write: Record<Step['do'], Facts> = {
    seal: { envelope: ENVELOPE },
    judge: { verdict: VERDICT },
    acknowledge: { acknowledgement: ACKNOWLEDGEMENT },
    dispatch: { dispatch: DISPATCH },
    close: {},
  }
  return {
    taken,
    steps: {
      facts: async () => facts,
      perform: async (_: string, step: Step) => {
        taken.push(step.do)
        facts = { ...facts, ...write[step.do] }
        return step.do === 'close' ? ('closed' as const) : ('again' as const)
      },
    },
  }
}

test.each<[Facts, Step['do'][]]>([
  [{}, ['seal', 'judge', 'acknowledge', 'dispatch', 'close']],
  [{ envelope: ENVELOPE }, ['judge', 'acknowledge', 'dispatch', 'close']],
  [{ envelope: ENVELOPE, verdict: VERDICT }, ['acknowledge', 'dispatch', 'close']],
  [{ envelope: ENVELOPE, verdict: VERDICT, acknowledgement: ACKNOWLEDGEMENT }, ['dispatch', 'close']],
  [{ envelope: ENVELOPE, verdict: { ...VERDICT, outcome: 'rejected' } }, ['acknowledge', 'close']],
  [{ envelope: ENVELOPE, verdict: { ...VERDICT, answer: null } }, ['close']],
  [{ envelope: ENVELOPE, cancellation: { name: 'TD', cancelledAt: '2026-01-05T00:00:00Z' } }, ['close']],
])('from the facts %#, what is missing is done and nothing else', async (facts, steps) => {
  const { taken, steps: effects } = ledger(facts)
  await advance('one', effects)
  expect(taken).toEqual(steps)
})

test('facts that a step tells are not asked for again, and the run says how it ended', async () => {
  let asked = 0
  const taken: Facts[] = []
  const ended = await advance('one', {
    facts: async () => {
      asked++
      return { envelope: ENVELOPE }
    },
    perform: async (_, step, facts) => {
      taken.push(facts)
      return step.do === 'judge' ? { ...facts, verdict: VERDICT } : 'closed'
    },
  })
  expect([ended, asked, taken]).toEqual([
    'closed',
    1,
    [{ envelope: ENVELOPE }, { envelope: ENVELOPE, verdict: VERDICT }],
  ])
})

test('a step that must wait ends the run', async () => {
  const taken: string[] = []
  await advance('one', {
    facts: async () => ({}),
    perform: async (_, step) => {
      taken.push(step.do)
      return 'wait'
    },
  })
  expect(taken).toEqual(['seal'])
})

test('a circle is a bug and says so', async () => {
  const circle = advance('one', { facts: async () => ({}), perform: async () => 'again' })
  await expect(circle).rejects.toThrow('a submission took 20 steps without an end')
})
