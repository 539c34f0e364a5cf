import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import type { Environment } from '../../../src/batch/environment.ts'
import { idempotencyKeyOf } from '../../../src/ledger/deliveries.ts'
import { receiveAnswer } from '../../../src/services/answers/receive-answer.ts'
import { createSimulator } from '../../../src/services/simulator/create-simulator.ts'
import { simulatedTarget } from '../../../src/services/simulator/simulated-target.ts'
import type { Parcel, Target } from '../../../src/services/target.ts'
import { type AnswerRig, type Handed, openAnswerRig, SENDER } from '../answers/answer-rig.ts'

let rig: AnswerRig
const simulator = {
  ...{ environments: ['S'] as Environment[], services: [] as string[] },
  ...{ delaySeconds: 0, lateSeconds: 3600, closedSeconds: 3600 },
}
beforeAll(async () => {
  rig = await openAnswerRig()
  await rig.enrol(SENDER)
})
afterAll(() => rig[Symbol.asyncDispose]())
beforeEach(async () => {
  simulator.environments = ['S']
  await sql`truncate simulated_answer, simulated_closing`.execute(rig.database.queries)
})

const inner: Target = { handOver: async () => ({ outcome: 'delivered', reference: null }) }

async function handOver({ submissionId, ticket, setKey }: Handed, environment: Environment = 'S') {
  const parcel: Parcel = {
    ...{ idempotencyKey: idempotencyKeyOf(submissionId, 'DMFA'), environment, ticket, isFirstAttempt: true },
    ...{ submissionId, service: 'DMFA', sender: SENDER, sealedAt: '', isFromWeb: false, isDoubtful: false },
    files: [
      {
        name: `FI.${setKey}.1.1`,
        sha256: 'x' as never,
        bytes: 1,
        content: () => null as never,
        whole: () => null as never,
      },
    ],
    description: Buffer.alloc(0),
  }
  return await simulatedTarget(inner, 'DMFA', { queries: rig.database.queries, simulator }).handOver(parcel)
}

/** Plays what is due, as often as is asked, each time as another process. */
async function play(): Promise<void> {
  await using playing = createSimulator({
    ...rig.settings,
    simulator,
    receive: (incoming) => receiveAnswer(rig.settings, incoming),
  })
  await playing.kick()
}

async function answersOf({ submissionId }: Handed): Promise<string[]> {
  const { rows } = await sql<{ purpose: string; result: string | null }>`select purpose, result from service_answer
    where submission_id = ${submissionId} order by received_at, sequence`.execute(rig.database.queries)
  return rows.map(({ purpose, result }) => `${purpose} ${result ?? ''}`.trim())
}

async function makeDue(): Promise<void> {
  await sql`update simulated_answer set next_attempt_at = now()`.execute(rig.database.queries)
  await sql`update simulated_closing set until = now()`.execute(rig.database.queries)
}

describe('rule 20.12: by the sequence of its set a declaration is', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['12345', ['NOTI accepted', 'DMPI'], ['NOTI accepted', 'DMPI']],
    ['90001', [], ['NOTI accepted', 'DMPI']],
    ['90002', ['NOTI refused'], ['NOTI refused']],
    ['90003', ['NOTI refused'], ['NOTI refused']],
    ['90004', ['NOTI accepted', 'DMPI'], ['NOTI accepted', 'DMPI']],
    ['90006', ['NOTI acceptedWithWarnings', 'DMPI'], ['NOTI acceptedWithWarnings', 'DMPI']],
    ['90007', [], []],
    ['90008', ['NOTI waiting'], ['NOTI waiting', 'NOTI accepted', 'DMPI']],
  ])('%s answered with %j at once, and in the end with %j', async (sequence, soon, late) => {
    const handed = await rig.handed({ environment: 'S', sequence })
    expect(await handOver(handed)).toEqual({ outcome: 'delivered', reference: null })
    await handOver(handed)
    await play()
    expect(await answersOf(handed)).toEqual(soon)
    await makeDue()
    await play()
    await play()
    const { rows } = await sql`select from simulated_answer where done_at is null`.execute(rig.database.queries)
    expect([await answersOf(handed), rows.length]).toEqual([late, 0])
    await sql`delete from accepted_name`.execute(rig.database.queries)
  })

  test('90005: not taken while the service is closed, then answered', async () => {
    const handed = await rig.handed({ environment: 'S', sequence: '90005' })
    await expect(handOver(handed)).rejects.toThrow(Unavailable)
    await expect(handOver(handed)).rejects.toThrow('closed')
    await makeDue()
    expect((await handOver(handed)).outcome).toBe('delivered')
    await play()
    expect(await answersOf(handed)).toEqual(['NOTI accepted', 'DMPI'])
  })
})

test('killed after the answer was received and before it was noted, it is answered once', async () => {
  const handed = await rig.handed({ environment: 'S' })
  await handOver(handed)
  await play()
  await sql`update simulated_answer set done_at = null`.execute(rig.database.queries)
  await play()
  expect(await answersOf(handed)).toEqual(['NOTI accepted', 'DMPI'])
})

test.each<[Environment, readonly Environment[]]>([
  ['R', ['R', 'T', 'S']],
  ['T', ['S']],
  ['S', []],
])('rule 20.13: in %s nothing is played when the environments are %j', async (environment, environments) => {
  simulator.environments = [...environments]
  const handed = await rig.handed({ environment, sequence: `X000${environment}` })
  await handOver(handed, environment)
  const { rows } = await sql`select from simulated_answer`.execute(rig.database.queries)
  expect(rows).toHaveLength(0)
})

test('what is handed over for certain is answered, and nothing else', async () => {
  const handed = await rig.handed({ environment: 'S' })
  const doubtful: Target = { handOver: async () => ({ outcome: 'inDoubt', error: 'x' }) }
  const parcel = { environment: 'S', idempotencyKey: idempotencyKeyOf(handed.submissionId, 'DMFA'), files: [] } as never
  await simulatedTarget(doubtful, 'DMFA', { queries: rig.database.queries, simulator }).handOver(parcel)
  const { rows } = await sql`select from simulated_answer`.execute(rig.database.queries)
  expect(rows).toHaveLength(0)
})
