import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { NO_REST, repeatEvery } from '../../src/daemon/repeat-every.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Rounds that each take so long, and how each ends; told are the seconds at which they begin. */
async function beginnings(tookSeconds: number, end: () => void, rest?: typeof NO_REST): Promise<number[]> {
  const begun: number[] = []
  const chore = async () => {
    begun.push(performance.now() / 1000)
    await new Promise((resolve) => setTimeout(resolve, tookSeconds * 1000))
    end()
  }
  const repeated = repeatEvery(() => 2, 'chore.notDone', chore, silentLog, rest)
  await vi.advanceTimersByTimeAsync(130_000)
  const closing = repeated[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(tookSeconds * 1000)
  await closing
  const [first = 0] = begun
  return begun.map((at) => Math.round(at - first)).slice(0, 3)
}

test('a chore that takes long is done less often', async () => {
  expect(await beginnings(3, () => {})).toEqual([0, 63, 126])
})

test('one that waits rather than works keeps its pace', async () => {
  expect(await beginnings(3, () => {}, NO_REST)).toEqual([0, 5, 10])
})

test('a chore that waited in vain for what is gone is soon done again', async () => {
  const failing = () => {
    throw new Error('the database does not answer')
  }
  expect(await beginnings(30, failing)).toEqual([0, 60, 120])
})
