import { expect, test } from 'vitest'
import { Turns } from '../../src/base/turns.ts'

test('so many at the same time, the rest one after the other in their order', async () => {
  const { turns, started, end, settled } = crowd(() => 2)
  expect(started()).toEqual([0, 1])
  await end(1)
  expect(started()).toEqual([0, 1, 2])
  await end(0)
  await end(2)
  expect(started()).toEqual([0, 1, 2, 3, 4])
  await Promise.all([end(3), end(4)])
  expect(await settled).toEqual([0, 1, 2, 3, 4])
  expect(await turns.take(async () => 'again')).toBe('again')
})

test('what fails gives its turn back, and fails for its caller alone', async () => {
  const turns = new Turns(() => 1)
  const failing = turns.take(async () => {
    throw new Error('no luck')
  })
  const next = turns.take(async () => 'luck')
  await expect(failing).rejects.toThrow('no luck')
  expect(await next).toBe('luck')
})

test('fewer from now on: turns that end are not given to others until there are few enough', async () => {
  let most = 3
  const { started, end } = crowd(() => most)
  most = 1
  await end(0)
  await end(1)
  expect(started()).toEqual([0, 1, 2])
  await end(2)
  expect(started()).toEqual([0, 1, 2, 3])
})

/** Five who come at once; each works until it is told to end. */
function crowd(most: () => number) {
  const turns = new Turns(most)
  const started: number[] = []
  const ends = new Map<number, () => void>()
  const all = [0, 1, 2, 3, 4].map((number) =>
    turns.take(async () => {
      started.push(number)
      await new Promise<void>((resolve) => ends.set(number, resolve))
      return number
    }),
  )
  async function end(number: number): Promise<void> {
    ends.get(number)?.()
    await all[number]
    await Promise.resolve()
  }
  return { turns, started: () => started, end, settled: Promise.all(all) }
}
