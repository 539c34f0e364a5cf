/**
 * Submissions by a filter, the latest first, from among a million and of every state. rule 22.3: work is bounded: the fewest that some
 * condition leaves are looked at, else the latest one by one; where a look ends before the page is full, it says how far it came.
 */
import { sql } from 'kysely'
import type { Transaction } from '../../database/database.ts'
import type { Sql } from './conditions.ts'
import { all, BOUNDS, type Bounds, beginLook, behind, type Look, type Place } from './look.ts'
import { latestNamed, openOnes } from './name-source.ts'
import type { SearchFilter } from './search-filter.ts'

export type SearchPage = {
  /** The latest first. */
  readonly ids: readonly string[]
  /** What was looked at ends here although there may be more; the search goes on behind it. Null: all was looked at, or the page is full. */
  readonly lookedBackTo: Place | null
  /** How many there are; where not all was looked at, null. */
  readonly count: number | null
}

export type SearchCount = {
  readonly count: number
  /** There may be more. */
  readonly isAtLeast: boolean
}

/** `after`: the id of a submission behind which the page begins. */
export async function searchSubmissions(
  tx: Transaction,
  filter: SearchFilter,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  bounds: Bounds = BOUNDS,
): Promise<SearchPage> {
  const look = await beginLook(tx, filter, { after, bounds })
  if (!look) return NOTHING
  return (
    (await amongFewest(look, limit)) ??
    (await amongLatest(look, limit, bounds.latestFirst)) ??
    (await amongNamesFound(look, limit)) ??
    (await amongStream(look, limit)) ??
    (await amongLatest(look, limit, bounds.latestAtMost, true)) ??
    NOTHING
  )
}

/** How many there are behind a first page that does not tell it, as far as a short look goes. */
export async function countSubmissions(tx: Transaction, filter: SearchFilter): Promise<SearchCount> {
  const look = await beginLook(tx, filter, { after: undefined, bounds: BOUNDS })
  if (!look) return { count: 0, isAtLeast: false }
  const most = look.conditions.every(({ isPlain }) => isPlain) ? BOUNDS.countedPlain : BOUNDS.counted
  const { rows } = await sql<{ count: number; seen: number }>`
    select count(*) filter (where ${all(look.conditions.map(({ asked }) => asked))})::integer as count, count(*)::integer as seen
    from (${latest(look, most)}) as s`.execute(tx)
  const { count = 0, seen = 0 } = rows[0] ?? {}
  return { count: Math.min(count, BOUNDS.countedPlain - 1), isAtLeast: seen === most }
}

const NOTHING: SearchPage = { ids: [], lookedBackTo: null, count: 0 }

/** By the condition that the fewest fulfil, when they are few; null otherwise. Names are not counted yet. */
async function amongFewest(look: Look, limit: number): Promise<SearchPage | null> {
  const founds = look.conditions.flatMap((one) => (one.found && !one.isName ? [one.found] : []))
  if (founds.length === 0) return null
  const { few } = look.bounds
  const counted = founds.map(
    (found) => sql`(select count(*)::integer from (select from (${found}) as every limit ${few + 1}) as counted)`,
  )
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counted)}] as counts`.execute(look.tx)
  const counts = rows[0]?.counts ?? []
  const leading = founds[counts.indexOf(Math.min(...counts))]
  return leading && Math.min(...counts) <= few ? await amongFound(look, limit, leading) : null
}

async function amongNamesFound(look: Look, limit: number): Promise<SearchPage | null> {
  const found = look.conditions.find(({ isName }) => isName)?.found
  return found ? await amongFound(look, limit, found) : null
}

/** Null when there are more than few of them. */
async function amongFound(
  { tx, conditions, from, bounds }: Look,
  limit: number,
  found: Sql,
): Promise<SearchPage | null> {
  const { rows } = await sql<{ many: number; count: number; ids: string[] }>`
    with every as materialized (
      select submission_id from (${found}) as found limit ${bounds.few + 1}
    ), fulfilling as (
      select s.submission_id, s.opened_at from (select distinct submission_id from every) as few
      cross join lateral (select * from submission where submission.submission_id = few.submission_id offset 0) as s
      where (select count(*) from every) <= ${bounds.few}
        and ${all([behind(from), ...conditions.map(({ asked }) => asked)])}
    )
    select (select count(*)::integer from every) as many, (select count(*)::integer from fulfilling) as count,
      array(select submission_id from fulfilling order by opened_at desc, submission_id desc limit ${limit}) as ids`.execute(
    tx,
  )
  const [told] = rows
  if (!told || told.many > bounds.few) return null
  return { ids: told.ids, lookedBackTo: null, count: from ? null : told.count }
}

/** One by one; null when that did not fill the page and `isLast` is not set. */
async function amongLatest(look: Look, limit: number, most: number, isLast = false): Promise<SearchPage | null> {
  const { tx, conditions } = look
  const { rows } = await sql<{ id: string }>`
    select s.submission_id as id from (${latest(look, most)}) as s
    where ${all(conditions.map(({ asked }) => asked))}
    order by s.opened_at desc, s.submission_id desc limit ${limit}`.execute(tx)
  const ids = rows.map(({ id }) => id)
  if (ids.length === limit) return { ids, lookedBackTo: null, count: null }
  const last = await sql<Place>`
    select s.submission_id as id, s.opened_at::text as "openedAt" from (${latest(look, most)}) as s
    offset ${most - 1}`.execute(tx)
  const end = last.rows[0] ?? null
  if (end && !isLast) return null
  return { ids, lookedBackTo: end, count: end || look.from ? null : ids.length }
}

function latest({ from, sender, filter }: Look, most: number): Sql {
  const { time = 'received', from: since, until } = filter
  const opened = [
    behind(from),
    ...(until ? [sql`s.opened_at < ${until}`] : []),
    ...(since && time === 'received' ? [sql`s.opened_at >= ${since}`] : []),
  ]
  if (sender === null) {
    return sql`select * from submission as s where ${all(opened)} order by s.opened_at desc, s.submission_id desc limit ${most}`
  }
  // compared together, for which only the index of a sender's own serves
  const own = sql`(s.sender_number, s.opened_at) >= (${sender}, '-infinity'::timestamptz)
    and (s.sender_number, s.opened_at) <= (${sender}, 'infinity'::timestamptz)`
  return sql`select * from submission as s where ${all([own, ...opened])}
    order by s.sender_number desc, s.opened_at desc, s.submission_id desc limit ${most}`
}

/** Of very many with a name or a code the latest are asked; null when neither is looked for alone. */
async function amongStream(look: Look, limit: number): Promise<SearchPage | null> {
  const { tx, from, conditions, bounds } = look
  const streamed = streamOf(look)
  if (!streamed) return null
  const { rows } = await sql<{ id: string | null; end: Place | null }>`
    with stream as materialized (${streamed.latest}), last as (
      select submission_id, opened_at from stream
      where (select count(*) from stream) >= ${bounds.few} order by opened_at, submission_id limit 1
    ), page as (
      select s.submission_id, s.opened_at from (select submission_id from stream union ${streamed.others}) as few
      cross join lateral (select * from submission where submission.submission_id = few.submission_id offset 0) as s
      where ${all([behind(from), sql`(not exists (select from last) or (s.opened_at, s.submission_id) >= (select opened_at, submission_id from last))`])}
        and ${all(conditions.map(({ asked }) => asked))}
      order by s.opened_at desc, s.submission_id desc limit ${limit}
    )
    select submission_id as id, (
      select jsonb_build_object('id', submission_id, 'openedAt', opened_at::text) from last
    ) as end
    from (select null) as always left join page on true`.execute(tx)
  const ids = rows.flatMap(({ id }) => id ?? [])
  return { ids, lookedBackTo: ids.length === limit ? null : (rows[0]?.end ?? null), count: null }
}

function streamOf({ filter, from, bounds }: Look): { readonly latest: Sql; readonly others: Sql } | null {
  const { words, code } = filter
  const meant = Object.keys(words ?? {}).length === 1 ? words : undefined
  const [name, wanted] = [meant?.name, code ?? meant?.code]
  if (wanted !== undefined) return { latest: latestOfCode(wanted, behind(from), bounds.few), others: NONE }
  if (name === undefined || name.length < 3) return null
  return { latest: latestNamed(name, behind(from), bounds.few), others: openOnes(name) }
}

const NONE = sql`select null::uuid where false`

function latestOfCode(code: number, before: Sql, limit: number): Sql {
  return sql`select s.submission_id, s.opened_at from submission_reason as s where s.code = ${code} and ${before}
    order by s.opened_at desc, s.submission_id desc limit ${limit}`
}
