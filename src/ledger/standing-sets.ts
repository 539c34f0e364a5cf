/** What there is under the name of a set: the open one, and those that are pending or were accepted. */
import { sql } from 'kysely'
import type { Queries } from '../database/database.ts'
import { fewRows } from '../database/few-rows.ts'
import { PLACE_COLUMNS, placeRow, type ReceivedFile, type SetPlace } from './arrived-file.ts'

export type StandingSet = {
  readonly submissionId: string
  /** Its GO has not come, or it waits for what is missing. */
  readonly isOpen: boolean
  /** By name. */
  readonly members: readonly ReceivedFile[]
}

export type Standing = {
  /** By the database's clock. */
  readonly now: Date
  /** The name was taken for ever (decision 2). */
  readonly isTaken: boolean
  /** The open one, then the latest sealed first. */
  readonly sets: readonly StandingSet[]
}

/** Sealed sets of one name that are told; whoever has more of them waiting for their verdicts has repeated them often enough. */
const SETS_MAX = 10

/**
 * Of each place, in their order. Rejected, cancelled, expired and withdrawn ones leave their name free and are not told (decision 2). One
 * statement, so one instant.
 */
export async function standingsOf(queries: Queries, places: readonly SetPlace[]): Promise<Standing[]> {
  const { rows } = await sql<Omit<Standing, 'sets'> & { sets: StoredSet[] }>`
    select clock_timestamp() as now,
      exists (select from accepted_name where set_key = substr(asked.raw_key, strpos(asked.raw_key, '/') + 1)) as "isTaken",
      there.sets
    from ${fewRows(places.map(placeRow), PLACE_COLUMNS)} as asked
    cross join lateral (select coalesce(json_agg(standing), '[]') as sets from (
      select s.submission_id as "submissionId", s.sealed_at is null as "isOpen", (
        select coalesce(json_agg(json_build_object(
          'fileId', f.file_id, 'submissionId', f.submission_id, 'name', f.name, 'sha256', f.sha256, 'bytes', f.bytes, 'overLimit', f.over_limit,
          'channel', f.channel, 'receivedAt', f.received_at) order by f.name), '[]')
        from received_file f
        where f.submission_id = s.submission_id and f.state = 'received' and not f.temporary
      ) as members
      from submission s
      left join fact verdict on verdict.submission_id = s.submission_id and verdict.kind = 'verdict'
      left join fact envelope on envelope.submission_id = s.submission_id and envelope.kind = 'envelope'
      where s.sender_number = asked.sender and s.raw_key = asked.raw_key and s.routable
        and case when verdict.kind is null
          then s.closed_at is null and envelope.body ->> 'why' is distinct from 'expired'
          else verdict.body ->> 'outcome' = 'accepted' end
      order by s.sealed_at is null desc, s.sealed_at desc
      limit ${SETS_MAX} + (
        select count(*) from submission o
        where o.sender_number = asked.sender and o.raw_key = asked.raw_key and o.sealed_at is null and o.closed_at is null)
    ) as standing) as there
    order by asked.place`.execute(queries)
  return rows.map((row) => ({
    ...row,
    sets: row.sets.map((set) => ({ ...set, members: set.members.map(memberOf) })),
  }))
}

type StoredMember = Omit<ReceivedFile, 'receivedAt'> & { readonly receivedAt: string }
type StoredSet = Omit<StandingSet, 'members'> & { readonly members: readonly StoredMember[] }

function memberOf(member: StoredMember): ReceivedFile {
  return { ...member, receivedAt: new Date(member.receivedAt) }
}
