import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { mayBegin } from '../../src/identity/sign-in/may-begin.ts'
import { loginOrigin } from '../../src/registry/login-origin.ts'
import { countFailure, forgetOldFailures, secondsToWait } from '../../src/registry/login-throttle.ts'
import { testDatabase } from '../support/test-database.ts'
import { depsOf, SIGN_IN } from './fixtures.ts'

const MOST = 3

let database: Database
beforeAll(async () => {
  database = await testDatabase(10)
})
afterAll(() => database[Symbol.asyncDispose]())

// Holds rule 11.23.
test('from one address so many ways are begun within ten minutes, whatever comes at once; others are not kept up', async () => {
  const origin = loginOrigin('192.0.2.1', null)
  const answers = await Promise.all(Array.from({ length: 3 * MOST }, () => begin(origin)))
  expect(answers.filter((answer) => answer === 'begun').length).toBe(MOST)
  expect(await begin(loginOrigin('192.0.2.2', null))).toBe('begun')
  await earlier(origin.key, 300)
  expect(await begin(origin)).toBe('some of 5 minutes')
  await earlier(origin.key, 301)
  expect(await begin(origin)).toBe('begun')
})

test('an IPv6 client is the whole of its subnet, and a configured network is not counted', async () => {
  const [one, other] = [loginOrigin('2001:db8::1', null), loginOrigin('2001:db8::2', null)]
  const answers = []
  for (const origin of [one, other, one, other]) answers.push(await begin(origin))
  expect(answers).toEqual(['begun', 'begun', 'begun', 'some of 10 minutes'])
  const network = []
  for (let count = 0; count <= MOST; count++) network.push(await begin(loginOrigin('192.0.2.3', 'publilink')))
  expect(network).toEqual(Array.from({ length: MOST + 1 }, () => 'begun'))
})

test('what waits there does not keep passwords waiting, and is forgotten with the failures', async () => {
  const origin = loginOrigin('192.0.2.4', null)
  for (let count = 0; count <= MOST; count++) await begin(origin)
  const failure = { account: 'person:x', origin, fault: 'badPassword' } as const
  await database.transaction((tx) => countFailure(tx, failure, { ...SIGN_IN.throttle, perAddress: MOST }))
  expect(await secondsToWait(database.queries, 'person:x', origin)).toBe(0)
  await earlier(origin.key, 1801)
  await forgetOldFailures(database.queries, [SIGN_IN.throttle])
  const rows = await database.queries
    .selectFrom('login_throttle')
    .select('origin')
    .where('origin', '=', origin.key)
    .execute()
  expect(rows).toEqual([])
})

async function begin(origin: ReturnType<typeof loginOrigin>): Promise<string> {
  const may = await mayBegin(depsOf(database, { begunPerAddress: MOST }), { origin })
  if (may.ok) return 'begun'
  return `some of ${Math.ceil(Number(may.problem.told?.values?.seconds) / 60)} minutes`
}

/** What only time can do. */
async function earlier(origin: string, seconds: number): Promise<void> {
  await sql`update login_throttle set first_failure_at = first_failure_at - make_interval(secs => ${seconds})
    where origin = ${origin}`.execute(database.queries)
}
