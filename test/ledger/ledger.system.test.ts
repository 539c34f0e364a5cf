import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Envelope, Verdict } from '../../src/batch/facts.ts'
import type { Database, Transaction } from '../../src/database/database.ts'
import { type ArrivingMember, acceptMembers } from '../../src/ledger/accept-members.ts'
import { nameIsTaken, takeName } from '../../src/ledger/accepted-names.ts'
import { nextAnswerSequence } from '../../src/ledger/answer-counter.ts'
import { booksBalance, PLACES } from '../../src/ledger/books.ts'
import {
  acquireDue,
  failClaim,
  holdClaim,
  parkSubmission,
  releaseClaim,
  renewClaim,
  setDue,
  unparkSubmission,
} from '../../src/ledger/claims.ts'
import { insertDelivery } from '../../src/ledger/deliveries.ts'
import { recordEvent } from '../../src/ledger/events.ts'
import { insertFact, readFacts } from '../../src/ledger/facts.ts'
import { findSubmissions } from '../../src/ledger/find.ts'
import { findOut, listOut, publishAcknowledgement } from '../../src/ledger/out-entries.ts'
import { addMember, addWaiting, deleteFile, discardWaiting } from '../../src/ledger/received-files.ts'
import {
  closeSubmission,
  hasEarlierUnjudged,
  lockOpenSubmission,
  lockSubmission,
  openSubmission,
  sealSubmissions,
} from '../../src/ledger/submissions.ts'
import { nextTicket } from '../../src/ledger/tickets.ts'
import { isRejectedByDatabase } from '../../src/ledger/violations.ts'
import { testDatabase } from '../support/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase(20)
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  await sql`truncate submission, received_file, fact, event, claim, accepted_name, answer_counter, out_entry, delivery cascade`.execute(
    database.queries,
  )
})

const BLOB = { sha256: sha256('x'), bytes: 1 }
const NAMES = { document: 'FO.A', signature: 'FS.A', trigger: 'GO.A' }

describe('accepting many files at once', () => {
  test('opens sets, joins open ones, supersedes, and leaves out sets that have their GO', async () => {
    await arrive([file('1', 'a'), file('1', 'b'), file('2', 'a')])
    await database.queries.updateTable('submission').set({ go_at: new Date() }).where('raw_key', '=', 'IN/2').execute()
    const late = file('2', 'b')
    const received = await arrive([file('1', 'a'), late, file('3', 'a')])
    const rows = await database.queries
      .selectFrom('received_file')
      .innerJoin('submission', 'submission.submission_id', 'received_file.submission_id')
      .select(['raw_key', 'name', 'state'])
      .orderBy('raw_key')
      .orderBy('name')
      .orderBy('state')
      .execute()
    expect([received.has(late.fileId), rows.map(({ raw_key, name, state }) => `${raw_key} ${name} ${state}`)]).toEqual([
      false,
      ['IN/1 a received', 'IN/1 a superseded', 'IN/1 b received', 'IN/2 a received', 'IN/3 a received'],
    ])
    expect(await database.queries.selectFrom('claim').select('fence').execute()).toHaveLength(3)
  })

  test('from many nodes at once: one open submission a key, one current file a name, no deadlock', async () => {
    const nodes = Array.from({ length: 12 }, (_, node) =>
      Array.from({ length: 8 }, (_, index) => file(String((index * 7 + node) % 8), `n${index % 2}`)),
    )
    const outcomes = await Promise.allSettled(nodes.map((files) => arrive(files)))
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason)
    expect(failures.every(isRejectedByDatabase)).toBe(true)
    const open = await database.queries.selectFrom('submission').select('raw_key').execute()
    expect(new Set(open.map(({ raw_key }) => raw_key)).size).toBe(open.length)
    expect((await booksBalance(database.queries)).imbalance).toBe(0)
  })
})

describe('claims', () => {
  test('what is due is taken once, however many ask', async () => {
    for (const key of ['1', '2', '3', '4', '5']) await sealed(key)
    const taken = await Promise.all(Array.from({ length: 10 }, (_, worker) => take(`w${worker}`, 1)))
    expect(new Set(taken.flat().map((claim) => claim.submissionId)).size).toBe(taken.flat().length)
    expect(taken.flat().length + (await take('last', 10)).length).toBe(5)
  })

  test('case Q10: a lease that ran out is another’s, and its first holder writes nothing any more', async () => {
    await sealed('1')
    const [mine] = await take('slow', 1)
    await leaseRunsOut()
    const [others] = await take('quick', 1)
    if (!mine || !others) throw new Error('nothing was due')
    expect([others.fence - mine.fence, others.crashes, await hold(mine), await hold(others)]).toEqual([
      1,
      1,
      false,
      true,
    ])
    await releaseClaim(database.queries, mine)
    await failClaim(database.queries, mine, { message: 'too late', retrySeconds: 60, of: 'other' })
    expect([await renewClaim(database.queries, mine, 60), await renewClaim(database.queries, others, 60)]).toEqual([
      false,
      true,
    ])
    expect(await take('third', 1)).toEqual([])
  })

  test('case Q13: crashes in a row are counted, a release forgets them', async () => {
    await sealed('1')
    const crashes: number[] = []
    for (let life = 0; life < 3; life++) {
      const [claim] = await take(`life ${life}`, 1)
      crashes.push(claim?.crashes ?? -1)
      await leaseRunsOut()
    }
    const [claim] = await take('survivor', 1)
    if (!claim) throw new Error('nothing was due')
    await releaseClaim(database.queries, claim)
    const [next] = await take('next', 1)
    expect([crashes, claim.crashes, next?.crashes]).toEqual([[0, 1, 2], 3, 0])
  })

  test('a failure waits for its back-off and is counted', async () => {
    await sealed('1')
    const [claim] = await take('a', 1)
    if (!claim) throw new Error('nothing was due')
    await failClaim(database.queries, claim, { message: 'the disk is away', retrySeconds: 60, of: 'other' })
    expect(await take('a', 1)).toEqual([])
    await database.queries.updateTable('claim').set({ due_at: sql<Date>`now() - interval '1 second'` }).execute()
    expect((await take('a', 1))[0]).toMatchObject({ failures: 1, crashes: 0 })
  })

  test('cases D5, K16: failures of the submission itself are counted apart, and a success forgets them', async () => {
    await sealed('1')
    const counted: unknown[] = []
    for (const of of ['blob', 'other', 'checker', 'blob'] as const) {
      const [claim] = await take('a', 1)
      if (!claim) throw new Error('nothing was due')
      await failClaim(database.queries, claim, { message: 'not now', retrySeconds: -1, of })
      counted.push([claim.failures, claim.readFailures, claim.checkerFailures])
    }
    const [claim] = await take('a', 1)
    if (!claim) throw new Error('nothing was due')
    await releaseClaim(database.queries, claim)
    const [next] = await take('a', 1)
    for (const { failures, readFailures, checkerFailures } of [claim, next!]) {
      counted.push([failures, readFailures, checkerFailures])
    }
    // biome-ignore format: a table
    expect(counted).toEqual([[0, 0, 0], [1, 1, 0], [2, 1, 0], [3, 1, 1], [4, 2, 1], [0, 0, 0]])
  })

  test('parked work is not taken until a person says so', async () => {
    const id = await sealed('1')
    await database.transaction((tx) => parkSubmission(tx, id, 'a blob is corrupt'))
    expect([await take('a', 1), (await booksBalance(database.queries)).places.parked]).toEqual([[], 1])
    expect(await database.transaction((tx) => unparkSubmission(tx, id))).toBe(true)
    expect(await database.transaction((tx) => unparkSubmission(tx, id))).toBe(false)
    expect(await take('a', 1)).toHaveLength(1)
  })

  test('only what is due is taken, and no others are looked through for it', async () => {
    const [one, two] = [await sealed('1'), await sealed('2')]
    await database.transaction((tx) => setDue(tx, one, new Date(Date.now() + 60_000)))
    const [claims, before, after] = await database.transaction(async (tx) => {
      await sql`
        insert into submission (submission_id, sender_number, environment, raw_key, routable)
        select gen_random_uuid(), '123456', 'R', 'IN/OTHER.' || n, true from generate_series(1, 3000) as n`.execute(tx)
      const before = await scans(tx)
      const claims = await acquireDue(tx, { owner: 'a', leaseSeconds: 60, limit: 9 })
      return [claims, before, await scans(tx)]
    })
    expect([claims.map((claim) => claim.submissionId), after - before]).toEqual([[two], 0])
  })

  test('the lock order holds: TD and verdict of many sets at once never wait in a circle', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, key) => sealed(String(key))))
    const claims = await take('worker', 6)
    await Promise.all([
      ...claims.map((claim) =>
        database.transaction(async (tx) => {
          if (await holdClaim(tx, claim)) await insertFact(tx, claim.submissionId, 'verdict', verdict('rejected'))
        }),
      ),
      ...ids.map((id) =>
        database.transaction(async (tx) => {
          await lockSubmission(tx, id)
          if (!(await readFacts(tx, id)).verdict) await closeSubmission(tx, id)
        }),
      ),
    ])
  })
})

describe('facts and names', () => {
  test('a fact is written once and never changed', async () => {
    const id = await sealed('1')
    const write = (outcome: 'accepted' | 'rejected') =>
      database.transaction((tx) => insertFact(tx, id, 'verdict', verdict(outcome)))
    expect([await write('rejected'), await write('accepted')]).toEqual([true, false])
    expect((await readFacts(database.queries, id)).verdict).toEqual(verdict('rejected'))
    await expect(database.queries.updateTable('fact').set({ kind: 'dispatch' }).execute()).rejects.toThrow(
      'facts are written once',
    )
    await expect(database.queries.deleteFrom('fact').execute()).rejects.toThrow('facts are written once')
  })

  test('case A20: an accepted key is taken for ever, by one of many', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, (_, key) => sealed(String(key))))
    const takers = await Promise.all(ids.map((id) => database.transaction((tx) => takeName(tx, 'KEY', id))))
    expect(takers.filter(Boolean)).toHaveLength(1)
    const owner = ids[takers.indexOf(true)] ?? ''
    const seen = await Promise.all(ids.map((id) => database.transaction((tx) => nameIsTaken(tx, 'KEY', id))))
    expect(seen).toEqual(ids.map((id) => id !== owner))
  })

  test('case T4: answer numbers count per day and environment, are never given twice, and come back after a rollback', async () => {
    const draw = (day: string, environment: 'R' | 'T') =>
      database.transaction((tx) => nextAnswerSequence(tx, day, environment))
    const drawn = await Promise.all(Array.from({ length: 10 }, () => draw('20261123', 'R')))
    await expect(
      database.transaction(async (tx) => {
        await nextAnswerSequence(tx, '20261123', 'R')
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    expect([
      drawn.toSorted(),
      await draw('20261123', 'R'),
      await draw('20261123', 'T'),
      await draw('20261122', 'R'),
    ]).toEqual([
      Array.from({ length: 10 }, (_, index) => String(index + 1).padStart(5, '0')),
      '00011',
      '00001',
      '00001',
    ])
  })

  test('case K9: FO, FS and GO are published together with the fact, once', async () => {
    const id = await sealed('1')
    const publication = {
      submissionId: id,
      sender: '123456',
      environment: 'R',
      names: NAMES,
      document: BLOB,
      signature: BLOB,
    } as const
    await expect(
      database.transaction(async (tx) => {
        await publishAcknowledgement(tx, publication)
        throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    const view = { sender: '123456', environment: 'R' } as const
    expect(await listOut(database.queries, view, '', 9)).toEqual([])
    const first = await database.transaction((tx) => publishAcknowledgement(tx, publication))
    const again = await database.transaction((tx) =>
      publishAcknowledgement(tx, { ...publication, names: { document: 'FO.B', signature: 'FS.B', trigger: 'GO.B' } }),
    )
    const listed = await listOut(database.queries, view, '', 9)
    expect([again, listed.map(({ name, bytes, sha256 }) => [name, bytes, sha256])]).toEqual([
      null,
      [
        ['FO.A', 1, BLOB.sha256],
        ['FS.A', 1, BLOB.sha256],
        ['GO.A', 0, null],
      ],
    ])
    expect(new Set(listed.map(({ publishedAt }) => publishedAt.toISOString()))).toEqual(new Set([first?.publishedAt]))
    expect(await findOut(database.queries, { sender: '654321', environment: 'R' }, 'FO.A')).toBe(null)
  })

  test('decision 1: an earlier unjudged set of the same key is waited for, a parked or judged one is not', async () => {
    const [one, two] = [await sealed('1'), await sealed('1')]
    const waits = () => Promise.all([one, two].map((id) => hasEarlierUnjudged(database.queries, id)))
    expect([await waits(), await hasEarlierUnjudged(database.queries, await sealed('2'))]).toEqual([
      [false, true],
      false,
    ])
    await database.transaction((tx) => parkSubmission(tx, one, 'corrupt'))
    expect(await waits()).toEqual([false, false])
    await database.transaction((tx) => unparkSubmission(tx, one))
    expect(await waits()).toEqual([false, true])
    await database.transaction((tx) => insertFact(tx, one, 'verdict', verdict('rejected')))
    expect(await waits()).toEqual([false, false])
  })
})

describe('the books', () => {
  test('every place is found, and nothing is anywhere else', async () => {
    await arrive([file('superseded', 'a')])
    await arrive([file('superseded', 'a')])
    await database.transaction(async (tx) => {
      await addWaiting(tx, file('', 'old.tmp'))
      await tx
        .updateTable('received_file')
        .set({ received_at: new Date(0) })
        .where('name', '=', 'old.tmp')
        .execute()
      await discardWaiting(tx, 24)
      await addWaiting(tx, file('', 'x.tmp'))
      const deleted = file('', 'y.tmp')
      await addWaiting(tx, deleted)
      await deleteFile(tx, deleted.fileId, 'y.tmp')
    })
    await sealed('pending')
    const parked = await sealed('parked')
    await database.transaction((tx) => parkSubmission(tx, parked, 'corrupt'))
    await ended('cancelled', (tx, id) => insertFact(tx, id, 'cancellation', { name: 'TD', cancelledAt: '' }))
    await ended('rejected', (tx, id) => answered(tx, id, 'rejected'))
    await ended('accepted', async (tx, id) => {
      await answered(tx, id, 'accepted')
      const { deliveryId } = await insertDelivery(tx, { submissionId: id, service: 'DMFA', sender: '123456' })
      await insertFact(tx, id, 'dispatch', { service: 'DMFA', deliveryId, dispatchedAt: '' })
    })
    await ended('closed', (tx, id) => insertFact(tx, id, 'verdict', { ...verdict('accepted'), answer: null }))
    expect(await booksBalance(database.queries)).toEqual({
      places: Object.fromEntries(PLACES.map((place) => [place, 1])),
      imbalance: 0,
      misfits: [],
    })
  })

  test.each<[string, (tx: Transaction, id: string) => Promise<unknown>]>([
    ['lost its claim', (tx, id) => tx.deleteFrom('claim').where('submission_id', '=', id).execute()],
    ['closed without a word', closeSubmission],
    [
      'closed without an answer',
      async (tx, id) => {
        await insertFact(tx, id, 'verdict', verdict('rejected'))
        await closeSubmission(tx, id)
      },
    ],
    [
      'closed with two of three answer files',
      async (tx, id) => {
        await answered(tx, id, 'rejected')
        await tx.deleteFrom('out_entry').where('name', 'like', 'GO%').execute()
        await closeSubmission(tx, id)
      },
    ],
    [
      'accepted and never dispatched',
      async (tx, id) => {
        await answered(tx, id, 'accepted')
        await closeSubmission(tx, id)
      },
    ],
    [
      'rejected and yet dispatched',
      async (tx, id) => {
        await answered(tx, id, 'rejected')
        await insertDelivery(tx, { submissionId: id, service: 'DMFA', sender: '123456' })
        await closeSubmission(tx, id)
      },
    ],
    [
      'sealed without an envelope',
      async (tx, id) => {
        await tx.updateTable('submission').set({ sealed_at: null }).where('submission_id', '=', id).execute()
      },
    ],
    [
      'closed and still claimed',
      async (tx, id) => {
        await tx.updateTable('submission').set({ closed_at: new Date() }).where('submission_id', '=', id).execute()
      },
    ],
  ])('a set that %s is told', async (_, spoil) => {
    await sealed('right')
    const id = await sealed('wrong')
    await database.transaction((tx) => spoil(tx, id))
    const { imbalance, misfits } = await booksBalance(database.queries)
    expect({ imbalance, misfits }).toEqual({ imbalance: 1, misfits: [id] })
  })

  test('the history can be left out', async () => {
    await ended('rejected', (tx, id) => answered(tx, id, 'rejected'))
    await sealed('pending')
    await database.queries
      .updateTable('submission')
      .set({ closed_at: new Date(0) })
      .where('closed_at', 'is not', null)
      .execute()
    const { places, imbalance } = await booksBalance(database.queries, 24)
    expect([places.rejected, places.pending, imbalance]).toEqual([0, 1, 0])
  })
})

describe('finding', () => {
  test('by set key, member, answer, ticket, digest and id; oldest first', async () => {
    const first = await sealed('DMFA.1')
    const second = await sealed('DMFA.1')
    await ended('DMFA.2', (tx, id) => answered(tx, id, 'rejected'))
    const ticket = (await readFacts(database.queries, second)).envelope?.ticket ?? ''
    const ids = async (text: string) =>
      (await findSubmissions(database.queries, text)).map(({ submissionId }) => submissionId)
    const [third] = await ids('DMFA.2')
    expect(
      await Promise.all(['DMFA.1', 'member of DMFA.1', ticket, 'FS.A', first, 'nothing', '%', "' or 1=1--"].map(ids)),
    ).toEqual([[first, second], [first, second], [second], [third], [first], [], [], []])
    expect(new Set(await ids(BLOB.sha256))).toEqual(new Set([first, second, third]))
  })

  test('tells everything that is known', async () => {
    await ended('DMFA.1', async (tx, id) => {
      await answered(tx, id, 'accepted')
      await insertDelivery(tx, { submissionId: id, service: 'DMFA', sender: '123456' })
      await recordEvent(tx, { submissionId: id, sender: '123456', event: 'go.repeated', detail: { name: 'GO' } })
    })
    const [found] = await findSubmissions(database.queries, 'DMFA.1')
    expect({
      rawKey: found?.rawKey,
      closed: found?.closedAt !== null,
      facts: Object.keys(found?.facts ?? {}).sort(),
      files: found?.files.map(({ name, state, channel }) => [name, state, channel]),
      deliveries: found?.deliveries.map(({ service, state, attempts, lastError }) => [
        service,
        state,
        attempts,
        lastError,
      ]),
      events: found?.events.map(({ event, detail }) => [event, detail]),
      answers: found?.answers.map(({ name, deletedAt }) => [name, deletedAt]),
    }).toEqual({
      rawKey: 'IN/DMFA.1',
      closed: true,
      facts: ['acknowledgement', 'envelope', 'verdict'],
      files: [['member of DMFA.1', 'received', 'sftp']],
      deliveries: [['DMFA', 'waiting', 0, null]],
      events: [['go.repeated', { name: 'GO' }]],
      answers: [
        ['FO.A', null],
        ['FS.A', null],
        ['GO.A', null],
      ],
    })
  })
})

let fileNo = 0

function file(key: string, name: string): ArrivingMember {
  const fileId = `01a209ee-2406-7ade-b0f5-${String(fileNo++).padStart(12, '0')}`
  const who = { sender: '123456', channel: 'sftp', principal: 's123456', address: '127.0.0.1', session: 'x' } as const
  return { ...who, ...BLOB, fileId, environment: 'R', name, overLimit: false, rawKey: `IN/${key}` }
}

function arrive(files: readonly ArrivingMember[]) {
  return acceptMembers(database.queries, files, 24)
}

/** How often this session has read all submissions from one end to the other. */
async function scans(tx: Transaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select pg_stat_get_xact_numscans('submission'::regclass) as count`.execute(tx)
  return Number(rows[0]?.count)
}

/** A sealed set of one file. */
async function sealed(key: string): Promise<string> {
  return database.transaction(async (tx) => {
    const place = { sender: '123456', rawKey: `IN/${key}` }
    const { submissionId, openedAt } = await openSubmission(tx, { ...place, environment: 'R', routable: true }, 24)
    await addMember(tx, submissionId, file(key, `member of ${key}`), false)
    const { number, now } = await nextTicket(tx)
    const told = { ticket: `T${number}`, sealedAt: now.toISOString(), rawKey: place.rawKey, members: [] as const }
    await sealSubmissions(tx, [{ submissionId, openedAt, envelope: told as unknown as Envelope }])
    expect(await lockOpenSubmission(tx, place)).toBe(null)
    return submissionId
  })
}

async function ended(key: string, end: (tx: Transaction, id: string) => Promise<unknown>): Promise<void> {
  const id = await sealed(key)
  await database.transaction(async (tx) => {
    await end(tx, id)
    await closeSubmission(tx, id)
  })
}

let answerNo = 0

async function answered(tx: Transaction, submissionId: string, outcome: 'accepted' | 'rejected'): Promise<void> {
  await insertFact(tx, submissionId, 'verdict', verdict(outcome))
  const { count } = await tx
    .selectFrom('out_entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const tail = count === 0 ? 'A' : `A${answerNo++}`
  const names = { document: `FO.${tail}`, signature: `FS.${tail}`, trigger: `GO.${tail}` }
  await publishAcknowledgement(tx, {
    submissionId,
    sender: '123456',
    environment: 'R',
    names,
    document: BLOB,
    signature: BLOB,
  })
}

function take(owner: string, limit: number) {
  return acquireDue(database.queries, { owner, leaseSeconds: 60, limit })
}

function hold(claim: { submissionId: string; fence: number }): Promise<boolean> {
  return database.transaction(async (tx) => (await holdClaim(tx, claim)) !== null)
}

async function leaseRunsOut(): Promise<void> {
  await database.queries
    .updateTable('claim')
    .set({ until: sql<Date>`now() - interval '1 second'` })
    .where('owner', 'is not', null)
    .execute()
}

function verdict(outcome: 'accepted' | 'rejected'): Verdict {
  const answer = { date: '20261123', sequence: '00001' }
  return { outcome, reasons: [], judgedAt: '', rules: '1', evidence: { signatures: [], documents: [] }, answer }
}
