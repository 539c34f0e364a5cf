/** Which blobs the rows speak of, for `sluice doctor`: a row without its blob is damage, a blob without a row an upload that never came to its commit. */
import type { Sha256 } from '../base/hashes.ts'
import type { Queries } from '../database/database.ts'

const PAGE = 5000

/** Hashes that received files and answers point at, in pages. What a service gave is kept also where it left the house compressed. */
export async function* blobsOfRows(queries: Queries): AsyncIterable<readonly Sha256[]> {
  let after = ''
  for (;;) {
    const rows = await queries
      .selectFrom('received_file')
      .select('sha256')
      .where('sha256', '>', after)
      .union(queries.selectFrom('service_answer').select('sha256').where('sha256', '>', after))
      .union(queries.selectFrom('out_entry').select('sha256').$castTo<{ sha256: string }>().where('sha256', '>', after))
      .orderBy('sha256')
      .limit(PAGE)
      .execute()
    if (rows.length === 0) return
    yield rows.map(({ sha256 }) => sha256 as Sha256)
    after = rows.at(-1)?.sha256 ?? ''
  }
}
