/** The rights of one sender at a seal. */
import type { Transaction } from '../../src/database/database.ts'
import { type KnownSnapshots, rightsAtSeal, type SealedRights } from '../../src/registry/rights.ts'

export async function rightsAtSealOf(tx: Transaction, sender: string, known?: KnownSnapshots): Promise<SealedRights> {
  const sealed = (await rightsAtSeal(tx, [sender], known)).get(sender)
  if (!sealed) throw new TypeError('a sender without rights')
  return sealed
}
