import { expect, test } from 'vitest'
import { SenderLimits } from '../../../src/endpoints/web/sender-limits.ts'

function limitsOf(webRequestsPerSecond: number, transfersAtOnce = 2) {
  const clock = { ms: 0 }
  return {
    clock,
    limits: new SenderLimits(
      () => ({ webRequestsPerSecond, transfersAtOnce }),
      () => clock.ms,
    ),
  }
}

test('rule 16.8: twice the rate at once, then the rate, and others are not affected (case H15)', () => {
  const { clock, limits } = limitsOf(10)
  const taken = (sender: string, times: number) =>
    Array.from({ length: times }, () => limits.request(sender).ok).filter(Boolean).length
  expect([taken('1', 30), taken('2', 5)]).toEqual([20, 5])
  clock.ms += 500
  expect([taken('1', 30), taken('2', 30)]).toEqual([5, 20])
  clock.ms += 3_600_000
  expect(taken('1', 30)).toBe(20)
})

test.each([
  [10, 1],
  [0.1, 10],
])('rule 16.8: at %d a second the next one is told to wait for %i seconds', (rate, retryAfterSec) => {
  const { limits } = limitsOf(rate)
  const results = Array.from({ length: 50 }, () => limits.request('1'))
  expect(results.at(-1)).toEqual({
    ok: false,
    problem: { problem: 'tooManyRequests', retryAfterSec, members: { limit: rate } },
  })
})

test('rule 16.8: whoever waits as long as told is let in', () => {
  const { clock, limits } = limitsOf(0.1)
  expect([limits.request('1').ok, limits.request('1').ok]).toEqual([true, false])
  clock.ms += 10_000
  expect(limits.request('1').ok).toBe(true)
})

test('rule 16.8: so many transfers at once, until one ends', () => {
  const { limits } = limitsOf(10)
  const [one, two] = [limits.transfer('1'), limits.transfer('1')]
  expect([one.ok, two.ok, limits.transfer('1').ok, limits.transfer('2').ok]).toEqual([true, true, false, true])
  if (one.ok) one.value[Symbol.dispose]()
  expect([limits.transfer('1').ok, limits.transfer('1').ok]).toEqual([true, false])
})
