/** A process that dies between any two steps of an upload (reliability.md, P0 to P7), looked at by the next one. */
import { afterAll, describe, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import type { Database } from '../../src/database/database.ts'
import { dyingDisk } from './dying-disk.ts'
import { books, closeRig, openNode, openRig, put, putAll, type Rig, sealDue, sealedSets } from './rig.ts'

afterAll(closeRig)

const KEY = 'DMFA.123456.20261123.00001.R'
const FI = `FI.${KEY}.1.1`
const FS = `FS.${KEY}.1.1`
const GO = `GO.${KEY}.1`
const WHOLE = [{ why: 'complete', members: [FI, FS, GO] }]

const DISK_STEPS = ['create', 'write', 'sync', 'close', 'link', 'openFolder', 'syncFolder']

test('an upload makes these calls to the disk', async () => {
  await using rig = await openRig()
  const { disk, calls } = dyingDisk()
  await using node = await openNode(rig.database, `${rig.dir}/spool`, { node: 'dying', disk })
  calls.length = 0
  await put(node, 'IN', FI, 'new content of this test')
  expect(calls.filter((call) => call !== 'unlink')).toEqual(DISK_STEPS)
})

describe.each(DISK_STEPS.map((step, index) => [step, index] as const))('killed before %s', (_, index) => {
  test('cases K1, K2: nothing is accepted, the next process accepts the same file', async () => {
    await using rig = await openRig()
    const { disk, calls, dieAt } = dyingDisk()
    const node = await openNode(rig.database, `${rig.dir}/spool`, { node: 'dying', disk })
    calls.length = 0
    dieAt(index)
    await expect(put(node, 'IN', FI, `content ${index}`)).rejects.toThrow(Unavailable)
    expect(await books(rig.database)).toEqual({})
    await put(rig, 'IN', FI, `content ${index}`)
    await putAll(rig, 'IN', [FS, GO])
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
  })
})

describe('the commit', () => {
  test('P5: killed before the commit: not accepted, the blob is there for the next try', async () => {
    await using rig = await openRig()
    const node = await dyingNode(rig, 'before')
    for (const name of [FI, GO]) await expect(put(node, 'IN', name)).rejects.toThrow('died before')
    expect(await books(rig.database)).toEqual({})
    await putAll(rig, 'IN', [FI, FS, GO])
    expect(await sealedSets(rig.database)).toEqual(WHOLE)
  })

  test('case K3: killed after the commit, before the reply: accepted; the same file again is fine', async () => {
    await using rig = await openRig()
    const node = await dyingNode(rig, 'after')
    await expect(put(node, 'IN', FI)).rejects.toThrow('died after')
    expect(await books(rig.database)).toEqual({ open: 1 })
    await putAll(rig, 'IN', [FI, FS, GO])
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { superseded: 1, pending: 3 }])
  })

  test('case K4: killed after the commit that seals: sealed once, due, and a repeated GO changes nothing', async () => {
    await using rig = await openRig()
    await putAll(rig, 'IN', [FI, FS])
    const node = await dyingNode(rig, 'after')
    await expect(put(node, 'IN', GO)).rejects.toThrow('died after')
    await putAll(rig, 'IN', [GO])
    expect([await sealedSets(rig.database), await sealDue(rig), await books(rig.database)]).toEqual([
      WHOLE,
      [],
      { pending: 3 },
    ])
  })
})

/** A process that dies just before or just after its commit. */
async function dyingNode(rig: Rig, when: 'before' | 'after') {
  const node = await openNode(dying(rig.database, when), `${rig.dir}/spool`, { node: 'dying' })
  return node
}

function dying(database: Database, when: 'before' | 'after'): Database {
  const die = () => new Error(`died ${when} the commit`)
  return {
    ...database,
    queries: database.queries.withPlugin({
      transformQuery: ({ node }) => {
        if (when === 'before' && isAcceptance(node)) throw die()
        return node
      },
      transformResult: async ({ result }) => {
        if (when === 'after' && result.rows.some((row) => 'file_id' in row)) throw die()
        return result
      },
    }),
    async transaction(work) {
      if (when === 'before') {
        return database.transaction(async (tx) => {
          await work(tx)
          throw die()
        })
      }
      await database.transaction(work)
      throw die()
    },
  }
}

/** The statement that accepts many files at once. */
function isAcceptance(node: { readonly kind: string }): boolean {
  return node.kind === 'RawNode' && JSON.stringify(node).includes('arriving')
}
