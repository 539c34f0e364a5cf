import { afterAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../../src/base/hashes.ts'
import { isTicket } from '../../../src/batch/ticket.ts'
import { insertFact, readFacts } from '../../../src/ledger/facts.ts'
import { closeSubmission } from '../../../src/ledger/submissions.ts'
import { verdictOf } from '../../stages/a-set.ts'
import {
  books,
  closeRig,
  listed,
  openNode,
  openRig,
  put,
  putAll,
  type Rig,
  refusalOf,
  sealDue,
  sealedSets,
  timePasses,
} from '../rig.ts'
import { accepted, addPart, answerOf, FI, FS, GO, KEY, PROGRAM, type Sent, TD, transfer } from './send.ts'

afterAll(closeRig)

const WHOLE = [{ why: 'complete', members: [FI, FS, GO] }]
const OPEN = { go: false }

describe('a whole set in one request', () => {
  test('rule 14.6: is sealed in the commit of its files, and due to be judged', async () => {
    await using rig = await openRig()
    const { view, replayed } = accepted(await transfer(rig))
    const file = (fileName: string, content = fileName) => {
      const receivedAt = view.openedAt
      return { fileName, bytes: content.length, sha256: sha256(content), channel: 'web', receivedAt }
    }
    expect([replayed, view]).toEqual([
      false,
      {
        ...{ transferId: view.transferId, setName: `${KEY}.1`, environment: 'R', declarationType: 'DMFA' },
        ...{ status: 'received', openedAt: view.openedAt, sealedAt: view.sealedAt, ticket: view.ticket },
        files: [file(FI), file(FS), file(GO, '')],
        ...{ verdict: null, awaitsRevocationSince: null, result: null, messageIds: [] },
      },
    ])
    const { envelope } = await readFacts(rig.database.queries, view.transferId)
    expect([isTicket(view.ticket ?? ''), envelope?.ticket, envelope?.sealedAt, envelope?.rawKey]).toEqual([
      ...[true, view.ticket, view.sealedAt?.toISOString(), `IN/${KEY}`],
    ])
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
    expect(await rig.database.queries.selectFrom('claim').select('submission_id').execute()).toEqual([
      { submission_id: view.transferId },
    ])
    expect(await rig.mailbox.transfers.find('123456', view.transferId)).toEqual(view)
  })

  test('every row says who brought it, over which channel, from where', async () => {
    await using rig = await openRig()
    await transfer(rig)
    const rows = await rig.database.queries
      .selectFrom('received_file')
      .select(['channel', 'principal', 'address', 'session', 'environment', 'sender_number as sender'])
      .execute()
    const { sender, channel, principal, address, session } = PROGRAM
    expect(rows).toEqual(Array(3).fill({ sender, channel, principal, address, session, environment: 'R' }))
  })

  test.each([
    ['R', 'IN'],
    ['T', 'INTEST'],
    ['S', 'INTEST-S'],
  ] as const)('rule 14.1: environment %s goes to the folder %s', async (environment, folder) => {
    await using rig = await openRig()
    const named = (name: string) => name.replace('.R', `.${environment}`)
    const { view } = accepted(await transfer(rig, [[named(FI)], [named(FS)]], { setName: named(`${KEY}.1`) }))
    const { envelope } = await readFacts(rig.database.queries, view.transferId)
    expect([view.environment, envelope?.rawKey, envelope?.environment]).toEqual([
      ...[environment, `${folder}/${named(KEY)}`, environment],
    ])
  })

  test('of several parts, in pieces, side by side', async () => {
    await using rig = await openRig()
    await using request = rig.mailbox.transfers.begin(PROGRAM)
    const names = [1, 2, 3].flatMap((part) => [`FI.${KEY}.3.${part}`, `FS.${KEY}.3.${part}`])
    await Promise.all(
      names.map(async (name) => {
        const part = await request.part(name.startsWith('FI') ? 'declaration' : 'signature', name)
        if (!part.ok) throw new Error(part.problem.kind)
        await Promise.all([...'pieces'].map((letter) => part.value.write(Buffer.from(letter))))
      }),
    )
    const { view } = accepted(await request.finish({ setName: `${KEY}.3`, go: true, digests: new Map() }))
    expect(view.files.map(({ sha256: hash }) => hash)).toEqual([...Array(6).fill(sha256('pieces')), sha256('')])
  })

  test('without a signature where none is required', async () => {
    await using rig = await openRig()
    const named = (name: string) => name.replace('.R', '.S')
    expect(answerOf(await transfer(rig, [[named(FI)]], { setName: named(KEY) }))).toBe('received')
  })
})

describe('rule 14.3: the same again', () => {
  test.each([1, 2, 3])('case H3: is answered as before, %i times', async (times) => {
    await using rig = await openRig()
    const { view } = accepted(await transfer(rig))
    for (let time = 0; time < times; time++)
      expect(await transfer(rig)).toEqual({ ok: true, value: { view, replayed: true } })
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
  })

  test('case H3: 50 at the same instant give one set and one receipt', async () => {
    await using rig = await openRig()
    const answers = (await Promise.all(Array.from({ length: 50 }, () => transfer(rig)))).map(accepted)
    const [first] = answers
    expect(answers.map(({ view }) => view)).toEqual(Array(50).fill(first?.view))
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
  })

  test('case H3: also at two nodes, and for a set that stays open', async () => {
    await using rig = await openRig()
    await using other = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
    const nodes = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? rig : other))
    const answers = (await Promise.all(nodes.map((node) => transfer(node, [[FI]], OPEN)))).map(accepted)
    expect(new Set(answers.map(({ view }) => view.transferId)).size).toBe(1)
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await books(rig.database)).toEqual({ open: 1 })
  })

  test('parts of it, and the GO alone, are the same as well', async () => {
    await using rig = await openRig()
    const { view } = accepted(await transfer(rig))
    const some: [Sent[], boolean][] = [
      [[[FI]], false],
      [[[FS]], true],
      [[], true],
    ]
    for (const [sent, go] of some) {
      expect(await transfer(rig, sent, { go })).toEqual({ ok: true, value: { view, replayed: true } })
    }
    expect(await books(rig.database)).toEqual({ pending: 3 })
  })

  test('is answered with the verdict once it is accepted', async () => {
    await using rig = await openRig()
    const { view } = accepted(await transfer(rig))
    await judged(rig, view.transferId, 'accepted')
    const again = accepted(await transfer(rig))
    expect([again.replayed, again.view.transferId, again.view.verdict]).toEqual([
      ...[true, view.transferId, { outcome: 'accepted', reasons: [] }],
    ])
    expect(await sealedSets(rig.database)).toEqual(WHOLE)
  })

  test('is the same whoever brought it first: a set that came over SFTP', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    expect(answerOf(await transfer(rig))).toBe('replayed')
    expect(await sealedSets(rig.database)).toEqual(WHOLE)
  })

  test.each(['rejected', 'cancelled', 'expired', 'withdrawn'] as const)(
    'is a new submission once it is %s',
    async (end) => {
      await using rig = await openRig()
      const first = accepted(await transfer(rig, [[FI], [FS]], { go: end === 'rejected' || end === 'cancelled' })).view
      if (end === 'rejected') await judged(rig, first.transferId, 'rejected')
      if (end === 'cancelled') await put(rig, 'IN', TD)
      if (end === 'expired') {
        await timePasses(rig.database, 25 * 3600)
        await sealDue(rig)
      }
      if (end === 'withdrawn') for (const name of [FI, FS]) await rig.mailbox.remove(PROGRAM, 'IN', name)
      const second = accepted(await transfer(rig))
      expect([second.replayed, second.view.status, second.view.transferId === first.transferId]).toEqual([
        ...[false, 'received', false],
      ])
    },
  )
})

describe('rule 14.3: other content under a name', () => {
  test.each<[string, readonly Sent[], boolean, string]>([
    ['another declaration', [[FI, 'other'], [FS]], true, FI],
    ['another signature alone', [[FS, 'other']], false, FS],
    ['a part that the sealed set has not', [[FI], [FS], [`FI.${KEY}.2.2`]], true, `FI.${KEY}.2.2`],
    ['another GO', [[FI], [FS]], true, `GO.${KEY}`],
  ])('case H4: %s is refused while the set is pending, and after it was accepted', async (_, sent, go, fileName) => {
    await using rig = await openRig()
    const { transferId } = accepted(await transfer(rig)).view
    const words = { go, setName: fileName.startsWith('GO') ? KEY : `${KEY}.1` }
    const used = { ok: false, problem: { kind: 'nameUsed', fileName, transferId } }
    expect(await transfer(rig, sent, words)).toEqual(used)
    await judged(rig, transferId, 'accepted')
    expect(await transfer(rig, sent, words)).toEqual(used)
    expect(await sealedSets(rig.database)).toEqual(WHOLE)
  })

  test('case H4: is refused in an open set, whoever brought it', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', FI, 'other')
    expect(answerOf(await transfer(rig, [[FS], [FI]], OPEN))).toBe('nameUsed')
    expect([await listed(rig, 'IN'), await books(rig.database)]).toEqual([[FI], { open: 1 }])
  })

  test('of two at the same instant one is taken', async () => {
    await using rig = await openRig()
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((content) => transfer(rig, [[FI, content], [FS]])))
    expect(answers.map(answerOf).sort()).toEqual(['nameUsed', 'nameUsed', 'nameUsed', 'received'])
    expect(await books(rig.database)).toEqual({ pending: 3 })
  })
})

describe('case H5: a set of the same name without any key', () => {
  test('is refused by its code where names are never used again', async () => {
    await using rig = await openRig()
    const { view } = accepted(await transfer(rig))
    await judged(rig, view.transferId, 'rejected')
    await rig.database.queries
      .insertInto('accepted_name')
      .values({ set_key: KEY, submission_id: view.transferId })
      .execute()
    expect(answerOf(await transfer(rig))).toBe('name 133')
  })
})

describe('two channels, one set', () => {
  test('half over SFTP, then the rest by request', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI])
    expect(answerOf(await transfer(rig, [[FS]]))).toBe('received')
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
  })

  test('half by request, then the rest over SFTP', async () => {
    await using rig = await openRig()
    const { view } = accepted(await transfer(rig, [[FS]], OPEN))
    expect([view.status, view.ticket, view.setName, await listed(rig, 'IN')]).toEqual(['open', null, KEY, [FS]])
    await putAll(rig, 'IN', [FI, GO])
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
    expect((await rig.mailbox.transfers.find('123456', view.transferId))?.files.map(({ channel }) => channel)).toEqual([
      ...['sftp', 'web', 'sftp'],
    ])
  })

  test('a request that leaves the set open, then a lone GO over SFTP', async () => {
    await using rig = await openRig()
    await transfer(rig, [[FI], [FS]], OPEN)
    await putAll(rig, 'IN', [GO])
    expect(await sealedSets(rig.database)).toEqual(WHOLE)
  })

  test('a GO over SFTP waits for what a request completes', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, GO])
    expect(answerOf(await transfer(rig, [[FS]]))).toBe('received')
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
  })

  test('a request that leaves the set open seals it when its GO is there already', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, GO])
    expect(answerOf(await transfer(rig, [[FS]], OPEN))).toBe('received')
    expect(await sealedSets(rig.database)).toEqual(WHOLE)
  })

  test('decision 6: a GO over SFTP waits for the parts of a request that are under way', async () => {
    await using rig = await openRig()
    const named = (name: string) => name.replace('.R', '.S')
    await putAll(rig, 'INTEST-S', [named(FI)])
    await using request = rig.mailbox.transfers.begin(PROGRAM)
    await addPart(request, [named(FS)])
    await putAll(rig, 'INTEST-S', [named(GO)])
    expect(await sealedSets(rig.database)).toEqual([])
    accepted(await request.finish({ setName: named(KEY), go: false, digests: new Map() }))
    expect(await sealedSets(rig.database)).toEqual([{ why: 'complete', members: [FI, FS, GO].map(named) }])
  })

  test('the seal waits for an upload of the set that is under way over SFTP', async () => {
    await using rig = await openRig()
    const upload = await rig.mailbox.upload(PROGRAM, 'IN', FI, 'replace')
    if (!upload.ok) throw new Error(upload.problem.cause)
    expect(answerOf(await transfer(rig))).toBe('open')
    await upload.value[Symbol.asyncDispose]()
    expect(answerOf(await transfer(rig))).toBe('replayed')
    await timePasses(rig.database, 11)
    expect([await sealDue(rig), await sealedSets(rig.database)]).toEqual([['complete'], WHOLE])
  })
})

describe('an open set', () => {
  test('takes new names by a further request, and its GO alone', async () => {
    await using rig = await openRig()
    expect(answerOf(await transfer(rig, [[FI]], OPEN))).toBe('open')
    expect(answerOf(await transfer(rig, [[FI], [FS]], OPEN))).toBe('open')
    expect(answerOf(await transfer(rig, [[FI], [FS]], OPEN))).toBe('replayed')
    expect(answerOf(await transfer(rig, []))).toBe('received')
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
  })

  test('is sealed by the same files with the GO, which is no repetition', async () => {
    await using rig = await openRig()
    await transfer(rig, [[FI], [FS]], OPEN)
    expect(answerOf(await transfer(rig))).toBe('received')
  })

  test('counts against the room of its sender only while it waits', async () => {
    await using rig = await openRig()
    rig.settings.limits.openFilesPerSender = 2
    await transfer(rig)
    expect(refusalOf(await put(rig, 'IN', FI))).toBe(null)
    expect(answerOf(await transfer(rig, [[FS, 'new'], [`FI.${KEY}.2.2`]], OPEN))).toBe('SLU-QUOTA')
    expect(answerOf(await transfer(rig, [[FS, 'new']], OPEN))).toBe('open')
    expect(answerOf(await transfer(rig, [[`FI.${KEY}.2.2`]], OPEN))).toBe('SLU-QUOTA')
  })
})

async function judged({ database }: Rig, submissionId: string, outcome: 'accepted' | 'rejected'): Promise<void> {
  await database.transaction(async (tx) => {
    await insertFact(tx, submissionId, 'verdict', verdictOf({ outcome }))
    await closeSubmission(tx, submissionId)
  })
}
