import { booksBalance } from '../../ledger/books.ts'
import { verifyAudit } from '../../registry/audit-chain.ts'
import type { Examination } from './examination.ts'

/** Every accepted file is somewhere it may legally be. */
export const examineBooks: Examination = async ({ database }) => {
  const { imbalance, misfits, places } = await booksBalance(database.queries)
  const files = Object.values(places).reduce((sum, count) => sum + count, 0)
  if (imbalance === 0)
    return [{ name: 'books', state: 'ok', found: `${files} accepted files, all of them accounted for` }]
  const found = `${imbalance} accepted files are nowhere`
  return [
    {
      name: 'books',
      state: 'problem',
      found,
      remedy: `Look at the submissions ${misfits.slice(0, 5).join(' ')} with \`sluice find\`.`,
    },
  ]
}

/** Nobody changed the audit. */
export const examineAudit: Examination = async ({ database }) => {
  const { chained, firstBreak, unchained } = await verifyAudit(database.queries)
  const found = `${chained} entries chained, ${unchained.entries} waiting for the chainer`
  if (firstBreak === null) return [{ name: 'audit', state: 'ok', found }]
  const broken = `the chain breaks at entry ${firstBreak.chainNo} (${firstBreak.why})`
  return [
    { name: 'audit', state: 'problem', found: broken, remedy: 'Compare the audit with a backup; somebody changed it.' },
  ]
}
