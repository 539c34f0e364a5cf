import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { readinessOf } from '../../src/daemon/health.ts'
import type { Database } from '../../src/database/database.ts'

const RIGHT = { skewSeconds: 0, steppedSeconds: 0, clockSeconds: 120 }
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
    ...{
      database: {} as Database,
      spool: GOOD,
      queues: null,
      books: () => null,
      diskReserveBytes: () => 0,
      clock: () => RIGHT,
    },
    ...{ folders: { problems: () => problems }, answers: null },
  })
  expect(await check?.()).toEqual({ state: 'up' })
  problems.push('One is away.', 'Another hangs.')
  expect(await check?.()).toEqual({ state: 'degraded', detail: 'One is away. Another hangs.' })
})

// biome-ignore format: a table
test.each([
  ['a clock that differs by as much as it may',  { skewSeconds: -120 },     { state: 'up' }],
  ['a clock that is ahead by more (case T1)',    { skewSeconds: 121 },      { state: 'degraded', detail: "the machine's clock differs from the database's by 121 s; correct the clocks" }],
  ['a clock that is behind by more',             { skewSeconds: -600 },     { state: 'degraded', detail: "the machine's clock differs from the database's by -600 s; correct the clocks" }],
  ['a step of the clock that all go by',         { steppedSeconds: 86_400 },{ state: 'degraded', detail: "the database's clock stepped by 86400 s; correct it if it is wrong" }],
])('rule 32.3 tells %s', async (_, clock, health) => {
  const { clock: check } = readinessOf({
    ...{ database: {} as Database, spool: GOOD, queues: null, folders: null, answers: null, books: () => null },
    ...{ diskReserveBytes: () => 0, clock: () => ({ ...RIGHT, ...clock }) },
  })
  expect(await check?.()).toEqual(health)
})

function spoolCheck(spool: typeof GOOD) {
  const { spool: check } = readinessOf({
    ...{
      database: {} as Database,
      spool,
      queues: null,
      folders: null,
      answers: null,
      books: () => null,
      clock: () => RIGHT,
    },
    diskReserveBytes: () => 100,
  })
  if (!check) throw new TypeError('nobody looks at the spool')
  return check
}
