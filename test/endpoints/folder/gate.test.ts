import { expect, test } from 'vitest'
import { Gate } from '../../../src/endpoints/folder/gate.ts'
import { gate as barrier } from '../../registry/fixtures.ts'

test('no more than so many are inside, and those who wait come in their order', async () => {
  const gate = new Gate(() => 2)
  const doors = [barrier(), barrier(), barrier(), barrier()]
  const begun: number[] = []
  const all = doors.map((door, index) =>
    gate.pass(async () => {
      begun.push(index)
      await door.passed
    }),
  )
  await settled()
  expect(begun).toEqual([0, 1])
  doors[1]?.open()
  await all[1]
  await settled()
  expect(begun).toEqual([0, 1, 2])
  for (const door of doors) door.open()
  await Promise.all(all)
  expect(begun).toEqual([0, 1, 2, 3])
})

test('who fails inside leaves the place to the next', async () => {
  const gate = new Gate(() => 1)
  const failing = gate.pass(() => Promise.reject(new Error('broken')))
  const next = gate.pass(async () => 'done')
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('done')
})

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
