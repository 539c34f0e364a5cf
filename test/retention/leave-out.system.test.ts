import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Database } from '../../src/database/database.ts'
import { repeatAnswer } from '../../src/ledger/answers/repeat-answer.ts'
import { candidatesAfter, releaseContents } from '../../src/ledger/retention/archive.ts'
import { endHold, placeHold } from '../../src/ledger/retention/holds.ts'
import { leavingSoon } from '../../src/ledger/retention/out-leaving.ts'
import { beginTask, endTask } from '../../src/ledger/retention/tasks.ts'
import { lookAtOut, type UnreadAnswers } from '../../src/pipeline/retention/leave-out.ts'
import { releaseArchive } from '../../src/pipeline/retention/release-archive.ts'
import { type PublishedAnswer, publishAnswer } from '../mailbox/answers.ts'
import { closeRig, listed, openNode, openRig, putAll, type Rig, SENDER } from '../mailbox/rig.ts'

afterAll(closeRig)

const RULES = { outDays: 60, noticeDays: [14, 3] }
const TIMES = { days: 100, daysOf: { DIMN: 10 } }

let rig: Rig
let told: UnreadAnswers[]
beforeEach(async () => {
  rig = await openRig()
  told = []
})
afterEach(() => rig[Symbol.asyncDispose]())

describe('rule 23.1: answers leave OUT', () => {
  test('unread ones after both notices, all files together, with event and audit', async () => {
    const { messageId } = await published(46)
    const looks = [await look(), await look()]
    await daysPass(rig.database, 11)
    looks.push(await look())
    await daysPass(rig.database, 3)
    looks.push(await look(), await look())
    expect(looks.map(({ told: notices, expired }) => [notices, expired])).toEqual([
      ...[
        [1, []],
        [0, []],
        [1, []],
      ],
      ...[
        [0, [{ environment: 'R', taken: false }]],
        [0, []],
      ],
    ])
    expect(told.map(({ days, answers, name }) => [days, answers, name])).toEqual([
      [14, 1, `FO.${messageId}`],
      [3, 1, `FO.${messageId}`],
      [0, 1, `FO.${messageId}`],
    ])
    expect([await listed(rig, 'OUT'), await events(rig.database), await expiredInAudit(rig.database)]).toEqual([
      [],
      ['answer.leavingTold', 'answer.leavingTold', 'answer.expired'],
      ['sender:123456'],
    ])
  })

  test('a gateway that stood still gives the notices before anything leaves', async () => {
    await published(200)
    const looks = [await look()]
    await daysPass(rig.database, 12)
    looks.push(await look())
    await daysPass(rig.database, 2)
    looks.push(await look())
    await daysPass(rig.database, 1)
    looks.push(await look())
    expect(looks.map(({ told: notices, expired }) => [notices, expired.length])).toEqual([
      [1, 0],
      [1, 0],
      [0, 0],
      [0, 1],
    ])
  })

  test('read ones, or ones whose FO was taken, leave without a notice', async () => {
    const read = await published(61)
    const taken = await published(61)
    await readWhole(read)
    await rig.mailbox.remove(SENDER, 'OUT', taken.fileName)
    const { expired } = await look()
    expect([expired.map((one) => one.taken), await listed(rig, 'OUT'), told]).toEqual([[true, true], [], []])
  })

  test('a page at a time, one notice for many answers of a sender', async () => {
    for (let index = 0; index < 4; index++) await published(50)
    const all = await lookAtOut({ database: rig.database, tell }, '', RULES, 100)
    expect([all.told, told.map(({ answers }) => answers)]).toEqual([4, [4]])
    await published(50)
    let position = ''
    let pages = 0
    do {
      position = (await lookAtOut({ database: rig.database, tell }, position, RULES, 4)).next
      pages++
    } while (position !== '')
    expect([pages, told.map(({ answers }) => answers)]).toEqual([4, [4, 1]])
  })

  test('the notes in STATUS know what leaves soon', async () => {
    const { fileName } = await published(50)
    const soon = await leavingSoon(rig.database.queries, '123456', { outDays: 60, days: 14, limit: 10 })
    expect(soon.map(({ name, environment }) => [name, environment])).toEqual([[fileName, 'R']])
  })
})

describe('rule 23.2: the first whole reading of an FO is noted', () => {
  test('once, whoever reads and in whatever order its parts come', async () => {
    const answer = await published(1)
    await readWhole(answer, [
      [5, 100],
      [0, 5],
    ])
    await readWhole(answer)
    expect([await events(rig.database), await fetchedCount(rig.database)]).toEqual([['answer.fetched'], 1])
  })

  test('not a reading of a part, nor of FS', async () => {
    const answer = await published(1)
    await readWhole(answer, [[0, 5]])
    await readWhole({ ...answer, fileName: answer.fileName.replace('FO', 'FS') })
    expect([await events(rig.database), await fetchedCount(rig.database)]).toEqual([[], 0])
  })
})

describe('rule 23.3: contents leave the archive', () => {
  test('of what ended long enough ago; names, digests and events stay', async () => {
    const { submissionId } = await ended('DMFA', 101)
    const { submissions, files, bytes } = await releaseArchive(rig.database, '', TIMES, 100)
    const name = `FI.DMFA.123456.20261123.00001.R.1.1`
    expect([submissions, files, bytes, await kept(submissionId), await events(rig.database)]).toEqual([
      ...[1, 1, name.length, []],
      ['contents.removed'],
    ])
    const row = await rig.database.queries.selectFrom('received_file').select(['name', 'sha256']).executeTakeFirst()
    expect(row).toEqual({ name, sha256: sha256(name) })
  })

  test('after the time of its service, where it has its own', async () => {
    await ended('DMFA', 11)
    await ended('DIMN', 11)
    const { submissions } = await releaseArchive(rig.database, '', TIMES, 100)
    expect(submissions).toBe(1)
  })

  test('an answer that was taken just now, and a second look, release nothing', async () => {
    const { submissionId } = await ended('DMFA', 101)
    await sql`insert into out_entry (name, sender_number, environment, submission_id, sha256, bytes, deleted_at)
      values ('FO.X', '123456', 'R', ${submissionId}, ${sha256('x')}, 1, now() - interval '99 days')`.execute(
      rig.database.queries,
    )
    const early = await releaseArchive(rig.database, '', TIMES, 100)
    await sql`update out_entry set deleted_at = deleted_at - interval '2 days'`.execute(rig.database.queries)
    const due = await releaseArchive(rig.database, '', TIMES, 100)
    const again = await releaseArchive(rig.database, '', TIMES, 100)
    expect([early.submissions, due.submissions, again.submissions]).toEqual([0, 1, 0])
  })
})

test('rule 23.3: who asks for an answer whose content left is told so', async () => {
  const { messageId, transferId } = await published(400)
  await sql`update submission set closed_at = now() - interval '400 days'`.execute(rig.database.queries)
  await sql`delete from claim`.execute(rig.database.queries)
  await sql`update out_entry set deleted_at = now() - interval '300 days'`.execute(rig.database.queries)
  const { messages } = rig.mailbox
  const before = [await messages.contentsRemovedAt('123456', messageId), await isOpened(messageId)]
  await releaseArchive(rig.database, '', TIMES, 100)
  const row = await rig.database.queries.selectFrom('submission').select('contents_removed_at as at').executeTakeFirst()
  expect([before, await isOpened(messageId), await messages.contentsRemovedAt('123456', messageId)]).toEqual([
    [null, true],
    false,
    row?.at,
  ])
  expect([transferId, (await messages.find('123456', messageId))?.fileName]).toEqual([transferId, `FO.${messageId}`])
})

describe('rule 23.4: what is not at its end is never touched', () => {
  test.each<[string, (id: string) => Promise<unknown>]>([
    [
      'open',
      (id) => sql`update submission set closed_at = null where submission_id = ${id}`.execute(rig.database.queries),
    ],
    [
      'parked',
      (id) => sql`update submission set parked_at = now() where submission_id = ${id}`.execute(rig.database.queries),
    ],
    [
      'under a claim',
      (id) => sql`insert into claim (submission_id, due_at) values (${id}, now())`.execute(rig.database.queries),
    ],
    ['not handed over', (id) => delivery(id, 'inDoubt')],
    ['parked with its service', (id) => delivery(id, 'parked')],
    [
      'answered in OUT',
      (id) =>
        sql`insert into out_entry (name, sender_number, environment, submission_id, sha256, bytes)
      values ('FO.X', '123456', 'R', ${id}, ${sha256('x')}, 1)`.execute(rig.database.queries),
    ],
    ['answered by a service, and not published', (id) => serviceAnswer(id)],
    ['owed an answer', (id) => refusedDelivery(id)],
    ['to be answered by the simulator', (id) => simulatedAnswer(id)],
    [
      'held',
      (id) =>
        rig.database.transaction((tx) => placeHold(tx, { submissionId: id }, { reason: 'a trial', actor: 'test' })),
    ],
    [
      'of a sender who is held',
      () => rig.database.transaction((tx) => placeHold(tx, { sender: '123456' }, { reason: 'a trial', actor: 'test' })),
    ],
  ])('%s', async (_, make) => {
    const { submissionId } = await ended('DMFA', 1000)
    await make(submissionId)
    const { submissions } = await releaseArchive(rig.database, '', TIMES, 100)
    expect([submissions, (await kept(submissionId)).length]).toEqual([0, 1])
  })

  test('until its hold ends; a hold that comes too late says so', async () => {
    const { submissionId } = await ended('DMFA', 1000)
    const hold = () =>
      rig.database.transaction((tx) => placeHold(tx, { submissionId }, { reason: 'a trial', actor: 'test' }))
    const end = () => rig.database.transaction((tx) => endHold(tx, { submissionId }))
    const first = [await hold(), await hold(), await end(), await end()]
    await releaseArchive(rig.database, '', TIMES, 100)
    expect([first, await hold()]).toEqual([['placed', 'there', true, false], 'late'])
  })

  test('also when an answer comes back into OUT between the look and the release', async () => {
    const { submissionId } = await ended('DMFA', 1000)
    await sql`insert into out_entry (name, sender_number, environment, submission_id, sha256, bytes, deleted_at)
      values ('FO.NOTI.999999.20200101.00001.R', '123456', 'R', ${submissionId}, ${sha256('x')}, 1, now() - interval '900 days')`.execute(
      rig.database.queries,
    )
    const releasing = await rig.database.transaction(async (tx) => {
      await repeatAnswer(tx, { name: 'FO.NOTI.999999.20200101.00001.R', by: 'test' })
      let isOver = false
      const release = releaseArchive(rig.database, '', TIMES, 100).finally(() => {
        isOver = true
      })
      while (!isOver && !(await somebodyWaits(rig.database))) await new Promise(setImmediate)
      return { release }
    })
    expect([(await releasing.release).submissions, (await kept(submissionId)).length]).toEqual([0, 1])
  })

  test('also when the hold comes between the look and the release', async () => {
    const { submissionId } = await ended('DMFA', 1000)
    const { submissionIds } = await candidatesAfter(rig.database.queries, '', TIMES, 10)
    await rig.database.transaction((tx) => placeHold(tx, { submissionId }, { reason: 'a trial', actor: 'test' }))
    const released = await rig.database.transaction((tx) => releaseContents(tx, submissionIds, TIMES))
    expect([submissionIds, released]).toEqual([[submissionId], []])
  })
})

test('rule 23.9: one process at a time is at a kind of look, and a lease that ran out is taken over', async () => {
  const { queries } = rig.database
  const begin = (owner: string, leaseSeconds: number, everySeconds = 0) =>
    beginTask(queries, 'mark', { owner, leaseSeconds, everySeconds })
  const first = [await begin('one', 60), await begin('other', 60)]
  await sql`update retention_task set until = now() - interval '1 second'`.execute(queries)
  const second = await begin('other', 60)
  await endTask(queries, 'mark', { owner: 'one', position: 'lost', result: {} })
  await endTask(queries, 'mark', { owner: 'other', position: 'abc', result: {} })
  expect([first, second, await begin('one', 60, 60), await begin('one', 60)]).toEqual([['', null], '', null, 'abc'])
})

async function somebodyWaits({ queries }: Database): Promise<boolean> {
  const { rows } = await sql`select from pg_locks where not granted and database = (select oid from pg_database
    where datname = current_database()) or not granted and locktype = 'transactionid'`.execute(queries)
  return rows.length > 0
}

function look() {
  return lookAtOut({ database: rig.database, tell }, '', RULES, 100)
}

async function tell(_: unknown, unread: readonly UnreadAnswers[]): Promise<void> {
  told.push(...unread)
}

async function published(daysAgo: number): Promise<PublishedAnswer> {
  const answer = await publishAnswer(rig)
  const ago = sql<Date>`now() - make_interval(days => ${daysAgo})`
  await rig.database.queries
    .updateTable('out_entry')
    .set({ published_at: ago })
    .where('submission_id', '=', answer.transferId)
    .execute()
  return answer
}

async function daysPass({ queries }: Database, days: number): Promise<void> {
  await sql`update out_entry set published_at = published_at - make_interval(days => ${days}),
    leaves_at = leaves_at - make_interval(days => ${days})`.execute(queries)
}

async function readWhole({ fileName }: PublishedAnswer, parts: readonly (readonly [number, number])[] = [[0, 1000]]) {
  // a process of its own, whose end waits for what it notes beside
  await using reader = await openNode(rig.database, `${rig.dir}/spool`, { node: 'reader' })
  const download = await reader.mailbox.download(SENDER, 'OUT', fileName)
  if (!download.ok) throw new Error(download.problem.cause)
  await using open = download.value
  for (const [offset, length] of parts) await open.read(offset, length)
}

async function isOpened(messageId: string): Promise<boolean> {
  const download = await rig.mailbox.messages.open('123456', messageId, 'content')
  await download?.[Symbol.asyncDispose]()
  return download !== null
}

async function ended(service: string, daysAgo: number): Promise<{ submissionId: string }> {
  await putAll(rig, 'IN', [`FI.${service}.123456.20261123.00001.R.1.1`])
  const { rows } = await sql<{ submission_id: string }>`
    update submission set closed_at = now() - make_interval(days => ${daysAgo}) where closed_at is null returning submission_id`.execute(
    rig.database.queries,
  )
  await sql`delete from claim`.execute(rig.database.queries)
  return { submissionId: rows[0]?.submission_id ?? '' }
}

async function kept(submissionId: string): Promise<unknown[]> {
  return await rig.database.queries
    .selectFrom('received_file')
    .select('name')
    .where('submission_id', '=', submissionId)
    .where('released_at', 'is', null)
    .execute()
}

async function delivery(id: string, state: string): Promise<void> {
  await sql`insert into delivery (delivery_id, submission_id, service, sender_number, environment, idempotency_key, state)
    values (gen_random_uuid(), ${id}, 'DMFA', '123456', 'R', gen_random_uuid(), ${state})`.execute(rig.database.queries)
}

async function serviceAnswer(id: string): Promise<void> {
  await sql`insert into service_answer (answer_id, service, answer_key, purpose, sender_number, environment, submission_id, via,
      sha256, bytes, is_final, compressed, name_date, sequence)
    values (gen_random_uuid(), 'DMFA', ${id}, 'NOTI', '123456', 'R', ${id}, 'http', ${sha256('a')}, 1, true, false, '20261123',
      '00001')`.execute(rig.database.queries)
}

/** So long ago that the answer that it brought about is all that keeps the contents. */
async function refusedDelivery(id: string): Promise<void> {
  await delivery(id, 'inDoubt')
  await sql`update delivery set state = 'refused', finished_at = now() - interval '1000 days' where submission_id = ${id}`.execute(
    rig.database.queries,
  )
}

async function simulatedAnswer(id: string): Promise<void> {
  await delivery(id, 'delivered')
  await sql`update delivery set finished_at = now() - interval '1000 days' where submission_id = ${id}`.execute(
    rig.database.queries,
  )
  await sql`insert into simulated_answer (idempotency_key, step, ticket, service, purpose, due_at, next_attempt_at)
    select idempotency_key, 0, 'X', service, 'NOTI', now(), now() from delivery where submission_id = ${id}`.execute(
    rig.database.queries,
  )
}

async function events({ queries }: Database): Promise<string[]> {
  const rows = await queries.selectFrom('event').select('event').orderBy('event_no').execute()
  return rows.map(({ event }) => event)
}

async function expiredInAudit({ queries }: Database): Promise<string[]> {
  const rows = await queries
    .selectFrom('audit')
    .select('subject')
    .where('action', '=', 'answer.expiredUnread')
    .execute()
  return rows.map(({ subject }) => subject)
}

async function fetchedCount({ queries }: Database): Promise<number> {
  const rows = await queries.selectFrom('out_entry').select('name').where('fetched_at', 'is not', null).execute()
  return rows.length
}
