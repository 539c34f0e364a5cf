import { expect, test } from 'vitest'
import { PullBacks } from '../../src/daemon/pull-backs.ts'

test('rule 32.5: times are pulled back at once, and again when all that was begun before the step is written', async () => {
  const pullBacks = new PullBacks()
  const done: number[] = []
  const look = (at: number) => pullBacks.doDue(at, async () => void done.push(at))
  await look(1)
  pullBacks.steppedBack(10)
  for (const at of [10, 12, 14, 16, 40, 71, 100, 1000]) await Promise.all([look(at), look(at)])
  expect(done).toEqual([10, 16, 71])
})

test('what failed is due again', async () => {
  const pullBacks = new PullBacks()
  pullBacks.steppedBack(10)
  await expect(pullBacks.doDue(10, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  let times = 0
  await pullBacks.doDue(12, async () => void times++)
  expect(times).toBe(1)
})
