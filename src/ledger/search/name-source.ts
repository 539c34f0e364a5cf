/** Submissions by a part of a name: asked of one, and found among all by what three characters stand in a name (record 0028). */
import { type RawBuilder, sql } from 'kysely'
import { NAME_PART_MIN, wantedMarks } from './name-part.ts'

/** Whether the name of the submission `s`, or an odd one of its members, holds the part. */
export function nameHolds(part: string): RawBuilder<unknown> {
  const pattern = patternOf(part)
  return sql`(lower(substr(s.raw_key, strpos(s.raw_key, '/') + 1)) like ${pattern} or s.odd_names like ${pattern})`
}

/** Nothing for parts that are too short for that. */
export function namedOnes(part: string): { readonly found?: RawBuilder<unknown>; readonly isName?: true } {
  if (part.length < NAME_PART_MIN) return {}
  const found = sql`
    select named.submission_id from ${buckets(part)} as days cross join lateral (
      select submission_id from submission_name where marks @> days.wanted and name like ${patternOf(part)}
    ) as named
    union all ${openOnes(part)}`
  return { found, isName: true }
}

/** The latest of those found, and no more than `limit`; without those that are still open. */
export function latestNamed(part: string, before: RawBuilder<unknown>, limit: number): RawBuilder<unknown> {
  return sql`
    select named.submission_id, named.opened_at from ${buckets(part)} as days cross join lateral (
      select s.submission_id, s.opened_at from submission_name as s
      where marks @> days.wanted and name like ${patternOf(part)} and ${before}
      order by s.opened_at desc, s.submission_id desc limit ${limit}
    ) as named limit ${limit}`
}

/** These have their names sorted in when they are sealed. */
export function openOnes(part: string): RawBuilder<unknown> {
  return sql`
    select s.submission_id from submission as s where s.sealed_at is null and s.closed_at is null and ${nameHolds(part)}`
}

/** The times of eight days each, from the latest on, with the marks that a name must have in each of them. */
function buckets(part: string): RawBuilder<unknown> {
  return sql`(
    select (select array_agg(mark + bucket % 1024 * 2097152) from unnest(${wantedMarks(part)}::integer[]) as mark) as wanted
    from generate_series(
      (select floor(extract(epoch from max(opened_at)) / 691200)::integer from submission),
      (select floor(extract(epoch from min(opened_at)) / 691200)::integer from submission), -1) as bucket
  )`
}

function patternOf(part: string): string {
  return `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
