import { afterEach, expect, test, vi } from 'vitest'
import { inTurns } from '../../bench/rounds.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('all take turns, in each round anew; the first turn warms up and does not count', async () => {
  const { calls, contestant } = contest()
  const values = await inTurns(
    { a: contestant('a'), b: contestant('b') },
    { rounds: 2, stop: never() },
    { prepare: async (round) => void calls.push(`prepare ${round}`) },
  )
  expect([calls, values]).toEqual([
    ['prepare 0', 'a 0', 'b 0', 'prepare 1', 'a 1', 'b 1', 'prepare 2', 'a 2', 'b 2'],
    { a: [1, 2], b: [1, 2] },
  ])
})

test('as many turns as wanted warm up', async () => {
  const { calls, contestant } = contest()
  const values = await inTurns({ a: contestant('a') }, { rounds: 2, stop: never() }, { warmUps: 3 })
  expect([calls, values]).toEqual([['a 0', 'a 1', 'a 2', 'a 3', 'a 4'], { a: [3, 4] }])
})

test('on a slow machine there are fewer rounds, but one that counts, and all have as many', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const { contestant } = contest(() => vi.advanceTimersByTime(60_000))
  const values = await inTurns({ a: contestant('a'), b: contestant('b') }, { rounds: 9, stop: never() })
  expect(values).toEqual({ a: [1], b: [1] })
})

test('nothing further is measured once it is to end', async () => {
  const stop = new AbortController()
  const { calls, contestant } = contest(() => stop.abort(new Error('enough')))
  await expect(inTurns({ a: contestant('a'), b: contestant('b') }, { rounds: 2, stop: stop.signal })).rejects.toThrow(
    'enough',
  )
  expect(calls).toEqual(['a 0'])
})

test('what fails is not covered up', async () => {
  const broken = () => Promise.reject(new Error('the peer is gone'))
  await expect(inTurns({ broken }, { rounds: 1, stop: never() })).rejects.toThrow('the peer is gone')
})

/** Each contestant measures the number of its round. */
function contest(measured: () => void = () => {}) {
  const calls: string[] = []
  const contestant = (name: string) => async (round: number) => {
    calls.push(`${name} ${round}`)
    measured()
    return round
  }
  return { calls, contestant }
}

function never(): AbortSignal {
  return new AbortController().signal
}
