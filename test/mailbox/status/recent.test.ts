import { expect, test } from 'vitest'
import { Recent } from '../../../src/mailbox/status/recent.ts'

test('what was made is given again for some seconds, and then made anew', async () => {
  const { recent, clock, made } = scene()
  expect([await recent.of('a'), await recent.of('a')]).toEqual(['a1', 'a1'])
  clock.ms = 4999
  expect(await recent.of('a')).toBe('a1')
  clock.ms = 5000
  expect([await recent.of('a'), await recent.of('b')]).toEqual(['a2', 'b3'])
  expect(made).toEqual(['a', 'a', 'b'])
})

test('who asks while it is being made gets the same, however long that takes', async () => {
  const { recent, clock, made } = scene()
  const first = recent.of('a')
  clock.ms = 60_000
  expect(await Promise.all([first, recent.of('a')])).toEqual(['a1', 'a1'])
  expect([await recent.of('a'), made]).toEqual(['a1', ['a']])
})

test('what could not be made is tried again by the next', async () => {
  const { recent, fail } = scene()
  fail.next = true
  await expect(recent.of('a')).rejects.toThrow('away')
  expect(await recent.of('a')).toBe('a2')
})

test('no more bytes are kept than may be, the oldest go first', async () => {
  const { recent, made } = scene(5)
  for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await recent.of(key)
  expect(made).toEqual(['a', 'b', 'c', 'a'])
})

function scene(bytesMax = 100) {
  const clock = { ms: 0 }
  const made: string[] = []
  const fail = { next: false }
  let times = 0
  const recent = new Recent<string>({
    make: async (key) => {
      times++
      if (fail.next) {
        fail.next = false
        throw new Error('away')
      }
      made.push(key)
      return `${key}${times}`
    },
    sizeOf: (value) => value.length,
    seconds: () => 5,
    bytesMax: () => bytesMax,
    ticks: () => clock.ms,
  })
  return { recent, clock, made, fail }
}
