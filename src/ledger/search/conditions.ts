/**
 * A filter as conditions of SQL. Each asks one submission `s`; those that few fulfil also tell where these are found by an index. No plan may
 * hang on statistics, which a young database has not: which one leads is decided by counting (record 0028), and `offset 0` keeps a question
 * about one submission from being turned round into a join.
 */
import { type RawBuilder, sql } from 'kysely'
import { rawKeysOf } from '../../batch/set-key.ts'
import { namedOnes, nameHolds } from './name-source.ts'
import type { SearchFilter, SearchState, SearchTime } from './search-filter.ts'
import type { SearchWords } from './search-words.ts'

export type Sql = RawBuilder<unknown>

export type Condition = {
  /** True or false of the submission `s`. */
  readonly asked: Sql
  /** Selects the `submission_id` of all that fulfil it, in no order; absent where they may be most of all. */
  readonly found?: Sql
  /** Found by a name, which costs more than the others. */
  readonly isName?: true
  /** The row itself tells. */
  readonly isPlain?: true
}

export type Resolved = Omit<SearchFilter, 'enterprise'> & {
  /** Those of the enterprise that the words may mean. */
  readonly meantSenders: readonly string[]
}

export function conditionsOf(filter: Resolved): Condition[] {
  const { words, state, code, service, environment, channel, delivery, parked } = filter
  return [
    ...(words ? [wordsCondition(words, filter.meantSenders)] : []),
    ...(state ? [STATES[state]] : []),
    ...(code === undefined ? [] : [hasCode(code)]),
    ...(service === undefined ? [] : [plain(sql`s.raw_key like any(${rawKeysOf(`${likeText(service)}.%`)})`)]),
    ...(environment ? [plain(sql`s.environment = ${environment}`)] : []),
    ...(channel ? [plain(sql`s.channel = ${channel}`)] : []),
    ...(delivery ? [hasDelivery(delivery)] : []),
    ...(parked ? [PARKED] : []),
    ...timeConditions(filter),
  ]
}

/** rule 22.2: what the words may be are looked for together. */
function wordsCondition(words: SearchWords, meantSenders: readonly string[]): Condition {
  const meanings = meaningsOf(words, meantSenders)
  const asked = sql`(${sql.join(
    meanings.map((meaning) => meaning.asked),
    sql` or `,
  )})`
  const found = meanings.flatMap((meaning) =>
    meaning.found ? [sql`select submission_id from (${meaning.found}) as one`] : [],
  )
  if (found.length < meanings.length) return { asked }
  const isName = meanings.some((meaning) => meaning.isName)
  return { asked, found: sql.join(found, sql` union all `), ...(isName && { isName }) }
}

function meaningsOf(words: SearchWords, meantSenders: readonly string[]): Condition[] {
  const { submissionId, ticket, digest, sender, code, answer, setKey, name } = words
  const senders = [...meantSenders, ...(sender === undefined ? [] : [sender])]
  return [
    ...(submissionId === undefined ? [] : [isSubmission(submissionId)]),
    ...(ticket === undefined ? [] : [hasTicket(ticket)]),
    ...(digest === undefined ? [] : [hasDigest(digest)]),
    ...(senders.length === 0 ? [] : [isOfSenders(senders)]),
    ...(code === undefined ? [] : [hasCode(code)]),
    ...(answer === undefined ? [] : [hasAnswer(answer)]),
    ...(setKey === undefined ? [] : [among(ofSet(setKey))]),
    ...(name === undefined ? [] : [{ asked: nameHolds(name), ...namedOnes(name) }]),
  ]
}

function isSubmission(id: string): Condition {
  return { asked: sql`s.submission_id = ${id}`, found: sql`select ${id}::uuid as submission_id` }
}

function hasTicket(ticket: string): Condition {
  return among(sql`select submission_id from fact where kind = 'envelope' and body ->> 'ticket' = ${ticket}`)
}

/** Digits and a to f stand in the same order in every collation, and `g` behind them. */
function hasDigest(digest: string): Condition {
  const begins = digest.length === 64 ? sql`= ${digest}` : sql`between ${digest} and ${`${digest}g`}`
  const inTable = (table: Sql) =>
    sql`select submission_id from ${table} where sha256 ${begins} and submission_id is not null`
  const hasOne = (table: Sql) =>
    sql`exists (select from ${table} as one where one.submission_id = s.submission_id and one.sha256 ${begins} offset 0)`
  const [received, answers] = [sql`received_file`, sql`out_entry`]
  return {
    asked: sql`(${hasOne(received)} or ${hasOne(answers)})`,
    found: sql`${inTable(received)} union all ${inTable(answers)}`,
  }
}

function isOfSenders(senders: readonly string[]): Condition {
  return {
    asked: sql`s.sender_number = any(${senders}::text[])`,
    found: sql`select submission_id from submission where sender_number = any(${senders}::text[])`,
  }
}

function ofSet(setKey: string): Sql {
  return sql`select submission_id from submission where raw_key = any(${rawKeysOf(setKey)})`
}

function hasAnswer(name: string): Condition {
  return among(sql`select submission_id from out_entry where name = ${name} and submission_id is not null`)
}

function hasCode(code: number): Condition {
  return {
    asked: sql`exists (select from submission_reason as r
      where r.code = ${code} and r.opened_at = s.opened_at and r.submission_id = s.submission_id offset 0)`,
    found: sql`select submission_id from submission_reason where code = ${code}`,
  }
}

function hasDelivery(state: string): Condition {
  const asked = sql`exists (select from delivery as d where d.submission_id = s.submission_id and d.state = ${state} offset 0)`
  if (state === 'delivered') return { asked }
  // the literal, not a parameter: only so the partial index of what is not delivered serves
  return {
    asked,
    found: sql`select submission_id from delivery where state = ${sql.lit(state)} and state <> 'delivered'`,
  }
}

const PARKED: Condition = {
  asked: sql`s.parked_at is not null and s.closed_at is null`,
  found: sql`select submission_id from submission where parked_at is not null and closed_at is null`,
}

const isFact = (kind: string) =>
  sql`exists (select from fact as f where f.submission_id = s.submission_id and f.kind = ${sql.lit(kind)} offset 0)`
const UNDER_WAY = sql`select submission_id from claim`
const ACCEPTED = sql`(select f.body ->> 'outcome' from fact as f where f.submission_id = s.submission_id and f.kind = 'verdict') = 'accepted'`
const REJECTED = sql`exists (select from fact as f
  where f.submission_id = s.submission_id and f.kind = 'verdict' and f.body ->> 'outcome' = 'rejected' offset 0)`
const ANY_LEFT = sql`exists (select from delivery as d
  where d.submission_id = s.submission_id and d.state not in ('delivered', 'refused') offset 0)`
const ANY_DELIVERY = sql`exists (select from delivery as d where d.submission_id = s.submission_id offset 0)`

/** Each as `stateOf` tells it from the facts. What has a claim is under way: few of all. */
const STATES: Readonly<Record<SearchState, Condition>> = {
  open: { asked: sql`s.sealed_at is null and s.closed_at is null`, found: UNDER_WAY },
  sealed: {
    asked: sql`s.sealed_at is not null and s.closed_at is null and not ${isFact('verdict')}`,
    found: UNDER_WAY,
  },
  judged: {
    asked: sql`s.closed_at is null and ${isFact('verdict')} and not ${isFact('acknowledgement')}`,
    found: UNDER_WAY,
  },
  acknowledged: {
    asked: sql`s.closed_at is null and ${isFact('acknowledgement')} and not ${isFact('dispatch')} and not ${REJECTED}`,
    found: UNDER_WAY,
  },
  dispatched: {
    asked: ANY_LEFT,
    found: sql`select submission_id from delivery where state <> 'delivered' and state <> 'refused'`,
  },
  delivered: { asked: sql`${ANY_DELIVERY} and not ${ANY_LEFT}` },
  accepted: { asked: ACCEPTED },
  rejected: {
    asked: REJECTED,
    found: sql`select submission_id from fact where kind = 'verdict' and body ->> 'outcome' = 'rejected'`,
  },
  cancelled: {
    asked: isFact('cancellation'),
    found: sql`select submission_id from fact where kind = 'cancellation'`,
  },
  closed: { asked: sql`s.closed_at is not null and not ${isFact('cancellation')} and not ${ANY_DELIVERY}` },
}

const KIND_OF_TIME = { sealed: 'envelope', judged: 'verdict' } as const

function timeConditions({ time = 'received', from, until }: Resolved): Condition[] {
  if (!from && !until) return []
  const between = (column: Sql) =>
    sql.join([...(from ? [sql`${column} >= ${from}`] : []), ...(until ? [sql`${column} < ${until}`] : [])], sql` and `)
  // nothing is sealed or judged before it is opened
  const opened = time === 'received' ? between(sql`s.opened_at`) : until ? sql`s.opened_at < ${until}` : sql`true`
  return time === 'received' ? [plain(opened)] : [plain(opened), factTime(time, between)]
}

function factTime(time: Exclude<SearchTime, 'received'>, between: (column: Sql) => Sql): Condition {
  const kind = sql.lit(KIND_OF_TIME[time])
  return {
    // by its key: the server took the index of times for as good, and read all of the range for each
    asked: between(sql`(select f.at from fact as f where f.submission_id = s.submission_id and f.kind = ${kind})`),
    found: sql`select submission_id from fact where kind = ${kind} and ${between(sql`at`)}`,
  }
}

function plain(asked: Sql): Condition {
  return { asked, isPlain: true }
}

function among(found: Sql): Condition {
  return { asked: sql`s.submission_id = any(array(${found}))`, found }
}

export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
