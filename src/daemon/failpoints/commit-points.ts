import type { Failpoints, Point } from '../../base/failpoints.ts'
import type { Database } from '../../database/database.ts'
import { instead } from './instead.ts'

type Transactions = Pick<Database, 'transaction'>

/** Passes a point before each commit of whoever is given this database, or after it. */
export function commitPoints<Some extends Transactions>(
  database: Some,
  failpoints: Failpoints | undefined,
  points: { readonly before?: Point; readonly after?: Point },
): Some {
  if (!failpoints) return database
  const transaction: Database['transaction'] = async (work) => {
    const value = await database.transaction(async (tx) => {
      const done = await work(tx)
      if (points.before) await failpoints.pass(points.before)
      return done
    })
    if (points.after) await failpoints.pass(points.after)
    return value
  }
  return instead<Transactions>(database, { transaction }) as Some
}
