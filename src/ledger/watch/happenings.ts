/**
 * What happens, as it happens: read from rows, so that it is the same on every machine of the gateway. A look goes back a little behind the
 * last one, for what was being committed then; whoever looks leaves out what it has seen.
 */
import { sql } from 'kysely'
import type { Environment } from '../../batch/environment.ts'
import type { Queries } from '../../database/database.ts'

export const HAPPENING_KINDS = ['file', 'verdict', 'answer', 'delivery', 'event', 'person'] as const
export type HappeningKind = (typeof HAPPENING_KINDS)[number]

export type Happening = {
  /** The same thing has the same key in every look. */
  readonly key: string
  readonly at: Date
  readonly kind: HappeningKind
  /** `file.received`, `set.accepted`, `set.rejected`, `set.answered`, `delivery.delivered`, `go.repeated`, the action of the audit … */
  readonly event: string
  readonly submissionId: string | null
  readonly sender: string | null
  readonly environment: Environment | null
  readonly service: string | null
  /** A file's name, codes of reasons, an error: never what a declaration holds. */
  readonly detail: string
}

/** Nothing that took place longer ago is looked for. */
const BACK_SECONDS_MAX = 60

/** At most so many of each kind, the newest; in the order of time. */
export async function happeningsSince(queries: Queries, since: Date, most: number): Promise<readonly Happening[]> {
  const from = sql`greatest(${since}::timestamptz, now() - make_interval(secs => ${BACK_SECONDS_MAX}))`
  const { rows } = await sql<Happening>`
    with received as (
      select file_id, received_at, submission_id, sender_number, environment, name, bytes
      from received_file order by file_id desc limit ${most}
    ), closed as (
      select submission_id, sender_number, environment from submission
      where closed_at >= ${from} order by closed_at desc limit ${most}
    )
    select 'file ' || file_id as key, received_at as at, 'file' as kind, 'file.received' as event,
      submission_id as "submissionId", sender_number as sender, environment, null as service, name as detail
    from received where received_at >= ${from}
    union all
    select kind || ' ' || submission_id, told.at, case kind when 'verdict' then 'verdict' else 'answer' end,
      case kind when 'verdict' then 'set.' || outcome when 'cancellation' then 'set.cancelled' else 'set.answered' end,
      submission_id, sender_number, environment, service, coalesce(detail, '')
    from closed cross join lateral (
      select kind, at, body ->> 'outcome' as outcome, body ->> 'service' as service, case kind
          when 'verdict' then (select string_agg(distinct reason ->> 'code', ', ') from jsonb_array_elements(body -> 'reasons') reason)
          else body ->> 'name' end as detail
      from fact where fact.submission_id = closed.submission_id and kind in ('verdict', 'acknowledgement', 'cancellation')
      offset 0
    ) as told
    union all
    select 'event ' || event_no, at, case when event like 'delivery.%' then 'delivery' else 'event' end, event, submission_id,
      sender_number, null, detail ->> 'service', coalesce(detail ->> 'error', detail ->> 'reason', detail ->> 'name', '')
    from (select * from event order by event_no desc limit ${most}) as late where at >= ${from}
    union all
    select 'audit ' || audit_no, at, 'person', action, null, null, null, null, concat_ws(' ', subject, actor)
    from (select * from audit order by audit_no desc limit ${most}) as late where at >= ${from}
    order by 2, 1`.execute(queries)
  return rows
}
