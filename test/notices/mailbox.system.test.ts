import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import {
  countUnread,
  deleteNotices,
  forgetExpiredNotices,
  type MailboxView,
  markRead,
  noticesOf,
} from '../../src/notices/mailbox.ts'
import { type NewNotice, postNotices } from '../../src/notices/post.ts'
import { enrolled, enterpriseNumber } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { addAccount } from './fixtures.ts'

const [MINE, OTHER] = [enterpriseNumber(1), enterpriseNumber(2)]
const ALL: MailboxView = { enterpriseNumber: MINE, scopes: null }
const DAYS = 180

let database: Database
let accountId = ''
beforeAll(async () => {
  database = await testDatabase()
  for (const number of [MINE, OTHER]) await enrolled(database, { enterpriseNumber: number })
  accountId = await addAccount(database, 'an@example.be')
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => sql`delete from notice`.execute(database.queries))

test('the newest come first, page by page, with what they tell', async () => {
  await post({ source: 'a', age: 3 }, { source: 'b', age: 1, detail: { type: 'sftp' } }, { source: 'c', age: 2 })
  const [newest, ...more] = await noticesOf(database.queries, { ...ALL, limit: 2 })
  expect(newest).toEqual({
    noticeId: expect.any(String),
    ...{ qualityCode: 'QUAL_EMP_NOSS', service: null, kind: 'channelActivated', detail: { type: 'sftp' } },
    ...{ createdAt: expect.any(Date), expiresAt: expect.any(Date), readAt: null },
  })
  expect(Number(newest?.expiresAt) - Number(newest?.createdAt)).toBe(DAYS * 86_400_000)
  const before = more.at(-1)?.noticeId ?? ''
  expect([await sources([...more.map(({ noticeId }) => noticeId)]), await shown(ALL, before)]).toEqual([['c'], ['a']])
})

const QUALITIES: NewParts[] = [
  { source: 'enterprise', qualityCode: null },
  { source: 'noss' },
  { source: 'noss-dmfa', service: 'DMFA' },
  { source: 'noss-dimn', service: 'DIMN' },
  { source: 'ssc', qualityCode: 'QUAL_SSC' },
  { source: 'ssc-dmfa', qualityCode: 'QUAL_SSC', service: 'DMFA' },
  { source: 'foreign', enterpriseNumber: OTHER },
]

test.each<[string, MailboxView['scopes'], string[]]>([
  ['of the whole enterprise everything of it', null, QUALITIES.slice(0, -1).map(({ source }) => source)],
  ['of one quality what is about it', [{ qualityCode: 'QUAL_SSC', services: null }], ['ssc', 'ssc-dmfa']],
  ['with a grant what is about the service', [{ qualityCode: 'QUAL_EMP_NOSS', services: ['DMFA'] }], ['noss-dmfa']],
  [
    'with grants in two qualities not the grant of one in the other',
    [
      { qualityCode: 'QUAL_EMP_NOSS', services: ['DIMN'] },
      { qualityCode: 'QUAL_SSC', services: ['DMFA'] },
    ],
    ['noss-dimn', 'ssc-dmfa'],
  ],
  ['without any grant nothing', [{ qualityCode: 'QUAL_EMP_NOSS', services: [] }], []],
  ['without any scope nothing', [], []],
])('somebody sees %s', async (_, scopes, expected) => {
  await post(...QUALITIES)
  const view = { enterpriseNumber: MINE, scopes }
  expect((await shown(view)).sort()).toEqual([...expected].sort())
  expect(await countUnread(database.queries, view)).toBe(expected.length)
})

test('only what is in view is marked or deleted, and each once', async () => {
  await post(...QUALITIES)
  const everything = await database.queries.selectFrom('notice').select('notice_id').execute()
  const noticeIds = everything.map(({ notice_id }) => notice_id)
  const view: MailboxView = { enterpriseNumber: MINE, scopes: [{ qualityCode: 'QUAL_SSC', services: null }] }
  await database.transaction(async (tx) => {
    expect(await markRead(tx, view, { noticeIds, accountId })).toBe(2)
    expect(await markRead(tx, view, { noticeIds, accountId })).toBe(0)
    expect(await markRead(tx, view, { noticeIds: [], accountId })).toBe(0)
    const inView = await noticesOf(tx, { ...view, limit: 100 })
    const deleted = await deleteNotices(tx, view, noticeIds)
    expect(deleted.toSorted(byId)).toEqual(inView.map(({ noticeId, kind }) => ({ noticeId, kind })).toSorted(byId))
    expect(deleted).toHaveLength(2)
    expect(await deleteNotices(tx, view, noticeIds)).toEqual([])
  })
  expect((await shown(ALL)).sort()).toEqual(['enterprise', 'noss', 'noss-dimn', 'noss-dmfa'])
  expect(await countUnread(database.queries, ALL)).toBe(4)
  expect(await shown({ enterpriseNumber: OTHER, scopes: null })).toEqual(['foreign'])
})

test('the same event is told once, and what is over is shown no more, then forgotten', async () => {
  await post({ source: 'a' }, { source: 'over', age: DAYS * 1440 + 1 })
  await post({ source: 'a', detail: { again: true } })
  expect(await shown(ALL)).toEqual(['a'])
  expect(await forgetExpiredNotices(database.queries)).toBe(1)
  expect(await database.queries.selectFrom('notice').select('source').execute()).toEqual([{ source: 'a' }])
})

function byId(one: { readonly noticeId: string }, other: { readonly noticeId: string }): number {
  return one.noticeId < other.noticeId ? -1 : 1
}

type NewParts = Partial<NewNotice> & {
  readonly source: string
  /** Minutes. */
  readonly age?: number
}

async function post(...notices: readonly NewParts[]): Promise<void> {
  const kind = 'channelActivated' as const
  const plain = { enterpriseNumber: MINE, qualityCode: 'QUAL_EMP_NOSS', service: null, kind, detail: {} }
  const all = notices.map(({ age = 0, ...parts }) => ({ ...plain, at: new Date(Date.now() - age * 60_000), ...parts }))
  await database.transaction((tx) => postNotices(tx, all, DAYS))
}

async function shown(view: MailboxView, before?: string): Promise<string[]> {
  const notices = await noticesOf(database.queries, { ...view, limit: 100, ...(before && { before }) })
  return sources(notices.map(({ noticeId }) => noticeId))
}

async function sources(noticeIds: readonly string[]): Promise<string[]> {
  const rows = await database.queries.selectFrom('notice').select(['notice_id', 'source']).execute()
  return noticeIds.map((id) => rows.find(({ notice_id }) => notice_id === id)?.source ?? '')
}
