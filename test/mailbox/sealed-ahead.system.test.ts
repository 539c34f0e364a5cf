/** case T1, rule 32.5: the database's clock is right again, after sets were sealed while it was a day ahead. */
import { afterAll, expect, test } from 'vitest'
import { books, closeRig, listed, openRig, putAll, type Rig, refusalOf, SENDER, timePasses } from './rig.ts'

afterAll(closeRig)

const KEY = 'DMFA.123456.20261123.00001.R'
const [FI, FS, GO] = [`FI.${KEY}.1.1`, `FS.${KEY}.1.1`, `GO.${KEY}.1`]

test('decision 7: their files have left the folder: they are neither listed, found nor deleted', async () => {
  await using rig = await openRig()
  await sealedAhead(rig)
  expect([
    await listed(rig, 'IN'),
    refusalOf(await rig.mailbox.find(SENDER, 'IN', FI)),
    refusalOf(await rig.mailbox.remove(SENDER, 'IN', FI)),
  ]).toEqual([[], 'SLU-MISSING', 'SLU-MISSING'])
})

test('decision 7: a lone GO of such a set is no repetition', async () => {
  await using rig = await openRig()
  await sealedAhead(rig)
  await putAll(rig, 'IN', [GO])
  expect(await books(rig.database)).toEqual({ pending: 3, open: 1 })
})

async function sealedAhead(rig: Rig): Promise<void> {
  await putAll(rig, 'IN', [FI, FS, GO])
  await timePasses(rig.database, -86_400)
}
