/** The collection against a model: whatever uploads, deletions, releases, crashes and looks come in whatever order, what a row keeps is on the disk. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import type { Sha256 } from '../../src/base/hashes.ts'
import { blobsOfRows, releaseRows } from '../../src/ledger/retention/blob-references.ts'
import { type Collecting, markUnkept, sweepMarked } from '../../src/pipeline/retention/collect-blobs.ts'
import { nodeDisk } from '../../src/spool/disk.ts'
import { closeRig, openNode, openRig, put, type Rig } from '../mailbox/rig.ts'

afterAll(closeRig)

const RULES = { unreferencedHours: 36, sweepHours: 24, limit: 1000 }
const HOUR = 3_600_000

type Step =
  | { readonly do: 'upload' | 'leave'; readonly content: number }
  | { readonly do: 'release' | 'mark' | 'sweep' | 'die' }
  | { readonly do: 'wait'; readonly hours: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('upload', 'leave'), content: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('release', 'mark', 'sweep', 'die') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.constantFrom(1, 25, 40) }) },
) as fc.Arbitrary<Step>

test('rule 23.5: what rows keep is there after every step, and everything else is gone in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await using played = await play()
      for (const one of steps) {
        await played.does(one)
        expect(await played.missing()).toEqual([])
      }
      for (const [hours, look] of [
        [40, 'mark'],
        [25, 'sweep'],
      ] as const) {
        await played.does({ do: 'wait', hours })
        await played.does({ do: look })
      }
      expect(await played.onDisk()).toEqual(await played.kept())
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

/** A world whose files are as old as its own clock says. */
async function play() {
  const rig = await openRig()
  for await (const hash of rig.spool.blobs()) await rig.spool.remove(hash)
  let ahead = 0
  const namedAt = new Map<string, number>()
  const link = async (existing: string, name: string) => {
    await nodeDisk.link(existing, name)
    namedAt.set(name, ahead)
  }
  const look = async (path: string) => {
    const place = await nodeDisk.look(path)
    return place && { ...place, changedAt: new Date(place.changedAt.getTime() + (namedAt.get(path) ?? 0)) }
  }
  const node = await openNode(rig.database, `${rig.dir}/spool`, { node: 'model', disk: { ...nodeDisk, link, look } })
  const collecting: Collecting = { ...rig, spool: node.spool, now: () => new Date(Date.now() + ahead) }
  let uploads = 0
  const does = async (one: Step): Promise<unknown> => {
    switch (one.do) {
      case 'upload':
        return await put(
          node,
          'IN',
          `FI.DMFA.123456.20261123.${String(++uploads).padStart(5, '0')}.R.1.1`,
          `content ${one.content}`,
        )
      case 'leave':
        return await node.spool.store(Buffer.from(`content ${one.content}`))
      case 'release':
        return await rig.database.transaction(async (tx) => releaseRows(tx, await submissionsOf(rig)))
      case 'mark':
        return await markUnkept(collecting, '', RULES)
      case 'sweep':
        return await sweepMarked(collecting, RULES)
      case 'die':
        return await sweepMarked({ ...collecting, spool: dyingSpool(collecting.spool) }, RULES).catch(() => {})
      case 'wait':
        ahead += one.hours * HOUR
        return await sql`update blob_mark set marked_at = marked_at - make_interval(hours => ${one.hours})`.execute(
          rig.database.queries,
        )
    }
  }
  const onDisk = async () => {
    const hashes: Sha256[] = []
    for await (const hash of node.spool.blobs()) hashes.push(hash)
    return hashes
  }
  const kept = async () => {
    const hashes: Sha256[] = []
    for await (const page of blobsOfRows(rig.database.queries)) hashes.push(...page)
    return hashes
  }
  return {
    does,
    onDisk,
    kept,
    async missing() {
      const there = new Set(await onDisk())
      return (await kept()).filter((hash) => !there.has(hash))
    },
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]()
      await rig[Symbol.asyncDispose]()
    },
  }
}

async function submissionsOf({ database: { queries } }: Rig): Promise<string[]> {
  const rows = await queries.selectFrom('submission').select('submission_id').execute()
  return rows.map(({ submission_id }) => submission_id)
}

/** Dies after its first removal, before its commit. */
function dyingSpool(spool: Collecting['spool']): Collecting['spool'] {
  return {
    blobs: (after) => spool.blobs(after),
    look: (hash) => spool.look(hash),
    async remove(hash) {
      await spool.remove(hash)
      throw new Error('the process is dead')
    },
  }
}
