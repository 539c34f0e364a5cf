/** What a person can sign in by besides a password alone, as far as this installation takes it (spec access.md §8.1, §8.5). */
import type { Queries } from '../database/database.ts'
import type { Reaches } from '../registry/policy/reach.ts'

/** What the configuration takes. */
export type WaysTaken = {
  /** Any of eID, itsme and CSAM, which go by the national number. */
  readonly byNumber: boolean
  readonly byApp: boolean
}

export type OtherWays = WaysTaken & { readonly appReaches: Reaches }

export async function otherWaysOf(queries: Queries, accountId: string, taken: WaysTaken): Promise<OtherWays> {
  const row = await queries
    .selectFrom('account')
    .innerJoin('person', 'person.person_id', 'account.person_id')
    .leftJoin('code_app', 'code_app.account_id', 'account.account_id')
    .select(['ssin_hash', 'confirmed_at', 'code_app.reaches'])
    .where('account.account_id', '=', accountId)
    .executeTakeFirst()
  const has = { number: Boolean(row?.ssin_hash), app: Boolean(row?.confirmed_at) }
  return {
    ...{ byNumber: taken.byNumber && has.number, byApp: taken.byApp && has.app },
    appReaches: row && has.app ? row.reaches : [],
  }
}
