import { sql } from 'kysely'
import type { Queries } from '../../database/database.ts'

/** One whole reading of a file of an OUT folder. */
export type Reading = { readonly name: string; readonly channel: string; readonly principal: string }

/** rule 23.2: notes the first whole reading of each answer's document, with an event in the timeline; later ones change nothing. */
export async function noteFetched(queries: Queries, readings: readonly Reading[]): Promise<void> {
  await sql`
    with read as (
      select distinct on (name) * from json_to_recordset(${JSON.stringify(readings)}::json) as read (name text, channel text, principal text)
    ), noted as (
      update out_entry set fetched_at = now() from read
      where out_entry.name = read.name and fetched_at is null
      returning out_entry.name, submission_id, sender_number, channel, principal
    )
    insert into event (submission_id, sender_number, event, detail)
    select submission_id, sender_number, 'answer.fetched',
      jsonb_build_object('name', name, 'channel', channel, 'principal', principal)
    from noted`.execute(queries)
}
