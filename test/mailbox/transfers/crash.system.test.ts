/** A process that dies between any two steps of a request, looked at by the next one: before the commit there is nothing, after it everything. */
import { afterAll, describe, expect, test } from 'vitest'
import { Unavailable } from '../../../src/base/errors.ts'
import type { Database } from '../../../src/database/database.ts'
import { dyingDisk } from '../dying-disk.ts'
import { books, closeRig, openNode, openRig, type Rig, sealDue, sealedSets } from '../rig.ts'
import { answerOf, FI, FS, GO, transfer } from './send.ts'

afterAll(closeRig)

const WHOLE = [{ why: 'complete', members: [FI, FS, GO] }]
/** Clearing away goes on beside the rest, at no fixed place among the steps. */
const CLEARING = ['unlink']
/** More calls than one request makes. */
const STEPS = Array.from({ length: 30 }, (_, index) => index)

test.each(STEPS)(
  'killed before step %i on the disk: nothing is visible, and the next process takes the same request',
  async (step) => {
    await using rig = await openRig()
    const { disk, calls, dieAt } = dyingDisk(CLEARING)
    const node = await openNode(rig.database, `${rig.dir}/spool`, { node: 'dying', disk })
    const content = [
      [FI, `declaration ${step}`],
      [FS, `signature ${step}`],
    ] as const
    calls.length = 0
    dieAt(step)
    const outcome = await transfer(node, content).then(answerOf, (error) => error)
    const survived = calls.filter((call) => call !== 'unlink').length <= step
    expect(survived ? outcome : outcome instanceof Unavailable).toBe(survived ? 'received' : true)
    expect(await books(rig.database)).toEqual(survived ? { pending: 3 } : {})
    expect(answerOf(await transfer(rig, content))).toBe(survived ? 'replayed' : 'received')
    expect([await sealedSets(rig.database), await books(rig.database)]).toEqual([WHOLE, { pending: 3 }])
  },
)

test('a request makes fewer calls to the disk than are tried', async () => {
  await using rig = await openRig()
  const { disk, calls } = dyingDisk(CLEARING)
  await using node = await openNode(rig.database, `${rig.dir}/spool`, { node: 'dying', disk })
  calls.length = 0
  await transfer(node, [
    [FI, 'new declaration of this test'],
    [FS, 'new signature of this test'],
  ])
  expect([calls.length > 10, calls.length < STEPS.length]).toEqual([true, true])
})

describe.each([true, false])('the commit, with the GO: %s', (go) => {
  const filled = go ? { pending: 3 } : { open: 2 }

  test('killed before it: not accepted, and the next process takes the same request', async () => {
    await using rig = await openRig()
    const node = await dyingNode(rig, 'before')
    await expect(transfer(node, [[FI], [FS]], { go })).rejects.toThrow('died before')
    expect([
      await books(rig.database),
      await rig.mailbox.transfers.list('123456', {}, { offset: 0, limit: 1 }),
    ]).toEqual([{}, []])
    expect(answerOf(await transfer(rig, [[FI], [FS]], { go }))).toBe(go ? 'received' : 'open')
    expect(await books(rig.database)).toEqual(filled)
  })

  test('killed after it, before the reply: accepted once, due, and the same request finds its answer', async () => {
    await using rig = await openRig()
    const node = await dyingNode(rig, 'after')
    await expect(transfer(node, [[FI], [FS]], { go })).rejects.toThrow('died after')
    expect(await books(rig.database)).toEqual(filled)
    expect(answerOf(await transfer(rig, [[FI], [FS]], { go }))).toBe('replayed')
    expect([await sealedSets(rig.database), await sealDue(rig), await books(rig.database)]).toEqual([
      go ? WHOLE : [],
      [],
      filled,
    ])
  })
})

/** A process that dies just before or just after its commit. */
function dyingNode(rig: Rig, when: 'before' | 'after') {
  const { database } = rig
  const dying: Database = {
    ...database,
    async transaction(work) {
      const die = () => new Error(`died ${when} the commit`)
      await database.transaction(async (tx) => {
        await work(tx)
        if (when === 'before') throw die()
      })
      throw die()
    },
  }
  return openNode(dying, `${rig.dir}/spool`, { node: 'dying' })
}
