/** From the row of an answer to its three files in OUT, also when the process dies between any two steps. */
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../../src/base/hashes.ts'
import { answersToPublish } from '../../../src/ledger/answers/received-answers.ts'
import { booksBalance } from '../../../src/ledger/books.ts'
import { findSubmissions } from '../../../src/ledger/find.ts'
import { createAnswers } from '../../../src/services/answers/create-answers.ts'
import { type PublishDeps, publish } from '../../../src/services/answers/publish.ts'
import { receiveAnswer } from '../../../src/services/answers/receive-answer.ts'
import { type AnswerRig, answerTo, noti, openAnswerRig, SENDER } from './answer-rig.ts'

let rig: AnswerRig
beforeAll(async () => {
  rig = await openAnswerRig()
  await rig.enrol(SENDER)
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  rig.limits.compressed = false
  await publishAll(rig.settings)
})

async function received(purpose = 'NOTI') {
  const { ticket, submissionId, setKey } = await rig.handed()
  const bytes = noti(ticket)
  const answer = await receiveAnswer(rig.settings, answerTo({ ticket }, bytes, { purpose }))
  if (!answer.ok) throw new Error(answer.problem.cause)
  return { submissionId, setKey, bytes, name: answer.value.name, answerId: answer.value.answerId }
}

async function publishAll(deps: PublishDeps): Promise<void> {
  for (const answer of await answersToPublish(rig.database.queries, 10)) await publish(answer, deps)
}

/** What a sender finds, and what is written down of it. */
async function published(submissionId: string) {
  const { queries } = rig.database
  const entries = await sql<{ name: string; sha256: string | null; bytes: number }>`
    select name, sha256, bytes from out_entry where submission_id = ${submissionId} and answer_id is not null
    order by name`.execute(queries)
  const [found] = await findSubmissions(queries, submissionId)
  return {
    entries: entries.rows,
    answer: found?.facts.answer?.name,
    events: found?.events.filter(({ event }) => event === 'answer.published').map(({ detail }) => detail.name),
    imbalance: (await booksBalance(queries)).imbalance,
  }
}

test('rule 20.5: FO has the bytes of the service, FS signs them, GO is empty; the fact and one event say so', async () => {
  const { submissionId, bytes, name } = await received()
  await publishAll(rig.settings)
  const tail = name.slice(3)
  const signature = Buffer.from(`signature of ${sha256(bytes)}`)
  expect(await published(submissionId)).toEqual({
    entries: [
      { name: `FO.${tail}`, sha256: sha256(bytes), bytes: bytes.length },
      { name: `FS.${tail}`, sha256: sha256(signature), bytes: signature.length },
      { name: `GO.${tail}`, sha256: null, bytes: 0 },
    ],
    answer: name,
    events: [name],
    imbalance: 0,
  })
})

test('rule 20.7: a CO holds one entry, named like the FO; its FS signs the CO; made again it is the same', async () => {
  rig.limits.compressed = true
  const { submissionId, bytes, name } = await received()
  await publishAll(rig.settings)
  const { entries } = await published(submissionId)
  const [co, fs] = entries
  const zipped = await rig.spool.read(co?.sha256 as never, 100_000)
  expect([entries.map((entry) => entry.name.slice(0, 3)), name]).toEqual([['CO.', 'FS.', 'GO.'], co?.name])
  expect(
    Object.entries(unzipSync(zipped)).map(([entry, content]) => [entry, Buffer.from(content).equals(bytes)]),
  ).toEqual([[name.replace('CO.', 'FO.'), true]])
  expect(fs?.sha256).toBe(sha256(`signature of ${co?.sha256}`))
})

describe('rule 20.4: killed before step', () => {
  const STEPS = ['read', 'sign', 'store document', 'store signature', 'commit', 'after the commit']

  test('a publication has these steps', async () => {
    rig.limits.compressed = true
    await received()
    const { deps, steps } = dying(-1)
    await publishAll(deps)
    expect(steps).toEqual(STEPS)
  })

  test.each(STEPS.map((step, index) => [index, step] as const))(
    '%i, %s: it is published once, with the same document',
    async (index) => {
      rig.limits.compressed = true
      const { submissionId, name } = await received()
      await expect(publishAll(dying(index).deps)).rejects.toThrow('killed')
      const before = await published(submissionId)
      expect([before.entries.length, before.imbalance]).toEqual([index === STEPS.length - 1 ? 3 : 0, 0])
      await publishAll(rig.settings)
      await publishAll(rig.settings)
      const { entries, events, answer, imbalance } = await published(submissionId)
      expect([entries.length, events, answer, imbalance]).toEqual([3, [name], name, 0])
      if (before.entries.length > 0) expect(entries).toEqual(before.entries)
    },
  )
})

/** Dies before the step of that number. */
function dying(at: number): { deps: PublishDeps; steps: string[] } {
  const steps: string[] = []
  const step = (name: string) => {
    if (steps.length === at) throw new Error('killed')
    steps.push(name)
  }
  const { spool, database, sign } = rig.settings
  const deps: PublishDeps = {
    ...rig.settings,
    spool: {
      ...spool,
      async read(...asked) {
        step('read')
        return await spool.read(...asked)
      },
      async store(bytes) {
        step(steps.includes('store document') ? 'store signature' : 'store document')
        return await spool.store(bytes)
      },
    },
    async sign(bytes) {
      step('sign')
      return await sign(bytes)
    },
    database: {
      ...database,
      async transaction(work) {
        const value = await database.transaction(async (tx) => {
          const done = await work(tx)
          step('commit')
          return done
        })
        step('after the commit')
        return value
      },
    },
  }
  return { deps, steps }
}

test('two who publish the same at the same time publish it once', async () => {
  const { submissionId, name } = await received()
  await Promise.all([publishAll(rig.settings), publishAll(rig.settings), publishAll(rig.settings)])
  const { entries, events } = await published(submissionId)
  expect([entries.length, events]).toEqual([3, [name]])
})

test('the first final answer is the fact; what is not final is none', async () => {
  const keys = Buffer.from('<DmfAPID><Form><Identification>DMFAPID</Identification></Form></DmfAPID>')
  const { ticket, submissionId } = await rig.handed()
  const asked = [answerTo({ ticket }, keys, { purpose: 'DMPI' }), answerTo({ ticket }, noti(ticket, { code: '2' }))]
  for (const one of [...asked, answerTo({ ticket }, noti(ticket))]) {
    await receiveAnswer(rig.settings, one)
    await publishAll(rig.settings)
  }
  const [found] = await findSubmissions(rig.database.queries, submissionId)
  expect([found?.facts.answer?.purpose, found?.facts.answer?.result, found?.answers.length]).toEqual([
    'NOTI',
    'waiting',
    12,
  ])
})

test('rule 20.6: the books count an answer that is not whole, and acknowledgements for themselves', async () => {
  const { queries } = rig.database
  const { submissionId, name } = await received()
  await publishAll(rig.settings)
  const trigger = name.replace('FO', 'GO')
  const { answer_id } = await queries
    .selectFrom('out_entry')
    .select('answer_id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  const counted = async () => {
    const [whole, recent] = [await booksBalance(queries), await booksBalance(queries, 48)]
    return [whole.imbalance, whole.misfits, recent.imbalance]
  }
  await queries
    .updateTable('out_entry')
    .set({ name: 'x', answer_id: null, submission_id: null })
    .where('name', '=', trigger)
    .execute()
  expect(await counted()).toEqual([1, [submissionId], 1])
  await queries
    .updateTable('out_entry')
    .set({ name: trigger, answer_id, submission_id: submissionId })
    .where('name', '=', 'x')
    .execute()
  expect(await counted()).toEqual([0, [], 0])
  await queries.updateTable('service_answer').set({ published_at: null }).where('answer_id', '=', answer_id).execute()
  expect(await counted()).toEqual([1, [submissionId], 1])
  await queries
    .updateTable('service_answer')
    .set({ published_at: new Date() })
    .where('answer_id', '=', answer_id)
    .execute()
})

test('what is due is published by itself, also what comes while nobody looks', async () => {
  const before = await received()
  await using answers = await createAnswers(rig.settings)
  await answers.kick()
  expect((await published(before.submissionId)).entries).toHaveLength(3)
  const { ticket, submissionId } = await rig.handed()
  await answers.receive(answerTo({ ticket }, noti(ticket)))
  await answers.kick()
  expect((await published(submissionId)).entries).toHaveLength(3)
})

test('while signing is not possible the answer waits, and others too; nothing leaves unsigned', async () => {
  const { submissionId } = await received()
  const away = { ...rig.settings, sign: async () => Promise.reject(new Error('no key')) }
  await using answers = await createAnswers(away)
  await answers.kick()
  const row = await sql`select attempts, last_error from service_answer where submission_id = ${submissionId}`.execute(
    rig.database.queries,
  )
  expect([row.rows, (await published(submissionId)).entries]).toEqual([[{ attempts: 1, last_error: 'no key' }], []])
  await sql`update service_answer set next_attempt_at = now()`.execute(rig.database.queries)
})
