/** Answers that do not get out: put off for longer each time and never given up, counted for a person, and in nobody's way. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import { createMetrics } from '../../../src/base/metrics.ts'
import { waitingAnswers } from '../../../src/ledger/answers/waiting-answers.ts'
import { createAnswers } from '../../../src/services/answers/create-answers.ts'
import { receiveAnswer } from '../../../src/services/answers/receive-answer.ts'
import type { AnswersSettings } from '../../../src/services/answers/settings.ts'
import { rowsRead } from '../../support/rows-read.ts'
import { type AnswerRig, answerTo, noti, openAnswerRig, SENDER } from './answer-rig.ts'

let rig: AnswerRig
beforeAll(async () => {
  rig = await openAnswerRig()
  await rig.enrol(SENDER)
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  await sql`delete from negative_answer_due`.execute(rig.database.queries)
  await sql`update service_answer set published_at = now() where published_at is null`.execute(rig.database.queries)
})

const keyAway = async () => Promise.reject(new Unavailable('no key'))

async function received(): Promise<string> {
  const { ticket } = await rig.handed()
  const answer = await receiveAnswer(rig.settings, answerTo({ ticket }, noti(ticket)))
  if (!answer.ok) throw new Error(answer.problem.cause)
  return answer.value.answerId
}

async function owed(): Promise<string> {
  const { deliveryId } = await rig.handed()
  await sql`update delivery set state = 'refused', finished_at = now() where delivery_id = ${deliveryId}`.execute(
    rig.database.queries,
  )
  return deliveryId
}

async function look(more: Partial<AnswersSettings>): Promise<void> {
  await using answers = await createAnswers({ ...rig.settings, ...more })
  await answers.kick()
}

async function isPublished(answerId: string): Promise<boolean> {
  const { rows } =
    await sql`select from service_answer where answer_id = ${answerId} and published_at is not null`.execute(
      rig.database.queries,
    )
  return rows.length > 0
}

test('rule 20.16: what cannot be published waits, at most for `answers.retrySecondsMax` more, and is told with its error', async () => {
  const answerId = await received()
  await sql`update service_answer set attempts = 100000 where answer_id = ${answerId}`.execute(rig.database.queries)
  await look({ sign: keyAway, limits: { ...rig.limits, retrySecondsMax: 7 } })
  const { rows } = await sql<{ pause: number }>`select extract(epoch from next_attempt_at - now())::float8 as pause
    from service_answer where answer_id = ${answerId}`.execute(rig.database.queries)
  expect(rows[0]?.pause).toBeLessThanOrEqual(7)
  expect(await waitingAnswers(rig.database.queries)).toEqual([
    {
      ...{ service: 'DMFA', environment: 'R', waiting: 1, failed: 1, error: 'no key' },
      ...{ oldestSince: expect.any(Date), oldestSeconds: expect.any(Number) },
    },
  ])
})

test('rule 20.16: so is one that is owed and cannot be made, from when it was owed', async () => {
  const deliveryId = await owed()
  await received()
  await sql`update delivery set finished_at = now() - interval '1 hour' where delivery_id = ${deliveryId}`.execute(
    rig.database.queries,
  )
  const inspect = async () => Promise.reject(new Unavailable('no checker'))
  await look({ sign: keyAway, checkers: { inspect } })
  const [waiting] = await waitingAnswers(rig.database.queries)
  expect(waiting).toMatchObject({ waiting: 2, failed: 2, error: 'no checker' })
  expect(Math.floor((waiting?.oldestSeconds ?? 0) / 60)).toBe(60)
})

test('rule 27.5: what waits is measured, and 0 when nothing does any more', async () => {
  const metrics = createMetrics()
  const answerId = await received()
  await using answers = await createAnswers({ ...rig.settings, metrics, sign: keyAway })
  await answers.kick()
  const told = async () => /^sluice_answers_waiting\{.*\} (.*)$/m.exec(await metrics.text())?.[1]
  const before = await told()
  await sql`update service_answer set published_at = now() where answer_id = ${answerId}`.execute(rig.database.queries)
  expect([before, await told()]).toEqual(['1', '0'])
})

test('what waits is counted without reading what is over', async () => {
  await received()
  await sql`insert into service_answer (answer_id, service, answer_key, purpose, sender_number, environment, via, sha256, bytes,
      is_final, compressed, name_date, sequence, published_at)
    select gen_random_uuid(), 'DMFA', 'old-' || n, 'NOTI', ${SENDER}, 'R', 'http', repeat('0', 64), 1, true, false, '20200101',
      lpad(n::text, 5, '0'), now()
    from generate_series(1, 3000) as n`.execute(rig.database.queries)
  const { value, rows } = await rowsRead(rig.database, waitingAnswers)
  expect([value.map(({ waiting }) => waiting), Math.max(rows, 50)]).toEqual([[1], 50])
})

test('a declaration over which the checker hangs holds up no answer', async () => {
  await owed()
  let kill = () => {}
  let isAsked = false
  const hanging = new Promise<never>((_, reject) => {
    kill = () => reject(new Unavailable('it was killed'))
  })
  const inspect = () => {
    isAsked = true
    return hanging
  }
  const answers = await createAnswers({ ...rig.settings, checkers: { inspect } })
  await until(() => isAsked)
  const answerId = await received()
  await until(() => isPublished(answerId))
  kill()
  await answers[Symbol.asyncDispose]()
})

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate)
}
