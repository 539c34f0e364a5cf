import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { deleteNotices, markRead, noticesOf } from '../../src/notices/mailbox.ts'
import { announceNightly } from '../../src/notices/nightly.ts'
import { postNotices } from '../../src/notices/post.ts'
import { enrolled, enterpriseNumber } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { addAccount, BOX, queued } from './fixtures.ts'

const [MINE, OTHER, SILENT] = [enterpriseNumber(1), enterpriseNumber(2), enterpriseNumber(3)]
/** Three o'clock in Brussels, in a winter to come. */
const NIGHT = new Date('2027-01-15T02:00:00Z')
const DAY = 86_400_000

let database: Database
beforeEach(async () => {
  database = await testDatabase()
  for (const number of [MINE, OTHER, SILENT]) await enrolled(database, { enterpriseNumber: number, language: 'de' })
  for (const number of [MINE, OTHER]) await setAddress(number, `info@${number}.example`)
})
afterEach(() => database[Symbol.asyncDispose]())

// Holds rule 13.4.
test('an enterprise gets one e-mail a night, which says how many and nothing else', async () => {
  await post(MINE, 'a', 'b', 'c')
  await post(OTHER, 'd')
  await post(SILENT, 'e')
  expect(await night(0)).toBe(2)
  expect(await night(0.25)).toBe(0)
  expect(await queued(database)).toEqual(
    [
      { to: `info@${MINE}.example`, values: { count: '3' } },
      { to: `info@${OTHER}.example`, values: { count: '1' } },
    ].map((message) => ({ medium: 'mail', template: 'notices.waiting', language: 'de', ...message })),
  )
})

test('what was announced is not announced again, and what came since is', async () => {
  await post(MINE, 'a')
  expect(await night(0)).toBe(1)
  expect(await night(1)).toBe(0)
  await post(MINE, 'b')
  expect(await night(2)).toBe(1)
  expect((await queued(database)).map(({ values }) => values.count)).toEqual(['1', '1'])
})

test('nothing is said of what was read or deleted meanwhile', async () => {
  await post(MINE, 'a', 'b')
  const accountId = await addAccount(database, null)
  const view = { enterpriseNumber: MINE, scopes: null }
  const [one, other] = await noticesOf(database.queries, { ...view, limit: 2 })
  await database.transaction(async (tx) => {
    await markRead(tx, view, { noticeIds: [one?.noticeId ?? ''], accountId })
    await deleteNotices(tx, view, [other?.noticeId ?? ''])
  })
  expect(await night(0)).toBe(0)
})

test('a notice that nobody reads is announced once more in its last week', async () => {
  await post(MINE, 'a')
  const nights = []
  for (const day of [0, 1, 22, 23, 24, 25, 29, 30, 31]) nights.push([day, await night(day)])
  expect(nights.filter(([, mails]) => mails === 1).map(([day]) => day)).toEqual([0, 24])
})

test('several processes at once send one each, over several pages', async () => {
  const numbers = Array.from({ length: 130 }, (_, n) => enterpriseNumber(100 + n))
  for (const number of numbers) {
    await enrolled(database, { enterpriseNumber: number })
    await setAddress(number, 'info@example.be')
    await post(number, number)
  }
  const counts = await Promise.all([night(0), night(0), night(0)])
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(130)
  expect(await queued(database)).toHaveLength(130)
})

test('a process that dies leaves the night to the next one', async () => {
  await post(MINE, 'a')
  const dies: Pick<Database, 'transaction'> = {
    transaction: (work) =>
      database.transaction(async (tx) => {
        await work(tx)
        throw new Error('killed')
      }),
  }
  await expect(announceNightly(dies, { box: BOX, noticeHour: 2, now: NIGHT })).rejects.toThrow('killed')
  expect(await night(0)).toBe(1)
})

function night(days: number): Promise<number> {
  return announceNightly(database, { box: BOX, noticeHour: 2, now: new Date(NIGHT.getTime() + days * DAY) })
}

/** Notices of the evening before, which stay for 31 days. */
async function post(number: string, ...sources: readonly string[]): Promise<void> {
  const plain = { enterpriseNumber: number, qualityCode: null, service: null, kind: 'enterpriseActivated' as const }
  const at = new Date(NIGHT.getTime() - DAY / 4)
  await database.transaction((tx) =>
    postNotices(
      tx,
      sources.map((source) => ({ ...plain, detail: {}, source, at })),
      31,
    ),
  )
}

async function setAddress(number: string, address: string): Promise<void> {
  await database.queries
    .updateTable('enterprise')
    .set({ notification_email: address })
    .where('enterprise_number', '=', number)
    .execute()
}
