import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../../src/base/hashes.ts'
import { serviceAnswerNames } from '../../../src/batch/answer-names.ts'
import { publishAnswer } from '../../../src/ledger/answers/publish-answer.ts'
import { insertAnswer } from '../../../src/ledger/answers/received-answers.ts'
import { insertDelivery } from '../../../src/ledger/deliveries.ts'
import { insertFact } from '../../../src/ledger/facts.ts'
import { publishAcknowledgement } from '../../../src/ledger/out-entries.ts'
import { closeSubmission, lockSubmission, openSubmission } from '../../../src/ledger/submissions.ts'
import { createTransfers, type TransferDeps } from '../../../src/mailbox/transfers/create-transfers.ts'
import type { TransferFilter } from '../../../src/mailbox/transfers/transfers.ts'
import { cancelSet } from '../../../src/stages/cancel.ts'
import { verdictOf } from '../../stages/a-set.ts'
import { rowsRead } from '../../support/rows-read.ts'
import { untilWaiting } from '../../support/test-database.ts'
import { books, closeRig, openRig, put, putAll, type Rig, sealedSets } from '../rig.ts'
import { accepted, FI, FS, GO, KEY, PROGRAM, TD, transfer } from './send.ts'

afterAll(closeRig)

const ME = '123456'
const PAGE = { offset: 0, limit: 50 }
const REASONS = [{ code: 125, file: FS }]

describe('rule 14.7: the status of a transfer', () => {
  test('changes with the answer, and the verdict is told before', async () => {
    await using rig = await openRig()
    const seen: unknown[] = []
    const look = async () => {
      const [view] = await rig.mailbox.transfers.list(ME, {}, PAGE)
      seen.push([view?.status, view?.verdict, view?.messageIds])
    }
    const { transferId } = accepted(await transfer(rig, [[FI], [FS]], { go: false })).view
    await look()
    await transfer(rig)
    await look()
    await rig.database.transaction(async (tx) => {
      await insertFact(tx, transferId, 'verdict', verdictOf({ outcome: 'rejected', reasons: REASONS }))
    })
    await look()
    await answered(rig, transferId, '00001')
    await look()
    const verdict = { outcome: 'rejected', reasons: REASONS }
    expect(seen).toEqual([
      ['open', null, []],
      ['received', null, []],
      ['received', verdict, []],
      ['negativeAcknowledgement', verdict, ['ACRF.999999.20260105.00001.R']],
    ])
  })

  test('rule 28.3: is received while its authority has not answered, and says since when it waits', async () => {
    await using rig = await openRig()
    const { transferId } = accepted(await transfer(rig)).view
    const seen: unknown[] = []
    const look = async () => {
      const found = await rig.mailbox.transfers.find(ME, transferId)
      seen.push([found?.status, found?.awaitsRevocationSince])
    }
    await look()
    const since = new Date('2026-01-05T09:00:00Z')
    await rig.database.queries
      .updateTable('claim')
      .set({ waits_for: 'a'.repeat(64), waits_since: since })
      .execute()
    await look()
    await rig.database.transaction((tx) => insertFact(tx, transferId, 'verdict', verdictOf({})))
    await look()
    expect(seen).toEqual([
      ['received', null],
      ['received', since],
      ['received', null],
    ])
  })

  test('is positive when the set was accepted, and at once when no answer is due', async () => {
    await using rig = await openRig()
    const first = accepted(await transfer(rig)).view
    await judged(rig, first.transferId, 'accepted')
    await answered(rig, first.transferId, '00001')
    const own = KEY.replace('DMFA', 'ACRF')
    const second = accepted(await transfer(rig, [[`FI.${own}`]], { setName: own })).view
    await rig.database.transaction((tx) => insertFact(tx, second.transferId, 'verdict', verdictOf({ answer: null })))
    const views = await rig.mailbox.transfers.list(ME, { status: 'positiveAcknowledgement' }, PAGE)
    expect(views.map(({ transferId, status }) => [transferId, status])).toEqual([
      [second.transferId, 'positiveAcknowledgement'],
      [first.transferId, 'positiveAcknowledgement'],
    ])
  })

  test('rule 20.14: is processing when the service has it, and processed when it has answered, with the worst that it says', async () => {
    await using rig = await openRig()
    const { queries } = rig.database
    const { transferId } = accepted(await transfer(rig)).view
    await judged(rig, transferId, 'accepted')
    await answered(rig, transferId, '00001')
    const seen: unknown[] = []
    const look = async () => {
      const found = await rig.mailbox.transfers.find(ME, transferId)
      const statuses = ['positiveAcknowledgement', 'processing', 'processed'] as const
      const lists = await Promise.all(statuses.map((status) => rig.mailbox.transfers.list(ME, { status }, PAGE)))
      seen.push([found?.status, found?.result, ...lists.map(({ length }) => length)])
    }
    await rig.database.transaction((tx) =>
      insertDelivery(tx, { submissionId: transferId, service: 'DMFA', sender: ME }),
    )
    await look()
    await queries.updateTable('delivery').set({ state: 'delivered' }).execute()
    await look()
    for (const result of ['refused', 'accepted'] as const) {
      const document = { sha256: sha256(result), bytes: 1 }
      const answer = {
        service: 'DMFA',
        key: result,
        purpose: 'NOTI',
        sender: ME,
        environment: 'R',
        via: 'http',
      } as const
      await rig.database.transaction(async (tx) => {
        const more = { submissionId: transferId, document, result, isFinal: true, compressed: false }
        const { stored } = await insertAnswer(tx, { ...answer, ...more })
        const names = serviceAnswerNames(stored, '999999')
        await publishAnswer(tx, { answerId: stored.answerId, names, document, signature: document })
      })
    }
    await look()
    expect(seen).toEqual([
      ['positiveAcknowledgement', null, 1, 0, 0],
      ['processing', null, 0, 1, 0],
      ['processed', 'refused', 0, 0, 1],
    ])
  })

  test('is cancelled after a TD, and when all files were taken back', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI])
    await rig.mailbox.remove(PROGRAM, 'IN', FI)
    await putAll(rig, 'IN', [FI, TD])
    const views = await rig.mailbox.transfers.list(ME, { status: 'cancelled' }, PAGE)
    expect(views.map(({ status, files }) => [status, files.length])).toEqual([
      ['cancelled', 1],
      ['cancelled', 0],
    ])
  })
})

describe('the list', () => {
  test('tells the sets of all channels, and files whose names tell none, the latest first', async () => {
    await using rig = await openRig()
    await put(rig, 'INTEST', 'nameless')
    await putAll(rig, 'IN', [FI, FS, GO])
    accepted(
      await transfer(rig, [[`FI.${KEY.replace('00001', '00002')}`]], {
        setName: KEY.replace('00001', '00002'),
        go: false,
      }),
    )
    const views = await rig.mailbox.transfers.list(ME, {}, PAGE)
    expect(
      views.map(({ setName, environment, declarationType, status, files }) => {
        return [setName, environment, declarationType, status, ...files.map(({ channel }) => channel)]
      }),
    ).toEqual([
      [KEY.replace('00001', '00002'), 'R', 'DMFA', 'open', 'web'],
      [`${KEY}.1`, 'R', 'DMFA', 'received', 'sftp', 'sftp', 'sftp'],
      [null, 'T', null, 'received', 'sftp'],
    ])
  })

  test.each<[string, TransferFilter, readonly number[]]>([
    ['all', {}, [5, 4, 3, 2, 1]],
    ['an environment', { environment: 'T' }, [4]],
    ['a declaration type', { declarationType: 'DIMN' }, [5]],
    ['a declaration type that is none', { declarationType: '%' }, []],
    ['open ones', { status: 'open' }, [5, 2]],
    ['received ones', { status: 'received' }, [4, 3]],
    ['rejected ones', { status: 'negativeAcknowledgement' }, [1]],
    ['accepted ones', { status: 'positiveAcknowledgement' }, []],
    ['those that the service has', { status: 'processing' }, []],
    ['those that it has answered', { status: 'processed' }, []],
    ['a set', { setName: `DMFA.${ME}.20260105.00003.R` }, [3]],
    ['a set with its number of parts', { setName: `DMFA.${ME}.20260105.00003.R.1` }, [3]],
    ['a set with another number of parts', { setName: `DMFA.${ME}.20260105.00003.R.2` }, []],
    ['what PostgreSQL cannot take', { setName: '\0.\uD800', declarationType: '\0' }, []],
    ['several wishes', { status: 'open', declarationType: 'DMFA' }, [2]],
  ])('narrowed to %s', async (_, filter, found) => {
    await using rig = await openRig()
    rig.settings.services.push({ ...rig.settings.services[0]!, code: 'DIMN' })
    rig.rights.current = {
      ...rig.rights.current,
      bindings: ['DMFA', 'DIMN'].flatMap((service) =>
        rig.rights.current.bindings.map((binding) => ({ ...binding, service })),
      ),
    }
    const sets = [
      ['DMFA', 'R', true],
      ['DMFA', 'R', false],
      ['DMFA', 'R', true],
      ['DMFA', 'T', true],
      ['DIMN', 'S', false],
    ] as const
    const ids: string[] = []
    for (const [index, [purpose, environment, go]] of sets.entries()) {
      const key = `${purpose}.${ME}.20260105.0000${index + 1}.${environment}`
      ids.push(
        accepted(await transfer(rig, [[`FI.${key}.1.1`], [`FS.${key}.1.1`]], { setName: `${key}.1`, go })).view
          .transferId,
      )
    }
    await judged(rig, ids[0] ?? '', 'rejected')
    await answered(rig, ids[0] ?? '', '00001')
    const views = await rig.mailbox.transfers.list(ME, filter, PAGE)
    expect(views.map(({ transferId }) => ids.indexOf(transferId) + 1)).toEqual(found)
    expect(await rig.mailbox.transfers.list('654321', filter, PAGE)).toEqual([])
  })

  test('from a time on, and in pages', async () => {
    await using rig = await openRig()
    const views = []
    for (const part of [1, 2, 3]) {
      const key = KEY.replace('00001', `0000${part}`)
      views.unshift(accepted(await transfer(rig, [[`FI.${key}`]], { setName: key, go: false })).view)
    }
    const createdFrom = views[1]?.openedAt ?? new Date(0)
    expect(await rig.mailbox.transfers.list(ME, { createdFrom: new Date(createdFrom.getTime() + 1) }, PAGE)).toEqual(
      views.slice(0, 1),
    )
    expect(await rig.mailbox.transfers.list(ME, {}, { offset: 1, limit: 1 })).toEqual(views.slice(1, 2))
    expect(await rig.mailbox.transfers.list(ME, {}, { offset: 3, limit: 1 })).toEqual([])
  })

  test.each<[string, TransferFilter, number]>([
    ['the latest', {}, 50],
    ['accepted ones', { status: 'positiveAcknowledgement' }, 50],
    ['the few that are received', { status: 'received' }, 2],
    ['the few that are open', { status: 'open' }, 3],
    ['the one that was rejected', { status: 'negativeAcknowledgement' }, 1],
    ['the one of a name', { setName: `DMFA.${ME}.20260105.00777.R` }, 1],
  ])('of very many sets, %s are found by reading few rows', async (_, filter, found) => {
    await using rig = await openRig()
    await manySets(rig)
    const { value, rows } = await rowsRead(rig.database, (queries) => {
      const database = { ...rig.database, queries }
      return createTransfers({ database } as TransferDeps).list(ME, filter, PAGE)
    })
    expect([value.length, rows < 2000, rows]).toEqual([found, true, expect.anything()])
  })
})

describe('one transfer', () => {
  test('is found by its id and by its ticket, by its own sender alone', async () => {
    await using rig = await openRig()
    const { view } = accepted(await transfer(rig))
    const { transfers } = rig.mailbox
    const asked = [
      view.transferId,
      view.ticket ?? '',
      '0197a000-0000-7000-8000-000000000000',
      'SLU0000000018',
      '',
      "'\0",
    ]
    expect(await Promise.all(asked.map((text) => transfers.find(ME, text)))).toEqual([
      view,
      view,
      null,
      null,
      null,
      null,
    ])
    expect(await Promise.all(asked.map((text) => transfers.find('654321', text)))).toEqual(Array(6).fill(null))
  })
})

describe('rule 14.8: a cancellation', () => {
  test.each([
    ['open', false],
    ['sealed', true],
  ])('ends a set that is %s, whoever brought its files, and frees its name', async (_, go) => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI])
    const { view } = accepted(await transfer(rig, [[FS]], { go }))
    const cancelled = await rig.mailbox.transfers.cancel(PROGRAM, view.transferId)
    expect(cancelled).toEqual({ outcome: 'cancelled', view: { ...view, status: 'cancelled' } })
    expect(await rig.mailbox.transfers.cancel(PROGRAM, view.transferId)).toEqual(cancelled)
    expect([await books(rig.database), await sealedSets(rig.database)]).toEqual([
      { cancelled: go ? 3 : 2 },
      go ? [expect.anything()] : [],
    ])
    expect(accepted(await transfer(rig)).replayed).toBe(false)
  })

  test('is too late for a set that has its verdict, and leaves a newer one of its name alone', async () => {
    await using rig = await openRig()
    const { transferId } = accepted(await transfer(rig)).view
    await judged(rig, transferId, 'rejected')
    const newer = accepted(await transfer(rig)).view
    expect(await rig.mailbox.transfers.cancel(PROGRAM, transferId)).toMatchObject({
      outcome: 'tooLate',
      view: { transferId },
    })
    expect((await rig.mailbox.transfers.find(ME, newer.transferId))?.status).toBe('received')
    const events = await rig.database.queries.selectFrom('event').select(['event', 'submission_id']).execute()
    expect(events).toEqual([{ event: 'cancellation.tooLate', submission_id: transferId }])
  })

  test('that another one overtakes leaves the set alone which took the name in between', async () => {
    await using rig = await openRig()
    const { rawKey, submissionId } = await openSet(rig)
    const set = { sender: ME, rawKey }
    const late = await rig.database.transaction(async (tx) => {
      await lockSubmission(tx, submissionId)
      const second = rig.mailbox.transfers.cancel(PROGRAM, submissionId)
      await untilWaiting(rig.database)
      await cancelSet(tx, set, TD)
      await openSubmission(tx, { ...set, environment: 'R', routable: true }, 1)
      return { second }
    })
    expect(await late.second).toMatchObject({ outcome: 'cancelled', view: { transferId: submissionId } })
    const views = await rig.mailbox.transfers.list(ME, {}, PAGE)
    expect(views.map(({ status }) => status)).toEqual(['open', 'cancelled'])
  })

  test('of nothing, or of somebody else’s, is answered as nothing', async () => {
    await using rig = await openRig()
    const { view } = accepted(await transfer(rig))
    const stranger = { ...PROGRAM, sender: '654321' }
    const { transfers } = rig.mailbox
    expect([
      await transfers.cancel(stranger, view.transferId),
      await transfers.cancel(PROGRAM, '0197a000-0000-7000-8000-000000000000'),
      await transfers.find(ME, view.transferId),
    ]).toEqual([null, null, view])
  })
})

async function openSet(rig: Rig) {
  const { transferId } = accepted(await transfer(rig, [[FI]], { go: false })).view
  const { queries } = rig.database
  return await queries
    .selectFrom('submission')
    .select(['submission_id as submissionId', 'raw_key as rawKey'])
    .where('submission_id', '=', transferId)
    .executeTakeFirstOrThrow()
}

async function judged({ database }: Rig, submissionId: string, outcome: 'accepted' | 'rejected'): Promise<void> {
  await database.transaction((tx) => insertFact(tx, submissionId, 'verdict', verdictOf({ outcome })))
}

async function answered({ database, spool }: Rig, submissionId: string, sequence: string): Promise<void> {
  const document = await spool.store(Buffer.from('document'))
  const tail = `ACRF.999999.20260105.${sequence}.R`
  const names = { document: `FO.${tail}`, signature: `FS.${tail}`, trigger: `GO.${tail}` }
  await database.transaction(async (tx) => {
    await publishAcknowledgement(tx, {
      submissionId,
      sender: ME,
      environment: 'R',
      names,
      document,
      signature: document,
    })
    await closeSubmission(tx, submissionId)
  })
}

/** All accepted, answered and closed but for a few; as many of another sender. */
async function manySets({ database: { queries } }: Rig): Promise<void> {
  await sql`
    insert into submission (submission_id, sender_number, environment, raw_key, routable, opened_at, sealed_at, closed_at)
    select gen_random_uuid(), sender, 'R', 'IN/DMFA.' || sender || '.20260105.' || lpad(n::text, 5, '0') || '.R', true, opened,
      case when n > 3 then opened end, case when n > 5 or sender <> ${ME} then opened end
    from generate_series(1, 20000) as n, unnest(array[${ME}::text, '654321']) as sender,
      lateral (select now() - make_interval(secs => n) as opened) as more`.execute(queries)
  await sql`
    insert into fact (submission_id, kind, body)
    select submission_id, kind, jsonb_build_object('reasons', '[]'::jsonb, 'answer', '{}'::jsonb, 'outcome',
      case when raw_key like '%.10000.R' then 'rejected' else 'accepted' end)
    from submission, unnest(array['verdict', 'acknowledgement']) as kind where closed_at is not null`.execute(queries)
  await sql`insert into claim (submission_id, due_at) select submission_id, now() from submission where closed_at is null`.execute(
    queries,
  )
  for (const table of ['submission', 'fact', 'claim']) await sql`vacuum analyze ${sql.table(table)}`.execute(queries)
}
