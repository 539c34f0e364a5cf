import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../src/base/hashes.ts'
import type { Database } from '../../src/database/database.ts'
import { readAudit, writeAudit } from '../../src/registry/audit.ts'
import { chainAudit, verifyAudit } from '../../src/registry/audit-chain.ts'
import { lockAuditChain } from '../../src/registry/locks.ts'
import { testDatabase } from '../support/test-database.ts'
import { gate } from './fixtures.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database[Symbol.asyncDispose]())

const entry = (subject: string) => ({
  actor: 'operator:test',
  action: 'test.done',
  subject,
  detail: { after: { n: 1, ä: 'é' } },
})

async function write(...subjects: string[]): Promise<void> {
  for (const subject of subjects) await database.transaction((tx) => writeAudit(tx, entry(subject)))
}

// Holds rule 13.2.
describe('the audit is append-only (decision 29)', () => {
  test.each([
    ['a change', sql`update audit set actor = 'nobody'`],
    ['a change of a chained hash', sql`update audit set hash = ${'0'.repeat(64)}`],
    [
      'a change under cover of chaining',
      sql`update audit set chain_no = 1, hash = 'x', reason = 'other' where chain_no is null`,
    ],
    ['a deletion', sql`delete from audit`],
    ['emptying', sql`truncate audit`],
  ])('%s is refused by the table', async (_, statement) => {
    await write('sender:1', 'sender:2')
    await expect(statement.execute(database.queries)).rejects.toThrow('append-only')
  })

  // Holds rule 13.1.
  test('an entry exists if and only if its transaction commits', async () => {
    const failed = database.transaction(async (tx) => {
      await writeAudit(tx, entry('sender:1'))
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    expect(await readAudit(database.queries, { limit: 10 })).toEqual([])
  })

  test('it is read newest first, by subject and in pages', async () => {
    await write('sender:1', 'sender:2', 'sender:1', 'sender:1')
    const [newest] = await readAudit(database.queries, { subject: 'sender:1', limit: 1 })
    const older = await readAudit(database.queries, { subject: 'sender:1', before: newest?.auditNo ?? 0, limit: 10 })
    expect(older.map(({ subject, chainNo, detail }) => ({ subject, chainNo, detail }))).toEqual(
      [1, 2].map(() => ({ subject: 'sender:1', chainNo: null, detail: { after: { n: 1, ä: 'é' } } })),
    )
    expect(older.every(({ auditNo }) => auditNo < (newest?.auditNo ?? 0))).toBe(true)
  })
})

describe('the chain (decision 29, case O8)', () => {
  test('holds what was committed, and reports what waits', async () => {
    expect(await verifyAudit(database.queries)).toEqual({
      chained: 0,
      head: null,
      firstBreak: null,
      unchained: { entries: 0, since: null },
    })
    await write('a', 'b', 'c')
    expect(await chainAudit(database)).toBe(3)
    await write('d')
    expect(await verifyAudit(database.queries)).toEqual({
      chained: 3,
      head: { chainNo: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      firstBreak: null,
      unchained: { entries: 1, since: expect.any(Date) },
    })
  })

  test('is in the order of commits: an entry that was written first and committed last comes last', async () => {
    const written = gate()
    const chained = gate()
    const slow = database.transaction(async (tx) => {
      await writeAudit(tx, entry('slow'))
      written.open()
      await chained.passed
    })
    await written.passed
    await write('fast')
    expect(await chainAudit(database)).toBe(1)
    chained.open()
    await slow
    expect(await chainAudit(database)).toBe(1)
    const rows = await database.queries.selectFrom('audit').select('subject').orderBy('chain_no').execute()
    expect(rows.map(({ subject }) => subject)).toEqual(['fast', 'slow'])
    expect(await verifyAudit(database.queries)).toMatchObject({ chained: 2, firstBreak: null })
  })

  test('is the same whoever chains, and several at once do no harm', async () => {
    await write(...Array.from({ length: 30 }, (_, n) => `s${n}`))
    const counts = await Promise.all(Array.from({ length: 4 }, () => chainAudit(database)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30)
    expect(await verifyAudit(database.queries)).toMatchObject({ chained: 30, firstBreak: null })
  })

  test('is left alone while another process is at it', async () => {
    await write('a')
    await database.transaction(async (tx) => {
      expect(await lockAuditChain(tx)).toBe(true)
      expect(await chainAudit(database)).toBe(0)
    })
    expect(await chainAudit(database)).toBe(1)
  })

  test('shows an entry put in place of another with a hash of its own: the next one covers the old', async () => {
    await write('a', 'b', 'c')
    await chainAudit(database)
    await byHand(sql`update audit set actor = 'x' where chain_no = 2`)
    const forged = await hashOf(2)
    await byHand(sql`update audit set hash = ${forged} where chain_no = 2`)
    expect(await verifyAudit(database.queries)).toMatchObject({
      chained: 2,
      firstBreak: { chainNo: 3, why: 'changed' },
    })
  })

  test('goes over more than one page', async () => {
    await sql`insert into audit (actor, action, subject) select 'a', 'b', 'c' from generate_series(1, 2500)`.execute(
      database.queries,
    )
    expect(await chainAudit(database)).toBe(2500)
    expect(await verifyAudit(database.queries)).toMatchObject({
      chained: 2500,
      firstBreak: null,
      unchained: { entries: 0 },
    })
  })

  test.each([
    ['actor', sql`update audit set actor = 'x' where chain_no = 3`, 3, 'changed'],
    [
      'time, by a microsecond',
      sql`update audit set at = at + interval '1 microsecond' where chain_no = 3`,
      3,
      'changed',
    ],
    ['action', sql`update audit set action = 'x' where chain_no = 3`, 3, 'changed'],
    ['subject', sql`update audit set subject = 'x' where chain_no = 3`, 3, 'changed'],
    ['reason', sql`update audit set reason = '' where chain_no = 3`, 3, 'changed'],
    ['detail', sql`update audit set detail = '{"after":{"n":2}}' where chain_no = 3`, 3, 'changed'],
    ['hash', sql`update audit set hash = repeat('0', 64) where chain_no = 3`, 3, 'changed'],
    ['existence', sql`delete from audit where chain_no = 3`, 3, 'missing'],
    ['existence, as the first', sql`delete from audit where chain_no = 1`, 1, 'missing'],
    ['place', sql`update audit set chain_no = 7 - chain_no + 1000 where chain_no in (3, 4)`, 3, 'missing'],
  ])('shows a change by hand of an entry’s %s', async (_, statement, chainNo, why) => {
    await write('a', 'b', 'c', 'd', 'e')
    await chainAudit(database)
    await byHand(statement)
    expect(await verifyAudit(database.queries)).toMatchObject({ chained: chainNo - 1, firstBreak: { chainNo, why } })
  })

  test('cut off at its end still shows to whoever wrote its head down', async () => {
    await write('a', 'b', 'c')
    await chainAudit(database)
    const { head } = await verifyAudit(database.queries)
    await byHand(sql`delete from audit where chain_no = 3`)
    const after = await verifyAudit(database.queries)
    expect(after.firstBreak).toBeNull()
    expect(after.head).not.toEqual(head)
  })
})

/** The hash that an entry ought to have after the one before it, by the rule and not by the code under test. */
async function hashOf(chainNo: number): Promise<string> {
  const rows = await database.queries
    .selectFrom('audit')
    .selectAll()
    .where('chain_no', '<=', chainNo)
    .orderBy('chain_no')
    .execute()
  const at = await sql<{ at: string }>`
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from audit where chain_no = ${chainNo}
  `.execute(database.queries)
  const [previous, row] = rows.slice(-2)
  const { audit_no: auditNo, actor, action, subject, reason, detail } = row ?? {}
  const covered = {
    chainNo,
    previous: previous?.hash,
    auditNo,
    at: at.rows[0]?.at,
    actor,
    action,
    subject,
    reason,
    detail,
  }
  return sha256(canonicalJson(covered))
}

/** As a superuser could: past the trigger. */
async function byHand(statement: ReturnType<typeof sql>): Promise<void> {
  await sql`alter table audit disable trigger user`.execute(database.queries)
  await statement.execute(database.queries)
  await sql`alter table audit enable trigger user`.execute(database.queries)
}
