/** The picture of the real core, from its rows and its listings. */
import { sql } from 'kysely'
import { sha256 as digestOf, type Sha256 } from '../../src/base/hashes.ts'
import type { Facts, Member } from '../../src/batch/facts.ts'
import type { Queries } from '../../src/database/database.ts'
import { books, listed, type Rig } from '../mailbox/rig.ts'
import { KEYS, type Key } from './commands.ts'
import { folderOf, keyOf, ofSender, type Picture, type SetPicture, senderOf } from './picture.ts'
import { visitorOf } from './visitors.ts'

type KeptFile = Pick<Member, 'name' | 'sha256' | 'overLimit'>

type Row = {
  readonly id: string
  readonly sender: string
  readonly raw_key: string
  readonly closed: boolean
  readonly facts: Facts
  /** As they stand; frozen once the set is sealed. */
  readonly members: readonly KeptFile[]
  readonly answers: number
  readonly delivery: string | null
}

const GOOD = digestOf('good')
const KEPT = sql`jsonb_build_object('name', f.name, 'sha256', f.sha256, 'overLimit', f.over_limit)`

export type Looked = { readonly picture: Picture; readonly ids: readonly string[] }

/** Submissions are in the order of their keys, and of their opening. */
export async function look(rig: Rig): Promise<Looked> {
  const { queries } = rig.database
  const [rows, waiting, here, there, others, places, events, lost] = await Promise.all([
    submissions(queries),
    waitingFiles(queries),
    listedOf(rig, 'A'),
    listedOf(rig, 'B'),
    listedOf(rig, 'D'),
    books(rig.database),
    countEvents(queries),
    lostContents(rig),
  ])
  const inOrder = KEYS.flatMap((key) => rows.filter(({ sender, raw_key }) => keyOf(sender, raw_key) === key))
  const sets = inOrder.map(setPicture)
  return {
    picture: { sets, waiting, listed: [...here, ...there, ...others].sort(), books: places, events, lost },
    ids: inOrder.map(({ id }) => id),
  }
}

/** All that is in the folder of a key. */
async function listedOf(rig: Rig, key: Key): Promise<string[]> {
  const names = await listed(rig, folderOf(key), visitorOf(key))
  return names.map((name) => ofSender(senderOf(key), name))
}

async function submissions(queries: Queries): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select submission_id as id, sender_number as sender, raw_key, closed_at is not null as closed,
      coalesce((select jsonb_object_agg(kind, body) from fact where fact.submission_id = s.submission_id), '{}') as facts,
      (select coalesce(jsonb_agg(${KEPT}), '[]') from received_file f
        where f.submission_id = s.submission_id and f.state = 'received') as members,
      (select count(*)::integer from out_entry where out_entry.submission_id = s.submission_id) as answers,
      (select case when state = 'active' and until < now() then 'inDoubt' else state end
        from delivery where delivery.submission_id = s.submission_id) as delivery
    from submission as s order by opened_at, submission_id`.execute(queries)
  return rows
}

/** Under temporary names. */
async function waitingFiles(queries: Queries): Promise<string[]> {
  const { rows } = await sql<{
    sender: string
    file: KeptFile
  }>`select f.sender_number as sender, ${KEPT} as file from received_file f
    where f.state = 'received' and f.temporary and f.discarded_at is null`.execute(queries)
  return rows.map(({ sender, file }) => filePicture(sender, file)).sort()
}

function setPicture({ sender, raw_key, closed, facts, members, answers, delivery }: Row): SetPicture {
  const { envelope, verdict } = facts
  return {
    key: keyOf(sender, raw_key),
    end: endOf(facts, closed),
    why: envelope?.why === undefined ? null : (envelope.why as string),
    members: (envelope?.members ?? members).map((file) => filePicture(sender, file)).sort(),
    codes: verdict ? [...new Set(verdict.reasons.map(({ code }) => code))] : null,
    ...{ answers, delivery },
  }
}

/** Of what ran over the limit nothing is kept. */
function filePicture(sender: string, { name, sha256, overLimit }: KeptFile): string {
  return `${ofSender(sender, name)} ${overLimit ? 'large' : sha256 === GOOD ? 'good' : 'bad'}`
}

function endOf({ envelope, verdict, cancellation }: Facts, closed: boolean): SetPicture['end'] {
  if (cancellation) return 'cancelled'
  if (closed) return verdict ? 'answered' : 'gone'
  return verdict ? 'judged' : envelope ? 'sealed' : 'open'
}

async function lostContents({ spool, database: { queries } }: Rig): Promise<string[]> {
  const { rows } = await sql<{ sha256: Sha256 }>`
    select distinct sha256 from received_file where state = 'received' and not over_limit and discarded_at is null`.execute(
    queries,
  )
  const there = await Promise.all(rows.map(({ sha256 }) => spool.has(sha256)))
  return rows.filter((_, at) => !there[at]).map(({ sha256 }) => sha256)
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
