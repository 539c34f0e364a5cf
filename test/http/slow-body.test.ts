import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notSlower, TooSlow } from '../../src/http/slow-body.ts'

const RATE = { minimumRate: 10, minimumRateSeconds: 2 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What comes after so many milliseconds of waiting each. */
async function* coming(pieces: readonly (readonly [milliseconds: number, bytes: number])[]): AsyncGenerator<Buffer> {
  for (const [milliseconds, bytes] of pieces) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    yield Buffer.alloc(bytes)
  }
}

async function read(source: AsyncIterable<Buffer>, rate = RATE, readerMs = 0): Promise<number | 'tooSlow'> {
  let length = 0
  try {
    for await (const chunk of notSlower(source, rate, () => Date.now())) {
      length += chunk.length
      if (readerMs > 0) await new Promise((resolve) => setTimeout(resolve, readerMs))
    }
    return length
  } catch (error) {
    if (error instanceof TooSlow) return 'tooSlow'
    throw error
  }
}

test.each<[string, readonly (readonly [number, number])[], number | 'tooSlow']>([
  ['all at once', [[0, 5]], 5],
  ['just fast enough, for long', Array.from({ length: 50 }, () => [500, 5] as const), 250],
  ['one byte a second', Array.from({ length: 50 }, () => [1000, 1] as const), 'tooSlow'],
  [
    'fast, then silent',
    [
      [100, 100],
      [5000, 1],
    ],
    'tooSlow',
  ],
  [
    'much, then a pause that the rate bears',
    [
      [100, 100],
      [1999, 1],
    ],
    101,
  ],
])('rule 16.7: a body that comes %s', async (_, pieces, expected) => {
  const reading = read(coming(pieces))
  await vi.runAllTimersAsync()
  expect(await reading).toBe(expected)
})

test('rule 16.7: a reader may be as slow as it is', async () => {
  const reading = read(coming(Array.from({ length: 5 }, () => [10, 1] as const)), RATE, 60_000)
  await vi.runAllTimersAsync()
  expect(await reading).toBe(5)
})

test('rule 16.7: a rate of nothing lets anything pass', async () => {
  const reading = read(coming([[100_000, 1]]), { ...RATE, minimumRate: 0 })
  await vi.runAllTimersAsync()
  expect(await reading).toBe(1)
})
