import type { Transaction } from '../../database/database.ts'
import type { SearchFilter } from './search-filter.ts'
import { searchSubmissions } from './search-submissions.ts'

const PAGE = 1000

/** Every submission of a filter, however far back a search has to look; null when there are more than `most`. */
export async function allFound(tx: Transaction, filter: SearchFilter, most: number): Promise<readonly string[] | null> {
  const all: string[] = []
  for (let after: string | undefined; ; ) {
    const { ids, lookedBackTo } = await searchSubmissions(tx, filter, { after, limit: PAGE })
    all.push(...ids)
    if (all.length > most) return null
    after = lookedBackTo?.id ?? (ids.length === PAGE ? ids.at(-1) : undefined)
    if (after === undefined) return all
  }
}
