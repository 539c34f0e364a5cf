import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { discardWaiting } from '../../src/ledger/received-files.ts'
import type { Visitor } from '../../src/mailbox/mailbox.ts'
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
const OTHER: Visitor = { ...SENDER, sender: '654321' }

describe('looking', () => {
  test('case S27: a file is seen with its size right after it was written, also one whose set is sealed, GO and TD', async () => {
    await using rig = await openRig()
    for (const name of [FI, FS, GO, TD]) {
      await put(rig, 'IN', name, 'go')
      const found = await rig.mailbox.find(SENDER, 'IN', name)
      expect(found.ok && [found.value.name, found.value.bytes]).toEqual([name, 2])
    }
    expect(await listed(rig, 'IN')).toEqual([FI, FS, GO, TD])
  })

  test('decision 7: sealed files leave the listing after ghostSeconds', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    await timePasses(rig.database, 11)
    expect([await listed(rig, 'IN'), refusalOf(await rig.mailbox.find(SENDER, 'IN', FI))]).toEqual([[], 'SLU-MISSING'])
  })

  test('a trigger that left no file is forgotten after ghostSeconds', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [TD])
    rig.clock.aheadMs += 10_000
    expect(await listed(rig, 'IN')).toEqual([])
  })

  test('each folder and each sender has files of its own', async () => {
    await using rig = await openRig()
    await putAll(rig, 'INTEST', [FI])
    expect([
      await listed(rig, 'IN'),
      await listed(rig, 'INTEST'),
      await listed(rig, 'OUTTEST'),
      await listed(rig, 'INTEST', OTHER),
      refusalOf(await rig.mailbox.find(OTHER, 'INTEST', FI)),
      refusalOf(await rig.mailbox.remove(OTHER, 'INTEST', FI)),
      refusalOf(await rig.mailbox.rename(OTHER, 'INTEST', FI, FS, true)),
    ]).toEqual([[], [FI], [], [], 'SLU-MISSING', 'SLU-MISSING', 'SLU-MISSING'])
  })

  test('of an open and a sealed file of one name the open one is seen', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    await put(rig, 'IN', FI, 'newer')
    const found = await rig.mailbox.find(SENDER, 'IN', FI)
    expect([found.ok && found.value.bytes, await listed(rig, 'IN')]).toEqual([5, [FI, FS, GO]])
  })

  test('case S22: pages neither repeat nor miss a name while answers are published and taken', async () => {
    await using rig = await openRig()
    const names = Array.from({ length: 3500 }, (_, index) => `FO.${String(index).padStart(5, '0')}`)
    await answers(rig, names)
    const seen: string[] = []
    let pages = 0
    for await (const page of rig.mailbox.list(SENDER, 'OUT')) {
      seen.push(...page.map(({ name }) => name))
      // One name before and one behind what was shown, and one that was shown is taken.
      await answers(rig, [`FO.${seen.length - 1}-new`, `FO.99${pages}`])
      await rig.mailbox.remove(SENDER, 'OUT', seen[0] ?? '')
      pages++
    }
    expect([pages > 3, seen.filter((name) => names.includes(name)), new Set(seen).size]).toEqual([
      true,
      names,
      seen.length,
    ])
  })

  test('an IN folder of many files is listed in pages, with the triggers that left no file', async () => {
    await using rig = await openRig()
    await rig.database.queries
      .insertInto('received_file')
      .values(
        Array.from({ length: 1500 }, (_, index) => ({
          ...ROW,
          file_id: `01a209ee-2406-7ade-b0f5-${String(index).padStart(12, '0')}`,
          name: `.${String(index).padStart(5, '0')}`,
        })),
      )
      .execute()
    await putAll(rig, 'IN', [TD])
    const names = await listed(rig, 'IN')
    expect([names.length, names.toSorted(), names.at(-1)]).toEqual([1501, names, TD])
  })
})

describe('OUT', () => {
  test('answers are read whole or from the middle, GO is empty', async () => {
    await using rig = await openRig()
    const { sha256, bytes } = await rig.spool.store(Buffer.from('the answer'))
    await answers(rig, ['FO.A'], { sha256, bytes })
    await answers(rig, ['GO.A'], { sha256: null, bytes: 0 })
    expect([
      await readOut(rig, 'FO.A', 0, 99),
      await readOut(rig, 'FO.A', 4, 3),
      await readOut(rig, 'GO.A', 0, 9),
    ]).toEqual(['the answer', 'ans', ''])
  })

  test('case S21: an answer that was taken is gone, and its name is not given out again', async () => {
    await using rig = await openRig()
    await answers(rig, ['FO.A'])
    expect(refusalOf(await rig.mailbox.remove(SENDER, 'OUT', 'FO.A'))).toBe(null)
    expect([
      refusalOf(await rig.mailbox.find(SENDER, 'OUT', 'FO.A')),
      refusalOf(await rig.mailbox.download(SENDER, 'OUT', 'FO.A')),
      refusalOf(await rig.mailbox.remove(SENDER, 'OUT', 'FO.A')),
      refusalOf(await rig.mailbox.remove(OTHER, 'OUT', 'FO.A')),
    ]).toEqual(['SLU-MISSING', 'SLU-MISSING', 'SLU-MISSING', 'SLU-MISSING'])
    await expect(answers(rig, ['FO.A'])).rejects.toThrow(/duplicate key/)
  })

  test('what the folders are not for is refused', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI])
    await answers(rig, ['FO.A'])
    expect([
      refusalOf(await rig.mailbox.upload(SENDER, 'OUT', FI, 'replace')),
      refusalOf(await rig.mailbox.rename(SENDER, 'OUT', 'FO.A', 'FO.B', true)),
      refusalOf(await rig.mailbox.download(SENDER, 'IN', FI)),
    ]).toEqual(['SLU-WRITE', 'SLU-OPERATION', 'SLU-READ'])
  })
})

describe('deleting', () => {
  test('case S21: an unsealed file becomes a tombstone, its empty set is closed', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI])
    expect(refusalOf(await rig.mailbox.remove(SENDER, 'IN', FI))).toBe(null)
    expect([
      await listed(rig, 'IN'),
      await books(rig.database),
      refusalOf(await rig.mailbox.remove(SENDER, 'IN', FI)),
    ]).toEqual([[], { deleted: 1 }, 'SLU-MISSING'])
  })

  test('case A18: a file deleted before GO is missing', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS])
    await rig.mailbox.remove(SENDER, 'IN', FS)
    await putAll(rig, 'IN', [GO])
    await timePasses(rig.database, 10)
    expect(await sealDue(rig)).toEqual(['deadline'])
    expect(await books(rig.database)).toEqual({ deleted: 1, pending: 2 })
  })

  test('a GO that is taken back before the seal does not run', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [GO, FI])
    await rig.mailbox.remove(SENDER, 'IN', GO)
    await timePasses(rig.database, 60)
    expect(await sealDue(rig)).toEqual([])
    await putAll(rig, 'IN', [FS, GO])
    expect(await sealedSets(rig.database)).toEqual([{ why: 'complete', members: [FI, FS, GO] }])
  })

  test('decision 7: deleting a sealed file answers OK and hides it, and changes nothing else', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO, TD.replace('00001', '00002')])
    for (const name of [FI, TD.replace('00001', '00002')]) {
      expect(refusalOf(await rig.mailbox.remove(SENDER, 'IN', name))).toBe(null)
    }
    expect([await listed(rig, 'IN'), await books(rig.database)]).toEqual([[FS, GO], { pending: 3 }])
  })
})

describe('renaming', () => {
  test('case S18: acceptance happens at the rename, and GO seals', async () => {
    await using rig = await openRig()
    for (const name of [FI, FS, GO]) {
      await put(rig, 'IN', `${name}.filepart`, name)
      expect(refusalOf(await rig.mailbox.rename(SENDER, 'IN', `${name}.filepart`, name, false))).toBe(null)
    }
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([
      [{ why: 'complete', members: [FI, FS, GO] }],
      { pending: 3 },
    ])
  })

  test('case S18: uploads of one temporary name that end at the same time are all taken, and one stays', async () => {
    await using rig = await openRig()
    await Promise.all(Array.from({ length: 10 }, (_, index) => put(rig, 'IN', `${FI}.part`, `content ${index}`)))
    const rows = await rig.database.queries
      .selectFrom('received_file')
      .select('state')
      .where('name', '=', `${FI}.part`)
      .execute()
    expect(rows.map(({ state }) => state).sort()).toEqual(['received', ...Array<string>(9).fill('superseded')])
  })

  test('case S18: a rename overwrites only when it is asked to, and then supersedes', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', FI, 'first')
    await put(rig, 'IN', `${FI}.part`, 'second')
    expect(refusalOf(await rig.mailbox.rename(SENDER, 'IN', `${FI}.part`, FI, false))).toBe('SLU-EXISTS')
    expect(refusalOf(await rig.mailbox.rename(SENDER, 'IN', `${FI}.part`, FI, true))).toBe(null)
    const found = await rig.mailbox.find(SENDER, 'IN', FI)
    expect([found.ok && found.value.bytes, await books(rig.database)]).toEqual([6, { superseded: 1, open: 1 }])
  })

  test('a temporary file over another one', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', 'a.part', 'first')
    await put(rig, 'IN', 'b.part', 'second')
    expect(refusalOf(await rig.mailbox.rename(SENDER, 'IN', 'b.part', 'a.part', true))).toBe(null)
    expect([await listed(rig, 'IN'), await books(rig.database)]).toEqual([['a.part'], { superseded: 1, waiting: 1 }])
  })

  test('from one set into another, and into none: the sets they leave are closed or wait on', async () => {
    await using rig = await openRig()
    const moved = FI.replace('00001', '00002')
    await putAll(rig, 'IN', [FI, FS, GO.replace('00001', '00003')])
    await rig.mailbox.rename(SENDER, 'IN', FI, moved, false)
    await rig.mailbox.rename(SENDER, 'IN', FS, 'signature.tmp', false)
    await rig.mailbox.rename(SENDER, 'IN', GO.replace('00001', '00003'), 'go.tmp', false)
    expect([await listed(rig, 'IN'), await books(rig.database)]).toEqual([
      ['go.tmp', 'signature.tmp', moved],
      { open: 1, waiting: 2 },
    ])
    const open = await rig.database.queries
      .selectFrom('submission')
      .select('raw_key')
      .where('closed_at', 'is', null)
      .execute()
    expect(open).toEqual([{ raw_key: 'IN/DMFA.123456.20261123.00002.R' }])
  })

  test('into a TD, into a repeated GO, into a name that tells no set', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', 'x.tmp')
    await putAll(rig, 'IN', [FI])
    await rig.mailbox.rename(SENDER, 'IN', 'x.tmp', TD, false)
    expect(await books(rig.database)).toEqual({ cancelled: 1, deleted: 1 })
    await putAll(rig, 'IN', [FI, FS, GO])
    await put(rig, 'IN', 'y.tmp')
    await rig.mailbox.rename(SENDER, 'IN', 'y.tmp', GO, false)
    await put(rig, 'IN', 'z.tmp')
    await rig.mailbox.rename(SENDER, 'IN', 'z.tmp', 'declaration.xml', false)
    expect(await books(rig.database)).toEqual({ cancelled: 1, deleted: 2, pending: 4 })
  })

  test('case S19: what cannot be renamed, and names that cannot be', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS, GO])
    await put(rig, 'IN', 'big.tmp', 'x'.repeat(2000))
    const rename = async (from: string, to: string) => refusalOf(await rig.mailbox.rename(SENDER, 'IN', from, to, true))
    expect([
      await rename(FI, FI.replace('00001', '00002')),
      await rename('nothing', 'x.tmp'),
      await rename('big.tmp', '../../etc/passwd'),
      await rename('big.tmp', GO.replace('00001', '00002')),
      await rename('big.tmp', 'big.tmp'),
    ]).toEqual(['SLU-SEALED', 'SLU-MISSING', 'SLU-NAME', 'SLU-TRIGGER', null])
    expect(await books(rig.database)).toEqual({ pending: 3, waiting: 1 })
  })

  test('two sessions rename and delete the same file at once: one of them did it', async () => {
    await using rig = await openRig()
    await using other = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
    for (let round = 0; round < 30; round++) {
      await put(rig, 'IN', 'x.tmp')
      const outcomes = await Promise.all([
        rig.mailbox.rename(SENDER, 'IN', 'x.tmp', FI.replace('00001', `000${10 + round}`), false),
        other.mailbox.remove(SENDER, 'IN', 'x.tmp'),
        other.mailbox.rename(SENDER, 'IN', 'x.tmp', 'y.tmp', true),
      ])
      expect(outcomes.map(refusalOf).toSorted()).toEqual(['SLU-MISSING', 'SLU-MISSING', null])
    }
    expect((await books(rig.database)).imbalance).toBe(undefined)
  })

  test('a rename, a deletion and the seal at once: a sealed member is neither moved nor deleted', async () => {
    await using rig = await openRig()
    await using other = await openNode(rig.database, `${rig.dir}/spool`, { node: 'two' })
    for (let round = 0; round < 20; round++) {
      const [fi, fs, go] = [FI, FS, GO].map((name) => name.replace('00001', `000${10 + round}`)) as [
        string,
        string,
        string,
      ]
      await putAll(rig, 'IN', [fi, fs])
      await Promise.all([
        put(rig, 'IN', go),
        other.mailbox.rename(SENDER, 'IN', fi, `${fi}.tmp`, false),
        other.mailbox.remove(SENDER, 'IN', fs),
      ])
    }
    const members = await rig.database.queries
      .selectFrom('fact')
      .innerJoin('received_file', 'received_file.submission_id', 'fact.submission_id')
      .select(({ fn }) => ['fact.submission_id', fn.count('file_id').as('current')])
      .where('received_file.state', '=', 'received')
      .groupBy('fact.submission_id')
      .execute()
    const frozen = await rig.database.queries
      .selectFrom('fact')
      .select(['submission_id', sql<number>`jsonb_array_length(body -> 'members')`.as('current')])
      .execute()
    const byId = (one: { submission_id: string }, two: { submission_id: string }) =>
      one.submission_id < two.submission_id ? -1 : 1
    expect(members.map((row) => ({ ...row, current: Number(row.current) })).sort(byId)).toEqual(frozen.sort(byId))
  })

  test('decision 5: a temporary name that is never given up is discarded, and stays in the books', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', 'x.tmp')
    await timePasses(rig.database, 86_401)
    await put(rig, 'IN', 'y.tmp')
    const discarded = await rig.database.transaction((tx) => discardWaiting(tx, 24))
    expect([discarded.map(({ name }) => name), await listed(rig, 'IN'), await books(rig.database)]).toEqual([
      ['x.tmp'],
      ['y.tmp'],
      { discarded: 1, waiting: 1 },
    ])
  })
})

describe('resuming (decision 9, case S17)', () => {
  test('goes on behind what is there, and supersedes it at the end', async () => {
    await using rig = await openRig()
    await put(rig, 'IN', FI, 'first ')
    const upload = await resume(rig, FI)
    expect(upload.size).toBe(6)
    await upload.write(Buffer.from('second'), 6)
    const ended = await upload.finish()
    expect([ended.ok && ended.value.bytes, await books(rig.database)]).toEqual([12, { superseded: 1, open: 1 }])
  })

  test('of nothing it starts anew; of a temporary file it goes on', async () => {
    await using rig = await openRig()
    const upload = await resume(rig, `${FI}.filepart`)
    await upload.write(Buffer.from('half'), 0)
    await upload.finish()
    const again = await resume(rig, `${FI}.filepart`)
    await again.write(Buffer.from(' whole'), 4)
    await again.finish()
    const found = await rig.mailbox.find(SENDER, 'IN', `${FI}.filepart`)
    expect([found.ok && found.value.bytes, await books(rig.database)]).toEqual([10, { superseded: 1, waiting: 1 }])
  })

  test('of a sealed file it is refused, at the beginning or, sealed meanwhile, at the end', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, GO])
    const upload = await resume(rig, FI)
    await upload.write(Buffer.from('more'), FI.length)
    await timePasses(rig.database, 1801)
    await sealDue(rig)
    expect(refusalOf(await upload.finish())).toBe('SLU-SEALED')
    expect(refusalOf(await rig.mailbox.upload(SENDER, 'IN', FI, 'resume'))).toBe('SLU-SEALED')
  })
})

async function resume({ mailbox }: Node, name: string) {
  const upload = await mailbox.upload(SENDER, 'IN', name, 'resume')
  if (!upload.ok) throw new Error(upload.problem.cause)
  return upload.value
}

async function answers(
  rig: Rig,
  names: readonly string[],
  content: { sha256: string | null; bytes: number } = { sha256: null, bytes: 0 },
) {
  const common = { sender_number: '123456', environment: 'R', ...content }
  await rig.database.queries
    .insertInto('out_entry')
    .values(names.map((name) => ({ ...common, name })))
    .execute()
}

async function readOut({ mailbox }: Node, name: string, offset: number, length: number): Promise<string> {
  const found = await mailbox.download(SENDER, 'OUT', name)
  if (!found.ok) throw new Error(found.problem.cause)
  await using download = found.value
  return Buffer.from(await download.read(offset, length)).toString()
}

const ROW = {
  submission_id: null,
  sender_number: '123456',
  environment: 'R',
  sha256: '0'.repeat(64),
  bytes: 0,
  state: 'received',
  temporary: true,
  channel: 'sftp',
  principal: 's123456',
  address: '127.0.0.1',
  session: 'x',
}
