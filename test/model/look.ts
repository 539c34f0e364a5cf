/** The picture of the real core, from its rows and its listings. */
import { sql } from 'kysely'
import { sha256 as digestOf } from '../../src/base/hashes.ts'
import type { Facts, Member } from '../../src/batch/facts.ts'
import type { Queries } from '../../src/database/database.ts'
import { books, listed, type Rig } from '../mailbox/rig.ts'
import { KEYS } from './commands.ts'
import { type Picture, rawKeyOf, type SetPicture } from './picture.ts'

type Row = {
  readonly id: string
  readonly raw_key: string
  readonly closed: boolean
  readonly facts: Facts
  readonly answers: number
  readonly delivery: string | null
}

const GOOD = digestOf('good')

export type Looked = { readonly picture: Picture; readonly ids: readonly string[] }

/** Submissions are in the order of their keys, and of their opening. */
export async function look(rig: Rig): Promise<Looked> {
  const { queries } = rig.database
  const [rows, here, there, places, events] = await Promise.all([
    submissions(queries),
    listed(rig, 'IN'),
    listed(rig, 'INTEST-S'),
    books(rig.database),
    countEvents(queries),
  ])
  const inOrder = KEYS.flatMap((key) => rows.filter(({ raw_key }) => raw_key === rawKeyOf(key)))
  const sets = inOrder.map(setPicture)
  return {
    picture: { sets, listed: [...here, ...there].sort(), books: places, events },
    ids: inOrder.map(({ id }) => id),
  }
}

async function submissions(queries: Queries): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select submission_id as id, raw_key, closed_at is not null as closed,
      coalesce((select jsonb_object_agg(kind, body) from fact where fact.submission_id = s.submission_id), '{}') as facts,
      (select count(*)::integer from out_entry where out_entry.submission_id = s.submission_id) as answers,
      (select case when state = 'active' and until < now() then 'inDoubt' else state end
        from delivery where delivery.submission_id = s.submission_id) as delivery
    from submission as s order by opened_at, submission_id`.execute(queries)
  return rows
}

function setPicture({ raw_key, closed, facts, answers, delivery }: Row): SetPicture {
  const { envelope, verdict } = facts
  return {
    key: KEYS.find((key) => rawKeyOf(key) === raw_key) ?? 'A',
    end: endOf(facts, closed),
    why: envelope?.why === undefined ? null : (envelope.why as string),
    members: (envelope?.members ?? []).map(memberPicture).sort(),
    codes: verdict ? [...new Set(verdict.reasons.map(({ code }) => code))] : null,
    ...{ answers, delivery },
  }
}

/** Of what ran over the limit nothing is kept. */
function memberPicture({ name, sha256, overLimit }: Member): string {
  return `${name} ${overLimit ? 'large' : sha256 === GOOD ? 'good' : 'bad'}`
}

function endOf({ envelope, verdict, cancellation }: Facts, closed: boolean): SetPicture['end'] {
  if (cancellation) return 'cancelled'
  if (closed) return verdict ? 'answered' : 'gone'
  return verdict ? 'judged' : envelope ? 'sealed' : 'open'
}

async function countEvents(queries: Queries): Promise<Picture['events']> {
  const rows = await queries.selectFrom('event').select('event').execute()
  const count = (name: string) => rows.filter(({ event }) => event === name).length
  return {
    repeated: count('go.repeated'),
    tooLate: count('cancellation.tooLate'),
    unknown: count('cancellation.unknown'),
  }
}
