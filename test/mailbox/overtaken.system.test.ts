/** Somebody else is faster between a change's look and its lock: its reply and what it does are those it would have had alone, afterwards. */
import { afterAll, expect, test } from 'vitest'
import { lockOpenSubmission } from '../../src/ledger/submissions.ts'
import { untilWaiting } from '../support/test-database.ts'
import {
  books,
  closeRig,
  listed,
  type Node,
  openNode,
  openRig,
  put,
  putAll,
  type Rig,
  refusalOf,
  SENDER,
} from './rig.ts'

afterAll(closeRig)

const KEY = 'DMFA.123456.20261123.00001.R'
const FI = `FI.${KEY}.1.1`
const FS = `FS.${KEY}.1.1`
const GO = `GO.${KEY}.1`
const TD = `TD.${KEY}.1`
const TEMPORARY = 'x.tmp'

type Move = (node: Node) => Promise<string | null>
const uploads =
  (name: string): Move =>
  async (node) =>
    refusalOf(await put(node, 'IN', name, 'newer'))
const renames =
  (from: string, to: string, overwrite = false): Move =>
  async ({ mailbox }) =>
    refusalOf(await mailbox.rename(SENDER, 'IN', from, to, overwrite))
const removes =
  (name: string): Move =>
  async ({ mailbox }) =>
    refusalOf(await mailbox.remove(SENDER, 'IN', name))

type Case = {
  readonly before: readonly string[]
  readonly first: Move
  readonly second: Move
  readonly replies: readonly (string | null)[]
  readonly listed: readonly string[]
  readonly books: Readonly<Record<string, number>>
}

const CASES: Record<string, Case> = {
  'a file that was replaced is renamed as it is now': {
    before: [FS],
    first: uploads(FS),
    second: renames(FS, FI),
    replies: [null, null],
    listed: [FI],
    books: { open: 1, superseded: 1 },
  },
  'a file that was replaced is deleted as it is now': {
    before: [FS],
    first: uploads(FS),
    second: removes(FS),
    replies: [null, null],
    listed: [],
    books: { deleted: 1, superseded: 1 },
  },
  'a file that came meanwhile is not overwritten by who did not ask for it': {
    before: [FS, TEMPORARY],
    first: uploads(FI),
    second: renames(TEMPORARY, FI),
    replies: [null, 'SLU-EXISTS'],
    listed: [TEMPORARY, FI, FS],
    books: { open: 2, waiting: 1 },
  },
  'a file that came meanwhile is overwritten by who asked for it': {
    before: [FS, TEMPORARY],
    first: uploads(FI),
    second: renames(TEMPORARY, FI, true),
    replies: [null, null],
    listed: [FI, FS],
    books: { open: 2, superseded: 1 },
  },
  'a file that another one renamed meanwhile is gone from its own': {
    before: [FS],
    first: renames(FS, FI),
    second: renames(FS, FI),
    replies: [null, 'SLU-MISSING'],
    listed: [FI],
    books: { open: 1 },
  },
  'a set that was sealed is not renamed': {
    before: [FI, FS],
    first: uploads(GO),
    second: renames(FI, FI.replace('00001', '00002')),
    replies: [null, 'SLU-SEALED'],
    listed: [FI, FS, GO],
    books: { pending: 3 },
  },
  'a set that was sealed loses no file by deleting': {
    before: [FI, FS],
    first: uploads(GO),
    second: removes(FI),
    replies: [null, null],
    listed: [FS, GO],
    books: { pending: 3 },
  },
  'nothing is renamed out of a set that was cancelled': {
    before: [FI, FS],
    first: uploads(TD),
    second: renames(FI, FI.replace('00001', '00002')),
    replies: [null, 'SLU-MISSING'],
    listed: [TD],
    books: { cancelled: 2 },
  },
}

test.each(Object.entries(CASES))('%s', async (_, { before, first, second, ...expected }) => {
  await using rig = await openRig()
  await using two = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
  await putAll(rig, 'IN', before)
  const replies = await inThisOrder(
    rig,
    () => first(rig),
    () => second(two),
  )
  expect({ replies, listed: await listed(rig, 'IN'), books: await books(rig.database) }).toEqual(expected)
})

test('a file of a sealed set that another one deleted meanwhile is gone', async () => {
  await using rig = await openRig()
  await using two = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
  await putAll(rig, 'IN', [FI, FS, GO])
  const replies = await rig.database.transaction(async (tx) => {
    await tx.selectFrom('received_file').select('file_id').where('name', '=', FI).forUpdate().execute()
    const each = [removes(FI)(rig), removes(FI)(two)]
    await untilWaiting(rig.database, 2)
    return { each }
  })
  const told = await Promise.all(replies.each)
  expect({ told: told.sort(), listed: await listed(rig, 'IN') }).toEqual({
    told: ['SLU-MISSING', null],
    listed: [FS, GO],
  })
})

/** Both have looked when the first one gets the lock that both wait for. */
async function inThisOrder(
  { database }: Rig,
  first: () => Promise<string | null>,
  second: () => Promise<string | null>,
): Promise<(string | null)[]> {
  const replies = await database.transaction(async (tx) => {
    await lockOpenSubmission(tx, { sender: SENDER.sender, rawKey: `IN/${KEY}` })
    const one = first()
    await untilWaiting(database, 1)
    const other = second()
    await untilWaiting(database, 2)
    return { one, other }
  })
  return Promise.all([replies.one, replies.other])
}
