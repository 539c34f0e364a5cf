import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { openQueues } from '../../src/queues/queues.ts'
import { testDatabase } from '../support/test-database.ts'
import { FAST, hearing, queuesSuite } from './suite.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

async function open(workersMax = 5) {
  await statement('drop schema if exists bullmq cascade')
  return openQueues({ url: '', password: null, connection: database.connection, workersMax, log: silentLog })
}

async function statement(text: string) {
  const client = new pg.Client(database.connection)
  await client.connect()
  await client.query(text).finally(() => client.end())
}

queuesSuite(open)

test('twenty-five workers share the pool and all hear', async () => {
  await using queues = await open(25)
  const heard = hearing(25)
  const workers = Array.from({ length: 25 }, (_, n) => queues.work(`S${n + 1}`, FAST, heard.run))
  for (let n = 1; n <= 25; n += 1) await queues.enqueue(`S${n}`, { id: `d-${n}-S${n}-1`, priority: 1 })
  expect(new Set(await heard.all).size).toBe(25)
  await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()))
})

test('a lost schema makes enqueue fail as unavailable, and it heals when the queues are opened again', async () => {
  await using queues = await open()
  await statement('drop schema bullmq cascade')
  await expect(queues.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })).rejects.toThrow(Unavailable)
  await using again = await open()
  await again.enqueue('DMFA', { id: 'd-1-DMFA-1', priority: 1 })
  expect(await again.counts('DMFA')).toEqual({ waiting: 1, active: 0 })
})

test('a database that is away makes opening fail as unavailable', async () => {
  const connection = { ...database.connection, host: '/nowhere' }
  await expect(openQueues({ url: '', password: null, connection, workersMax: 1, log: silentLog })).rejects.toThrow(
    Unavailable,
  )
})
