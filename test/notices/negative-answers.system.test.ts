import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Verdict } from '../../src/batch/facts.ts'
import type { Database } from '../../src/database/database.ts'
import { rejectedVerdictsAfter } from '../../src/ledger/rejected-verdicts.ts'
import { postNegativeAnswers } from '../../src/notices/negative-answers.ts'
import { judgedIn, REJECTED } from '../ledger/judged.ts'
import { enrolled, enterpriseNumber } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { noticesIn } from './fixtures.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database[Symbol.asyncDispose]())

test('the enterprise is told which set and which codes, for those who are granted its service, once', async () => {
  const { senderNumber } = await enrolled(database)
  const submissionId = await judged(REJECTED, senderNumber)
  await Promise.all([post(), post(), post()])
  await post()
  expect(await noticesIn(database, enterpriseNumber())).toEqual([
    {
      ...{ kind: 'transferNegativeAcknowledgement', quality_code: 'QUAL_EMP_NOSS', service: 'DMFA' },
      detail: { senderNumber, submissionId, setKey: REJECTED.setKey, codes: [125, 184] },
      source: `verdict:${submissionId}`,
    },
  ])
})

test('a set without a key is about no service, and a sender that nobody registered is passed', async () => {
  const { senderNumber } = await enrolled(database)
  const { setKey: _, ...keyless } = REJECTED
  await judged(REJECTED, '999998')
  const submissionId = await judged(keyless, senderNumber)
  expect(await post()).toBe(2)
  expect(await post()).toBe(0)
  expect(await noticesIn(database, enterpriseNumber())).toMatchObject([
    { service: null, detail: { senderNumber, submissionId, codes: [125, 184] } },
  ])
})

test('more than a page at once are all told', async () => {
  const { senderNumber } = await enrolled(database)
  await database.transaction(async (tx) => {
    for (let n = 0; n < 410; n += 1) await judgedIn(tx, REJECTED, senderNumber)
  })
  expect(await post()).toBe(410)
  expect(await noticesIn(database, enterpriseNumber())).toHaveLength(410)
})

/** Without the margin of the clock: the transactions of a test are seen at once. */
function post(): Promise<number> {
  return postNegativeAnswers(database, {
    rejectedSince: (queries, position, limit) => rejectedVerdictsAfter(queries, position, limit, 0),
    noticeDays: 180,
  })
}

function judged(verdict: Verdict, sender: string): Promise<string> {
  return database.transaction((tx) => judgedIn(tx, verdict, sender))
}
