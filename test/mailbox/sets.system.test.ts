import { afterAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Envelope } from '../../src/batch/facts.ts'
import { isTicket } from '../../src/batch/ticket.ts'
import { readFacts } from '../../src/ledger/facts.ts'
import { findSubmissions } from '../../src/ledger/find.ts'
import {
  books,
  closeRig,
  openNode,
  openRig,
  put,
  putAll,
  type Rig,
  refusalOf,
  SENDER,
  sealDue,
  sealedSets,
  timePasses,
} from './rig.ts'

afterAll(closeRig)

const KEY = 'DMFA.123456.20261123.00001.R'
const FI = `FI.${KEY}.1.1`
const FS = `FS.${KEY}.1.1`
const GO = `GO.${KEY}.1`
const TD = `TD.${KEY}.1`
const WHOLE = { why: 'complete', members: [FI, FS, GO] }

test('rule 27.7: a line of the log ties each file, and so its session, to the submission that later lines name', async () => {
  const lines: { event: string; id?: string; name?: string; session?: string }[] = []
  const write = (event: string, about?: object) => void lines.push({ event, ...about })
  await using rig = await openRig({ log: { debug: write, info: write, warn: write, error: write } })
  await putAll(rig, 'IN', [FI, FS, GO])
  const [found] = await findSubmissions(rig.database.queries, KEY)
  const id = found?.submissionId
  expect(lines.map(({ event, id, name, session }) => ({ event, id, name, session }))).toEqual([
    { event: 'file.received', id, name: FI, session: SENDER.session },
    { event: 'file.received', id, name: FS, session: SENDER.session },
    { event: 'submission.sealed', id, name: undefined, session: undefined },
    { event: 'file.received', id, name: GO, session: SENDER.session },
  ])
})

describe('assembly', () => {
  test('case A1: FI, FS, GO are sealed in the commit of GO, with rights, ticket and a due claim', async () => {
    await using rig = await openRig()
    await using doorbell = await ringing(rig)
    await putAll(rig, 'IN', [FI, FS, GO])
    const [found] = await findSubmissions(rig.database.queries, KEY)
    const { envelope } = await readFacts(rig.database.queries, found?.submissionId ?? '')
    expect({
      ...envelope,
      ticket: isTicket(envelope?.ticket ?? ''),
      sealedAt: '',
      members: namesAndHashes(envelope),
    }).toEqual({
      sender: '123456',
      environment: 'R',
      rawKey: `IN/${KEY}`,
      routable: true,
      members: [FI, FS, GO].map((name) => [name, sha256(name), name.length, 'sftp', false]),
      sealedAt: '',
      why: 'complete',
      rights: sha256('{"sender":"123456"}'),
      ticket: true,
    })
    expect(await doorbell.next()).toBe(found?.submissionId)
    expect(await rig.database.queries.selectFrom('claim').select(['owner', 'fence']).execute()).toEqual([
      { owner: null, fence: 0 },
    ])
    expect(await books(rig.database)).toEqual({ pending: 3 })
  })

  test('case A2: GO first, the rest within the grace period: sealed by the file that completes it', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [GO, FS])
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([[], { open: 2 }])
    await putAll(rig, 'IN', [FI])
    expect(await sealedSets(rig.database)).toEqual([WHOLE])
  })

  test('case A3: a missing signature is waited for, then the set is sealed as it is', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [GO, FI])
    expect(await sealDue(rig)).toEqual([])
    await timePasses(rig.database, 10)
    expect(await sealDue(rig)).toEqual(['deadline'])
    expect(await sealedSets(rig.database)).toEqual([{ why: 'deadline', members: [FI, GO] }])
  })

  test('case A4: in simulation a set without signature is whole', async () => {
    await using rig = await openRig()
    const key = 'DMFA.123456.20261123.00001.S'
    await putAll(rig, 'INTEST-S', [`FI.${key}.1.1`, `GO.${key}.1`])
    expect(await sealedSets(rig.database)).toEqual([{ why: 'complete', members: [`FI.${key}.1.1`, `GO.${key}.1`] }])
  })

  test('cases A5, A6: no GO for a day expires and is sealed for its answer', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FS])
    await timePasses(rig.database, 86_000)
    expect(await sealDue(rig)).toEqual([])
    await timePasses(rig.database, 400)
    expect(await sealDue(rig)).toEqual(['expired'])
    expect(await books(rig.database)).toEqual({ pending: 1 })
  })

  test('the wait for a GO counts from the last file', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI])
    await timePasses(rig.database, 86_000)
    await putAll(rig, 'IN', [FS])
    await timePasses(rig.database, 400)
    expect(await sealDue(rig)).toEqual([])
    await timePasses(rig.database, 86_000)
    expect(await sealDue(rig)).toEqual(['expired'])
  })

  test('case A8: a file sent again before GO supersedes the earlier one', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', FI, 'first')
    await put(rig, 'IN', FI, 'second')
    await putAll(rig, 'IN', [FS, GO])
    const { envelope } = await factsOf(rig, KEY)
    expect(envelope?.members[0]?.sha256).toBe(sha256('second'))
    expect(await books(rig.database)).toEqual({ superseded: 1, pending: 3 })
  })

  test('case A14: parts in any order, the last one seals', async () => {
    await using rig = await openRig()
    const names = [2, 3, 1].flatMap((part) => [`FI.${KEY}.3.${part}`, `FS.${KEY}.3.${part}`])
    await putAll(rig, 'IN', [`GO.${KEY}.3`, ...names.slice(0, -1)])
    expect(await sealedSets(rig.database)).toEqual([])
    await putAll(rig, 'IN', names.slice(-1))
    expect(await sealedSets(rig.database)).toEqual([{ why: 'complete', members: [...names, `GO.${KEY}.3`].sort() }])
  })

  test('case A15: members over several channels meet in one set, each with its principal', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', FI, 'x', { ...SENDER, channel: 'ftp', principal: 'f123456' })
    await put(rig, 'IN', FS, 'x', { ...SENDER, channel: 'web', principal: 'client' })
    await put(rig, 'IN', GO)
    const [found] = await findSubmissions(rig.database.queries, KEY)
    expect(found?.files.map(({ channel, principal }) => [channel, principal])).toEqual([
      ['ftp', 'f123456'],
      ['web', 'client'],
      ['sftp', 's123456'],
    ])
  })

  test('case A16: files of one name from two senders never meet', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS])
    await put(rig, 'IN', GO, '', { ...SENDER, sender: '654321' })
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([[], { open: 3 }])
  })

  test('decision 4: misnamed members wait for their GO and are sealed with it', async () => {
    await using rig = await openRig()
    const names = [`FI.${KEY}.1.X`, `FS.${KEY}.1.1.xml`, `GO.${KEY}.1`]
    await putAll(rig, 'IN', names)
    expect(await sealedSets(rig.database)).toEqual([{ why: 'complete', members: names }])
  })

  test('decision 4: a file whose name tells no set is sealed alone when its upload ends', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', ['declaration.xml', 'declaration.xml'])
    expect(await sealedSets(rig.database)).toEqual(
      Array.from({ length: 2 }, () => ({ why: 'unroutable', members: ['declaration.xml'] })),
    )
    expect(await books(rig.database)).toEqual({ pending: 2 })
  })
})

describe('GO and TD', () => {
  test('case A11: a hundred GOs at once, from two nodes, seal once', async () => {
    await using rig = await openRig()
    await using other = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
    await putAll(rig, 'IN', [FI, FS])
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, index) => put(index % 2 === 0 ? rig : other, 'IN', GO, 'go')),
    )
    expect(replies.filter(({ ok }) => ok)).toHaveLength(100)
    expect(await sealedSets(rig.database)).toEqual([WHOLE])
    expect(await books(rig.database)).toEqual({ pending: 3 })
  })

  test('all members at once, from two nodes, seal once, and nobody waits for the grace period', async () => {
    await using rig = await openRig()
    await using other = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
    for (let round = 0; round < 10; round++) {
      const key = `DMFA.123456.20261123.0001${round}.R`
      const names = [1, 2, 3].flatMap((part) => [`FI.${key}.3.${part}`, `FS.${key}.3.${part}`])
      await Promise.all(
        [`GO.${key}.3`, ...names].map((name, index) => putAll(index % 2 === 0 ? rig : other, 'IN', [name])),
      )
    }
    expect((await sealedSets(rig.database)).map(({ why, members }) => [why, members.length])).toEqual(
      Array.from({ length: 10 }, () => ['complete', 7]),
    )
  })

  test('decision 7, case F22: a GO that is repeated gets its positive reply, an event, and nothing else', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO, GO])
    const [found, ...others] = await findSubmissions(rig.database.queries, KEY)
    expect([others, found?.events.map(({ event, detail }) => [event, detail])]).toEqual([
      [],
      [['go.repeated', { name: GO }]],
    ])
    expect(refusalOf(await rig.mailbox.find(SENDER, 'IN', GO))).toBe(null)
    expect(await books(rig.database)).toEqual({ pending: 3 })
  })

  test('decision 7: an hour later, or with another member open, it is a new submission', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO, FI, GO])
    expect([(await sealedSets(rig.database)).length, await books(rig.database)]).toEqual([1, { pending: 3, open: 2 }])
    await timePasses(rig.database, 3601)
    expect(await sealDue(rig)).toEqual(['deadline'])
    await timePasses(rig.database, 3601)
    await putAll(rig, 'IN', [GO])
    expect(await books(rig.database)).toEqual({ pending: 5, open: 1 })
  })

  test('a GO that comes while its set is being sent again is no repetition', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    const upload = await rig.mailbox.upload(SENDER, 'IN', FI, 'replace')
    if (!upload.ok) throw new Error(upload.problem.cause)
    await putAll(rig, 'IN', [GO, FS])
    await upload.value.finish()
    expect(await sealedSets(rig.database)).toEqual([WHOLE, WHOLE])
  })

  test('cases A9, A10: a set sent again after it was sealed is a submission of its own', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    await put(rig, 'IN', FI, 'other bytes')
    expect(await books(rig.database)).toEqual({ pending: 3, open: 1 })
    const { envelope } = await factsOf(rig, KEY)
    expect(envelope?.members[0]?.sha256).toBe(sha256(FI))
  })

  test.each([
    ['before GO', [FI, FS, TD], { cancelled: 2 }],
    ['after GO, before the verdict', [FI, FS, GO, TD], { cancelled: 3 }],
    ['while the grace period runs', [GO, FI, TD], { cancelled: 2 }],
  ])('case A12: TD %s cancels, frees the name, and nothing is left to do', async (_, names, expected) => {
    await using rig = await openRig()
    await putAll(rig, 'IN', names)
    expect(await books(rig.database)).toEqual(expected)
    expect((await factsOf(rig, KEY)).cancellation?.name).toBe(TD)
    expect(await rig.database.queries.selectFrom('claim').selectAll().execute()).toEqual([])
    await putAll(rig, 'IN', [FI, FS, GO])
    expect(await books(rig.database)).toEqual({ ...expected, pending: 3 })
  })

  test('case A12: TD after the verdict is too late, TD for nothing is told; neither leaves a file', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [TD, FI, FS, GO])
    const [found] = await findSubmissions(rig.database.queries, KEY)
    await rig.database.queries
      .insertInto('fact')
      .values({ submission_id: found?.submissionId ?? '', kind: 'verdict', body: '{}' })
      .execute()
    await putAll(rig, 'IN', [TD])
    const events = await rig.database.queries
      .selectFrom('event')
      .select(['event', 'submission_id'])
      .orderBy('event_no')
      .execute()
    expect(events).toEqual([
      { event: 'cancellation.unknown', submission_id: null },
      { event: 'cancellation.tooLate', submission_id: found?.submissionId },
    ])
    expect((await factsOf(rig, KEY)).cancellation).toBe(undefined)
  })

  test('decision 8: a misnamed TD cancels nothing and runs like a GO', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, `TD.${KEY}.1.1`])
    expect(await sealedSets(rig.database)).toEqual([{ why: 'complete', members: [FI, FS, `TD.${KEY}.1.1`] }])
  })

  test('a TD and the verdict at the same time: one of them wins', async () => {
    await using rig = await openRig()
    for (let round = 0; round < 20; round++) {
      const key = `DMFA.123456.20261123.0002${String.fromCharCode(65 + round)}.R`
      await putAll(rig, 'IN', [`FI.${key}.1.1`, `FS.${key}.1.1`, `GO.${key}.1`])
      const [found] = await findSubmissions(rig.database.queries, key)
      await Promise.all([judge(rig, found?.submissionId ?? ''), putAll(rig, 'IN', [`TD.${key}.1`])])
      const facts = await factsOf(rig, key)
      expect([facts.verdict, facts.cancellation].filter(Boolean)).toHaveLength(1)
    }
  })
})

describe('decision 6: uploads under way', () => {
  test('an upload of the set holds the seal up; its end completes the set', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI])
    const upload = await rig.mailbox.upload(SENDER, 'IN', FS, 'replace')
    if (!upload.ok) throw new Error(upload.problem.cause)
    await putAll(rig, 'IN', [GO])
    expect(await sealedSets(rig.database)).toEqual([])
    await upload.value.write(Buffer.from('signature'), 0)
    await upload.value.finish()
    expect(await sealedSets(rig.database)).toEqual([WHOLE])
  })

  test('a long upload on one node holds the seal up on another, and moves the deadline as long as bytes come', async () => {
    await using rig = await openRig()
    await using other = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
    const upload = await other.mailbox.upload(SENDER, 'IN', FS, 'replace')
    if (!upload.ok) throw new Error(upload.problem.cause)
    other.clock.aheadMs += 2500
    await upload.value.write(Buffer.from('signa'), 0)
    await beat(other)
    await putAll(rig, 'IN', [FI, GO])
    await timePasses(rig.database, 9)
    other.clock.aheadMs += 9000
    await upload.value.write(Buffer.from('ture'), 5)
    await beat(other)
    await timePasses(rig.database, 2)
    expect(await sealDue(rig, null)).toEqual([])
    await upload.value.finish()
    expect(await sealedSets(rig.database)).toEqual([WHOLE])
    await beat(other)
    expect(await rig.database.queries.selectFrom('open_upload').selectAll().execute()).toEqual([])
  })

  test('the row of a dead node ages, and goes when the node starts again', async () => {
    await using rig = await openRig()
    await rig.database.queries
      .insertInto('open_upload')
      .values({
        upload_id: '01a209ee-2406-7ade-b0f5-17b75ec5d7d1',
        sender_number: '123456',
        raw_key: `IN/${KEY}`,
        node: 'two',
        last_byte_at: new Date(),
      })
      .execute()
    await timePasses(rig.database, 11)
    await putAll(rig, 'IN', [FI, FS, GO])
    expect(await sealedSets(rig.database)).toEqual([WHOLE])
    await using again = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
    expect(await again.mailbox.uploadsOf({ sender: '123456', rawKey: `IN/${KEY}` })).toEqual([])
    expect(await rig.database.queries.selectFrom('open_upload').selectAll().execute()).toEqual([])
  })

  test('case S15: an upload that is abandoned leaves nothing', async () => {
    await using rig = await openRig()
    const upload = await rig.mailbox.upload(SENDER, 'IN', FI, 'replace')
    if (!upload.ok) throw new Error(upload.problem.cause)
    await upload.value.write(Buffer.from('half'), 0)
    await upload.value[Symbol.asyncDispose]()
    expect([refusalOf(await rig.mailbox.find(SENDER, 'IN', FI)), await books(rig.database)]).toEqual([
      'SLU-MISSING',
      {},
    ])
    expect(rig.mailbox.uploadsOf({ sender: '123456', rawKey: `IN/${KEY}` })).toEqual([])
  })
})

async function factsOf(rig: Rig, key: string) {
  const [found] = await findSubmissions(rig.database.queries, key)
  return readFacts(rig.database.queries, found?.submissionId ?? '')
}

async function judge(rig: Rig, submissionId: string): Promise<void> {
  const { lockSubmission } = await import('../../src/ledger/submissions.ts')
  const { insertFact } = await import('../../src/ledger/facts.ts')
  await rig.database.transaction(async (tx) => {
    await lockSubmission(tx, submissionId)
    if ((await readFacts(tx, submissionId)).cancellation) return
    await insertFact(tx, submissionId, 'verdict', {} as never)
  })
}

function namesAndHashes(envelope: Envelope | undefined) {
  return envelope?.members.map(({ name, sha256, bytes, channel, overLimit }) => [
    name,
    sha256,
    bytes,
    channel,
    overLimit,
  ])
}

/** Has the node tell the others now what it would tell within a second. */
async function beat(node: { mailbox: { beat(): Promise<void> } }): Promise<void> {
  await node.mailbox.beat()
}

async function ringing(rig: Rig) {
  const rung: string[] = []
  let wake = () => {}
  const subscription = await rig.database.listen('sluice_work', (payload) => {
    rung.push(payload)
    wake()
  })
  return {
    async next() {
      while (rung.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return rung.shift()
    },
    [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose](),
  }
}
