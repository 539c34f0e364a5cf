import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/batch/facts.ts'
import type { Database, Queries } from '../../src/database/database.ts'
import { rejectedVerdictsAfter } from '../../src/ledger/rejected-verdicts.ts'
import { gate } from '../registry/fixtures.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'
import { judgedIn, REJECTED } from './judged.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database[Symbol.asyncDispose]())

/** Without the margin: the tests' transactions are seen at once. */
const rejected = (position = '', limit = 100, queries: Queries = database.queries) =>
  rejectedVerdictsAfter(queries, position, limit, 0)

describe('rejected sets', () => {
  test('are read with their codes, once each, and their key', async () => {
    const submissionId = await judged(REJECTED)
    expect(await rejected()).toEqual([
      {
        ...{ submissionId, senderNumber: '123456', setKey: REJECTED.setKey, codes: [125, 184] },
        judgedAt: new Date(REJECTED.judgedAt),
        position: expect.stringMatching(new RegExp(`^\\d{4}-.*\\.\\d{6}Z/${submissionId}$`)),
      },
    ])
  })

  test('without a key have none, and what was accepted or is answered to nobody is not among them', async () => {
    const { setKey: _, ...keyless } = REJECTED
    await judged({ ...REJECTED, outcome: 'accepted', reasons: [] })
    await judged({ ...REJECTED, answer: null })
    const submissionId = await judged(keyless)
    expect(await rejected()).toMatchObject([{ submissionId, setKey: null }])
  })

  test('are read on from a position, in pages, each once, also those of one instant', async () => {
    const ids = await database.transaction(async (tx) => {
      const all: string[] = []
      for (let n = 0; n < 7; n += 1) all.push(await judgedIn(tx, REJECTED))
      return all
    })
    const seen: string[] = []
    for (let position = ''; ; ) {
      const page = await rejected(position, 3)
      seen.push(...page.map(({ submissionId }) => submissionId))
      const last = page.at(-1)
      if (!last) break
      position = last.position
    }
    expect(seen).toEqual([...ids].sort())
  })

  test('begin, for a new reader, with those of the latest day', async () => {
    const [old, young] = [await judged(REJECTED), await judged(REJECTED)]
    await byHand(sql`update fact set at = at - interval '25 hours' where submission_id = ${old}`)
    expect((await rejected()).map(({ submissionId }) => submissionId)).toEqual([young])
  })

  test('that become visible late are not passed: the reader waits for the transaction that is open', async () => {
    const written = gate()
    const read = gate()
    let early = ''
    const slow = database.transaction(async (tx) => {
      early = await judgedIn(tx, REJECTED)
      written.open()
      await read.passed
    })
    await written.passed
    const late = await judged(REJECTED)
    const meanwhile = await rejected()
    read.open()
    await slow
    expect(meanwhile).toEqual([])
    expect((await rejected()).map(({ submissionId }) => submissionId)).toEqual([early, late])
  })

  test('are not held up by a transaction of another program', async () => {
    const submissionId = await database.transaction(async (tx) => {
      await sql`set local application_name = 'pg_dump'`.execute(tx)
      const id = await judged(REJECTED)
      expect((await rejected()).map((set) => set.submissionId)).toEqual([id])
      return id
    })
    expect(await rejected()).toMatchObject([{ submissionId }])
  })

  test('are read without reading the others', async () => {
    await judged(REJECTED)
    const [{ position } = { position: '' }] = await rejected()
    await sql`with s as (
        insert into submission (submission_id, sender_number, environment, raw_key, routable)
        select gen_random_uuid(), '123456', 'R', 'IN/' || n, true from generate_series(1, 3000) n returning submission_id
      ) insert into fact (submission_id, kind, body, at)
        select submission_id, 'verdict', ${JSON.stringify(REJECTED)}::jsonb, now() - interval '2 days' from s`.execute(
      database.queries,
    )
    await sql`analyze`.execute(database.queries)
    const { rows } = await rowsRead(database, (queries) => rejected(position, 100, queries))
    expect(rows).toBeLessThan(100)
  })
})

function judged(verdict: Verdict): Promise<string> {
  return database.transaction((tx) => judgedIn(tx, verdict))
}

/** As a superuser could: past the trigger. */
async function byHand(statement: ReturnType<typeof sql>): Promise<void> {
  await sql`alter table fact disable trigger user`.execute(database.queries)
  await statement.execute(database.queries)
  await sql`alter table fact enable trigger user`.execute(database.queries)
}
