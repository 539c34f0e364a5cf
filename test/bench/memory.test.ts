import { expect, test } from 'vitest'
import { descends, megabytesOfTree } from '../../bench/rig/memory.ts'

/** 1 has the children 2 and 3, and 3 has 4; nobody knows the parent of 9. */
const PARENTS = new Map([
  [1, 0],
  [2, 1],
  [3, 1],
  [4, 3],
  [8, 9],
])

test.each<[number, number, boolean]>([
  [1, 1, true],
  [2, 1, true],
  [4, 1, true],
  [4, 3, true],
  [4, 2, false],
  [1, 3, false],
  [8, 1, false],
])('whether %d is %d or below it: %s', (pid, ancestor, expected) => {
  expect(descends(pid, ancestor, PARENTS)).toBe(expected)
})

test.runIf(process.platform === 'linux')('a process holds more than nothing, and nobody holds nothing', async () => {
  expect(await megabytesOfTree(process.pid)).toBeGreaterThan(1)
  await expect(megabytesOfTree(2 ** 30)).rejects.toMatchObject({ name: 'NotRun' })
})
