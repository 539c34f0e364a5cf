import { afterAll, beforeAll, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import type { Envelope } from '../../src/batch/facts.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { acquireDue } from '../../src/ledger/claims.ts'
import { insertFact, readFacts } from '../../src/ledger/facts.ts'
import { openSubmission, sealSubmissions } from '../../src/ledger/submissions.ts'
import { pipelineSteps, type StepDeps } from '../../src/pipeline/steps.ts'
import { envelopeOf, verdictOf } from '../stages/a-set.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('rule 8.1: answer, dispatch and end are one commit, and it is told once', async () => {
  const { claim, envelope, verdict } = await judged('1')
  const { deps, told } = stepDeps(database)
  const outcome = await pipelineSteps(deps).perform(
    claim,
    { do: 'acknowledge', envelope, verdict },
    { envelope, verdict },
  )
  const { acknowledgement, dispatch } = await readFacts(database.queries, claim.submissionId)
  expect([outcome, acknowledgement?.name.slice(0, 8), dispatch?.service, told]).toEqual([
    'closed',
    'FO.ACRF.',
    'DMFA',
    ['answered'],
  ])
})

test('what was rolled back is not told: another worker took the claim before the commit was tried again', async () => {
  const { claim, envelope, verdict } = await judged('2')
  const stolen: Database = {
    ...database,
    async transaction(work) {
      await rolledBack((tx) => work(tx))
      await database.queries
        .updateTable('claim')
        .set((set) => ({ owner: 'another', fence: set('fence', '+', 1) }))
        .where('submission_id', '=', claim.submissionId)
        .execute()
      return database.transaction(work)
    },
  }
  const { deps, told } = stepDeps(stolen)
  const outcome = await pipelineSteps(deps).perform(
    claim,
    { do: 'acknowledge', envelope, verdict },
    { envelope, verdict },
  )
  const { acknowledgement } = await readFacts(database.queries, claim.submissionId)
  expect([outcome, acknowledgement, told]).toEqual(['wait', undefined, []])
})

/** `key`: one digit. */
async function judged(key: string) {
  const verdict = verdictOf({ answer: { date: '20260105', sequence: `0000${key}` } })
  const envelope = envelopeOf([], { rawKey: `IN/${key}`, ticket: `SLU00000000${key}A` })
  const submissionId = await database.transaction(async (tx) => {
    const place = { sender: '123456', rawKey: envelope.rawKey, environment: 'R', routable: true } as const
    const opened = await openSubmission(tx, place, 24)
    await sealSubmissions(tx, [{ ...opened, envelope }])
    await insertFact(tx, opened.submissionId, 'verdict', verdict)
    return opened.submissionId
  })
  const claims = await acquireDue(database.queries, { owner: 'one', leaseSeconds: 60, limit: 100 })
  const claim = claims.find((one) => one.submissionId === submissionId)
  if (!claim) throw new TypeError('the set is not due')
  return { claim, envelope, verdict }
}

async function rolledBack(work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  const conflict = new Unavailable('another transaction was in the way')
  const failing = database.transaction(async (tx) => {
    await work(tx)
    throw conflict
  })
  await expect(failing).rejects.toBe(conflict)
}

function stepDeps(within: Database) {
  const told: string[] = []
  const never = () => {
    throw new TypeError('this step has no need of it')
  }
  const deps: StepDeps = {
    database: within,
    sealDeps: never,
    uploadsOf: never,
    readRights: never,
    judgeDeps: never,
    reuse: never,
    acknowledgeDeps: () => ({
      settings: { gatewayNumber: '999999', schema: '20251' },
      sign: async () => Buffer.from('signature'),
      store: async (bytes) => ({ sha256: sha256(bytes), bytes: bytes.byteLength }),
    }),
    judged: () => told.push('judged'),
    answered: (_claim, _envelope: Envelope) => told.push('answered'),
  }
  return { deps, told }
}
