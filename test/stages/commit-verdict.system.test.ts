import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidV7 } from '../../src/base/ids.ts'
import type { Database } from '../../src/database/database.ts'
import { insertFact, readFacts } from '../../src/ledger/facts.ts'
import { hasEarlierUnjudged, openSubmission, sealSubmissions } from '../../src/ledger/submissions.ts'
import { commitVerdict } from '../../src/stages/commit-verdict.ts'
import type { Judgement } from '../../src/stages/judge.ts'
import { testDatabase } from '../support/test-database.ts'
import { envelopeOf } from './a-set.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const OLD = { reuse: 'afterRejection' } as const

describe('rule 7.2 an accepted verdict takes its key in the same commit', () => {
  test('so of two equal sets that are committed at the same time one is accepted, and the other judged again', async () => {
    const key = newKey()
    const [one, other] = [await sealed(key), await sealed(key)]
    const outcomes = await Promise.all([commit(one, accepted(key)), commit(other, accepted(key))])
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['committed', 'nameTaken'])
    const verdicts = await Promise.all([one, other].map((id) => readFacts(database.queries, id)))
    expect(verdicts.filter(({ verdict }) => verdict)).toHaveLength(1)
  })

  test('a rejected set leaves its key free, unless names are never used again', async () => {
    const [free, burnt] = [newKey(), newKey()]
    await commit(await sealed(free), rejected(free))
    await commit(await sealed(burnt), rejected(burnt), { reuse: 'never' })
    expect((await commit(await sealed(free), accepted(free))).outcome).toBe('committed')
    expect((await commit(await sealed(burnt), accepted(burnt))).outcome).toBe('nameTaken')
  })
})

test('rule 7.4 after a cancellation no verdict is written', async () => {
  const key = newKey()
  const id = await sealed(key)
  await database.transaction((tx) => insertFact(tx, id, 'cancellation', { name: `TD.${key}`, cancelledAt: NOW }))
  expect(await commit(id, accepted(key))).toEqual({ outcome: 'overtaken' })
  expect((await readFacts(database.queries, id)).verdict).toBeUndefined()
})

test('rule 6.7 a sender’s own acknowledgement draws no answer name and takes no key', async () => {
  const key = newKey()
  const outcome = await commit(await sealed(key), { ...accepted(key), answered: false })
  expect(outcome).toMatchObject({ outcome: 'committed', verdict: { answer: null } })
  expect((await commit(await sealed(key), accepted(key))).outcome).toBe('committed')
})

test('rule 7.1 a submission waits for an earlier one of its key that has no verdict', async () => {
  const key = newKey()
  const [first, second] = [await sealed(key), await sealed(key, '2026-01-05T10:00:01.000Z')]
  const wait = () => Promise.all([first, second].map((id) => hasEarlierUnjudged(database.queries, id)))
  expect(await wait()).toEqual([false, true])
  await commit(first, rejected(key))
  expect(await wait()).toEqual([false, false])
})

const NOW = '2026-01-05T10:00:00.000Z'

function newKey(): string {
  return `DMFA.123456.20260105.${uuidV7().slice(-5).toUpperCase()}.R`
}

async function sealed(key: string, sealedAt = NOW): Promise<string> {
  const place = { sender: '123456', rawKey: `IN/${key}`, environment: 'R', routable: true } as const
  return database.transaction(async (tx) => {
    const { submissionId, openedAt } = await openSubmission(tx, place, 24)
    const envelope = envelopeOf([], { rawKey: place.rawKey, sealedAt, ticket: uuidV7().slice(-13) })
    await sealSubmissions(tx, [{ submissionId, openedAt, envelope }])
    return submissionId
  })
}

function commit(id: string, judgement: Judgement, { reuse }: { reuse: 'afterRejection' | 'never' } = OLD) {
  return database.transaction((tx) =>
    commitVerdict(tx, id, envelopeOf(), judgement, { judgedAt: new Date(NOW), reuse }),
  )
}

function accepted(setKey: string): Judgement {
  const evidence = { signatures: [], documents: [] }
  return { outcome: 'accepted', reasons: [], service: 'DMFA', setKey, rules: '0.1.0/1', evidence, answered: true }
}

function rejected(setKey: string): Judgement {
  return { ...accepted(setKey), outcome: 'rejected', reasons: [{ code: 122 }] }
}
