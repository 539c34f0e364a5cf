import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { pullBackTimes } from '../../src/database/pull-back-times.ts'
import { closeRig, openRig, put, type Rig } from '../mailbox/rig.ts'

let rig: Rig
let database: Database
beforeAll(async () => {
  rig = await openRig()
  database = rig.database
})
afterAll(async () => {
  await rig?.[Symbol.asyncDispose]()
  await closeRig()
})

test('rule 32.5: what is due or leased ten years ahead is due now, or leased as long as leases are; nothing else changes', async () => {
  await put(rig, 'IN', 'FI.DMFA.123456.20261123.00001.R.1.1', 'one')
  await put(rig, 'IN', 'FI.DMFA.123456.20261123.00002.R.1.1', 'two')
  const { queries } = database
  await sql`update claim set due_at = now() + interval '10 years', until = now() + interval '10 years', owner = 'a', fence = 3
    where submission_id = (select min(submission_id::text) from claim)::uuid`.execute(queries)
  await sql`update claim set due_at = now() - interval '5 s', until = now() + interval '30 s'
    where submission_id = (select max(submission_id::text) from claim)::uuid`.execute(queries)
  for (const [state, service] of [
    ['retrying', 'A'],
    ['active', 'B'],
    ['delivered', 'C'],
  ])
    await sql`insert into delivery (delivery_id, submission_id, service, sender_number, idempotency_key, state, environment, next_attempt_at, until)
      select gen_random_uuid(), min(submission_id::text)::uuid, ${service}, '123456', gen_random_uuid(), ${state}, 'R',
        now() + interval '1 day', case when ${state} = 'active' then now() + interval '1 day' end from submission`.execute(
      queries,
    )
  await sql`insert into retention_task (task, ran_at, until, owner) values ('mark', now() + interval '10 years', null, null)`.execute(
    queries,
  )
  await sql`insert into running_process (process_id, node, pid, version, roles, addresses, health, seen_at) values
    (gen_random_uuid(), 'ahead', 1, '0', '{}', '{}', '{}', now() + interval '10 years'), (gen_random_uuid(), 'here', 2, '0', '{}', '{}', '{}', now())`.execute(
    queries,
  )
  await sql`update submission set last_file_at = now() + interval '10 years'`.execute(queries)
  await sql`update submission set go_at = now() + interval '10 years'
    where submission_id = (select min(submission_id::text) from submission)::uuid`.execute(queries)
  await sql`insert into open_upload (upload_id, node, sender_number, raw_key, last_byte_at)
    values (gen_random_uuid(), 'gone', '123456', 'IN/x', now() + interval '10 years')`.execute(queries)
  const once = async () => {
    await database.transaction((tx) => pullBackTimes(tx, 60))
    return await seen()
  }
  const expected = {
    claims: [
      { due: 0, until: 60, owner: 'a', fence: 3 },
      { due: -5, until: 30, owner: null, fence: 0 },
    ],
    sets: [
      { isAhead: false, go: 0 },
      { isAhead: true, go: null },
    ],
    uploads: [{ last: 0 }],
    // of what is over nobody reads it any more
    deliveries: [
      { state: 'retrying', next: 0, until: null },
      { state: 'active', next: 0, until: 60 },
      { state: 'delivered', next: 86_400, until: null },
    ],
    tasks: [{ task: 'mark', ran: 0 }],
    processes: [{ node: 'here' }],
  }
  expect(await once()).toEqual(expected)
  expect(await once()).toEqual(expected)
})

test('rule 32.5: answers that are to be published and messages that are to be sent are due now; those that were keep their times', async () => {
  const { queries } = database
  const later = sql`now() + interval '1 day'`
  for (const [at, published] of [null, sql`now()`].entries())
    await sql`insert into service_answer (answer_id, service, answer_key, purpose, sender_number, environment, via, sha256, bytes,
        is_final, compressed, name_date, sequence, next_attempt_at, published_at)
      values (gen_random_uuid(), 'DMFA', ${`key ${at}`}, 'NOTI', '123456', 'R', 'http', ${'0'.repeat(64)}, 1,
        true, false, '20261123', ${`0000${at}`}, ${later}, ${published})`.execute(queries)
  for (const state of ['waiting', 'sent', 'failed'])
    await sql`insert into outgoing_message (message_id, medium, template, state, due_at, owner, owned_until)
      values (gen_random_uuid(), 'mail', 'test', ${state}, ${later}, 'a', ${later})`.execute(queries)
  await database.transaction((tx) => pullBackTimes(tx, 60))
  const answers = await sql`
    select answer_key as key, ${whole('next_attempt_at')} as next from service_answer order by 1`.execute(queries)
  const messages = await sql`
    select state, ${whole('due_at')} as due, ${whole('owned_until')} as until from outgoing_message order by 1`.execute(
    queries,
  )
  expect([answers.rows, messages.rows]).toEqual([
    [
      { key: 'key 0', next: 0 },
      { key: 'key 1', next: 86_400 },
    ],
    [
      { state: 'failed', due: 86_400, until: 86_400 },
      { state: 'sent', due: 86_400, until: 86_400 },
      { state: 'waiting', due: 0, until: 60 },
    ],
  ])
})

/** How far ahead of now, to five seconds. */
const whole = (column: string) => sql.raw(`round(extract(epoch from ${column} - now()) / 5)::int * 5`)

async function seen() {
  const { queries } = database
  const claims = await sql`
    select ${whole('due_at')} as due, ${whole('until')} as until, owner, fence from claim order by submission_id::text`.execute(
    queries,
  )
  const sets = await sql`
    select last_file_at > now() + interval '1 minute' as "isAhead", ${whole('go_at')} as go from submission order by submission_id::text`.execute(
    queries,
  )
  const uploads = await sql`select ${whole('last_byte_at')} as last from open_upload`.execute(queries)
  const deliveries = await sql`
    select state, ${whole('next_attempt_at')} as next, ${whole('until')} as until from delivery order by service`.execute(
    queries,
  )
  const tasks = await sql`select task, ${whole('ran_at')} as ran from retention_task`.execute(queries)
  const processes = await sql`select node from running_process`.execute(queries)
  return {
    claims: claims.rows,
    sets: sets.rows,
    uploads: uploads.rows,
    deliveries: deliveries.rows,
    tasks: tasks.rows,
    processes: processes.rows,
  }
}
