/** The points that are passed between calls; that a whole gateway passes them is seen in `test/gateway/failpoints.wide.test.ts`. */
import { expect, test } from 'vitest'
import { Failpoints } from '../../src/base/failpoints.ts'
import type { Sha256 } from '../../src/base/hashes.ts'
import { instead } from '../../src/daemon/failpoints/instead.ts'
import { sweepPoints } from '../../src/daemon/failpoints/step-points.ts'
import type { Spool } from '../../src/spool/spool.ts'

class Counter {
  #count = 0
  readonly step = 2
  add(): number {
    this.#count += this.step
    return this.#count
  }
  twice(): number {
    this.add()
    return this.add()
  }
  get count(): number {
    return this.#count
  }
}

test('a thing with members of its own is otherwise the same', () => {
  const counter = new Counter()
  const other = instead(counter, { add: () => -1 })
  expect([other.add(), other.twice(), other.count, other.step, counter.add()]).toEqual([-1, 4, 4, 2, 6])
})

test('rule 30.1: P22 is passed behind the removal of a blob', async () => {
  const removed: string[] = []
  const spool = { remove: async (sha256: string) => void removed.push(sha256) } as unknown as Spool
  const failpoints = new Failpoints([{ point: 'P22', act: 'error', milliseconds: 0, nth: null }])
  failpoints.arm()
  await expect(sweepPoints(spool, failpoints).remove('aa' as Sha256)).rejects.toThrow('P22')
  expect(removed).toEqual(['aa'])
})

test('rule 30.1: where no failpoint is asked for, nothing stands between', () => {
  const spool = {} as Spool
  expect(sweepPoints(spool, undefined)).toBe(spool)
})
