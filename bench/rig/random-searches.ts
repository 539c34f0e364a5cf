/** What operators may look for, drawn with a seed: every kind of search, for things that are there and for some that are nowhere. */
import { sql } from 'kysely'
import type { Queries } from '../../src/database/database.ts'
import { SEARCH_DELIVERIES, SEARCH_STATES, type SearchFilter } from '../../src/ledger/search/search-filter.ts'
import { searchWordsOf } from '../../src/ledger/search/search-words.ts'

export type RandomSearch = { readonly kind: string; readonly filter: SearchFilter; readonly after?: string }

type Sample = {
  readonly id: string
  readonly name: string
  readonly sender: string
  readonly enterprise: string
  readonly ticket: string
  readonly sha256: string
  readonly openedAt: Date
}

/** Numbers from 0 to below 1, always the same for a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export async function randomSearches(queries: Queries, count: number, seed: number): Promise<RandomSearch[]> {
  const random = seeded(seed)
  const samples = await samplesOf(
    queries,
    Array.from({ length: 60 }, () => random()),
  )
  const kinds = Object.entries(KINDS)
  return Array.from({ length: count }, (_, place) => {
    const sample = samples[Math.floor(random() * samples.length)]
    const [kind, make] = kinds[place % kinds.length] ?? []
    if (!sample || !kind || !make) throw new TypeError('nothing to look for')
    return { kind, ...make(sample, random) }
  })
}

type Make = (sample: Sample, random: () => number) => Omit<RandomSearch, 'kind'>

const KINDS: Readonly<Record<string, Make>> = {
  'a whole file name': ({ name }) => typed(`FI.${name}.1.1`),
  'any part of a name': ({ name }, random) => typed(pieceOf(name, 3 + Math.floor(random() * 8), random)),
  'three characters of a name': ({ name }, random) => typed(pieceOf(name, 3, random)),
  'part of a sequence': ({ name }, random) => typed(pieceOf(name.slice(21, 26), 4, random)),
  'a name that is nowhere': (_, random) => typed(`Q${random().toString(36).slice(2, 7)}`),
  'a date': ({ name }) => typed(name.slice(12, 20)),
  'a ticket': ({ ticket }) => typed(ticket),
  'a sender': ({ sender }) => typed(sender),
  'an enterprise': ({ enterprise }) => typed(enterprise),
  'a digest': ({ sha256 }) => typed(sha256),
  'the beginning of a digest': ({ sha256 }, random) => typed(sha256.slice(0, 8 + Math.floor(random() * 5))),
  'a code': (_, random) => typed(one(['125', 'ACRF-312', '122', 'ACRF-088', '430'], random)),
  'a state': (_, random) => ({ filter: { state: one(SEARCH_STATES, random) } }),
  'service and environment': (_, random) => ({
    filter: { service: one(['DMFA', 'DIMN', 'NONE'], random), environment: one(['R', 'T', 'S'] as const, random) },
  }),
  'channel and state': (_, random) => ({
    filter: { channel: one(['sftp', 'ftp', 'web'] as const, random), state: one(SEARCH_STATES, random) },
  }),
  'a day and a code': ({ openedAt }, random) => ({ filter: { code: one([125, 312, 88], random), ...dayOf(openedAt) } }),
  'judged in a day': ({ openedAt }) => ({ filter: { time: 'judged', ...dayOf(openedAt) } }),
  parked: () => ({ filter: { parked: true } }),
  'a state of hand-overs': (_, random) => ({ filter: { delivery: one(SEARCH_DELIVERIES, random) } }),
  'a sender and part of a name': ({ name, sender }, random) => ({
    filter: { ...typed(pieceOf(name, 5, random)).filter, sender },
  }),
  'a sender and a code': ({ sender }, random) => ({ filter: { sender, code: one([125, 312, 88], random) } }),
  'three filters and part of a name': ({ name, openedAt }, random) => ({
    filter: {
      ...typed(pieceOf(name, 4, random)).filter,
      channel: one(['sftp', 'web'] as const, random),
      state: one(SEARCH_STATES, random),
      until: dayOf(openedAt).until,
    },
  }),
  'the latest': () => ({ filter: {} }),
  'a page far behind': ({ id }) => ({ filter: { environment: 'R' }, after: id }),
}

function typed(text: string): Omit<RandomSearch, 'kind'> {
  return { filter: { words: searchWordsOf(text) ?? undefined } }
}

function pieceOf(name: string, length: number, random: () => number): string {
  const begin = Math.floor(random() * Math.max(1, name.length - length))
  return name.slice(begin, begin + length)
}

function one<Value>(values: readonly Value[], random: () => number): Value {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new RangeError('nothing to draw from')
  return value
}

function dayOf(at: Date): { readonly from: Date; readonly until: Date } {
  const day = 86_400_000
  const from = Math.floor(at.getTime() / day) * day
  return { from: new Date(from), until: new Date(from + day) }
}

/** Of the whole half year, at these parts of it. */
async function samplesOf(queries: Queries, places: readonly number[]): Promise<Sample[]> {
  const { rows } = await sql<Sample>`
    select s.submission_id as id, substr(raw_key, strpos(raw_key, '/') + 1) as name, s.sender_number as sender,
      enterprise_number as enterprise, body ->> 'ticket' as ticket, sha256, opened_at as "openedAt"
    from unnest(${places}::float8[]) as place
    cross join lateral (
      select * from submission where opened_at <= now() - make_interval(days => 180) * place and sealed_at is not null
      order by opened_at desc limit 1
    ) as s
    join sender on sender.sender_number = s.sender_number
    join fact on fact.submission_id = s.submission_id and kind = 'envelope'
    join received_file on received_file.submission_id = s.submission_id and name like 'FI.%'`.execute(queries)
  return rows
}
