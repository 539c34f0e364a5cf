import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Database } from '../../src/database/database.ts'
import { listMembers, listWaiting, type MemberPlace } from '../../src/ledger/in-listing.ts'
import { rowsRead } from '../support/rows-read.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  await sql`truncate submission, received_file cascade`.execute(database.queries)
})

const VIEW = { sender: '123456', environment: 'R', ghostSeconds: 10 } as const
const START: MemberPlace = { rawKey: '', name: '' }
const PAGE = 10

describe('members', () => {
  test('pages follow each other through open sets and ghosts, set by set; nothing else is shown', async () => {
    await sets('open', 'IN/DMFA.123456.20261123', 12)
    await sets('ghost', 'IN/DMFA.123456.20261122', 4)
    await sets('ghost', 'unroutable', 1)
    await sets('sealed', 'IN/DMFA.123456.20261121', 3)
    await sets('open', 'INTEST/DMFA.123456.20261123', 3, { environment: 'T' })
    await sets('open', 'IN/DMFA.123456.20261123', 3, { sender: '654321' })
    const shown = await allPages()
    const expected = [
      ...Array.from({ length: 4 }, (_, index) => `IN/DMFA.123456.20261122.0000${index + 1}.R`),
      ...Array.from({ length: 12 }, (_, index) => `IN/DMFA.123456.20261123.${String(index + 1).padStart(5, '0')}.R`),
      'unroutable.00001.R',
    ]
    expect(shown.map(({ rawKey, name }) => `${rawKey} ${name}`)).toEqual(
      expected.flatMap((key) => [`${key} FI`, `${key} FS`]),
    )
  })

  test('a name that is a ghost twice, or a ghost and open, is shown once, as it is now', async () => {
    await sets('ghost', 'IN/DMFA.123456.20261122', 1, { bytes: 1, receivedSecondsAgo: 9 })
    await sets('ghost', 'IN/DMFA.123456.20261122', 1, { bytes: 2, receivedSecondsAgo: 5 })
    await sets('ghost', 'IN/DMFA.123456.20261123', 1, { bytes: 3 })
    await sets('open', 'IN/DMFA.123456.20261123', 1, { bytes: 4, receivedSecondsAgo: 5 })
    expect((await allPages()).map(({ bytes }) => bytes)).toEqual([2, 2, 4, 4])
  })

  test('a page reads its own sets and the ghosts, not all that is open and all that was', async () => {
    await sets('open', 'IN/DMFA.123456.20261123', 5000)
    await sets('ghost', 'IN/DMFA.123456.20261123', 10)
    await sets('sealed', 'IN/DMFA.123456.20261121', 40_000, { marks: [] })
    await sql`update submission set closed_at = sealed_at where sealed_at < now() - interval '10 seconds'`.execute(
      database.queries,
    )
    await sql`vacuum analyze`.execute(database.queries)
    for (const after of [START, { rawKey: 'IN/DMFA.123456.20261123.02500.R', name: 'FI' }]) {
      const { value, rows } = await rowsRead(database, (queries) => listMembers(queries, VIEW, after, 1000))
      expect([value.length, rows < 4000, rows]).toEqual([1000, true, expect.anything()])
    }
  })
})

test('temporary names are listed in pages as well, each of which reads no more than it shows', async () => {
  await sql`
    insert into received_file (file_id, sender_number, environment, name, sha256, bytes, state, temporary, channel,
      principal, address, session, discarded_at)
    select gen_random_uuid(), '123456', 'R', lpad(index::text, 5, '0') || '.tmp', ${sha256('x')}, 1, 'received', true, 'sftp',
      's', '127.0.0.1', 'x', case when index % 2 = 0 then now() end
    from generate_series(1, 4000) as index`.execute(database.queries)
  await sql`analyze`.execute(database.queries)
  const { value, rows } = await rowsRead(database, (queries) => listWaiting(queries, VIEW, '00100.tmp', 3))
  expect([value.map(({ name }) => name), rows < 20]).toEqual([['00101.tmp', '00103.tmp', '00105.tmp'], true])
})

async function allPages() {
  const shown: Awaited<ReturnType<typeof listMembers>> = []
  for (let after = START; ; ) {
    const page = await listMembers(database.queries, VIEW, after, PAGE)
    shown.push(...page)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return shown
    after = last
  }
}

type Those = {
  readonly sender?: string
  readonly environment?: string
  readonly bytes?: number
  readonly receivedSecondsAgo?: number
  readonly marks?: readonly string[]
}

/** So many sets with files that are named by their marks alone. */
async function sets(
  state: 'open' | 'ghost' | 'sealed',
  prefix: string,
  count: number,
  { sender = '123456', environment = 'R', bytes = 1, receivedSecondsAgo = 0, marks = ['FI', 'FS'] }: Those = {},
): Promise<void> {
  const sealedSecondsAgo = { open: null, ghost: 5, sealed: 15 }[state]
  await sql`
    with made as (
      insert into submission (submission_id, sender_number, environment, raw_key, routable, sealed_at)
      select gen_random_uuid(), ${sender}, ${environment}, ${prefix} || '.' || lpad(index::text, 5, '0') || '.R', true,
        now() - make_interval(secs => ${sealedSecondsAgo}::int)
      from generate_series(1, ${count}::int) as index
      returning submission_id
    )
    insert into received_file (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel,
      principal, address, session, received_at)
    select gen_random_uuid(), submission_id, ${sender}, ${environment}, mark, ${sha256('x')}, ${bytes}, 'received', 'sftp',
      's', '127.0.0.1', 'x', now() - make_interval(secs => ${receivedSecondsAgo}::int)
    from made, unnest(${marks}::text[]) as mark`.execute(database.queries)
}
