import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { readinessOf } from '../../src/daemon/health.ts'
import type { Database } from '../../src/database/database.ts'

const GOOD = { assertWritable: async () => {}, freeBytes: async () => 100, isSuspect: false }

// biome-ignore format: a table
test.each([
  ['room enough',                   GOOD,                                     { state: 'up' }],
  ['below the reserve (case D3)',   { ...GOOD, freeBytes: async () => 99 },   {
    state: 'degraded',
    detail: 'only 99 bytes are free, less than limits.diskReserveBytes: uploads are refused; make room',
  }],
  ['after a failed fsync (case D4)', { ...GOOD, isSuspect: true },            {
    state: 'degraded',
    detail: 'a write to the disk failed; look at the disk, then restart',
  }],
])('the spool is told as it is: %s', async (_, spool, health) => {
  expect(await spoolCheck(spool)()).toEqual(health)
})

test('a spool that cannot be written counts as down, with the reason (case D6)', async () => {
  const spool = { ...GOOD, assertWritable: () => Promise.reject(new Unavailable('The spool is read-only (EROFS).')) }
  await expect(spoolCheck(spool)()).rejects.toThrow('The spool is read-only (EROFS).')
})

test('watched folders that need a person are told, and never count as down', async () => {
  const problems: string[] = []
  const { folders: check } = readinessOf({
    ...{ database: {} as Database, spool: GOOD, queues: null, books: () => null, diskReserveBytes: () => 0 },
    ...{ folders: { problems: () => problems }, answers: null },
  })
  expect(await check?.()).toEqual({ state: 'up' })
  problems.push('One is away.', 'Another hangs.')
  expect(await check?.()).toEqual({ state: 'degraded', detail: 'One is away. Another hangs.' })
})

function spoolCheck(spool: typeof GOOD) {
  const { spool: check } = readinessOf({
    ...{ database: {} as Database, spool, queues: null, folders: null, answers: null, books: () => null },
    diskReserveBytes: () => 100,
  })
  if (!check) throw new TypeError('nobody looks at the spool')
  return check
}
