/**
 * How often somebody read contents of declarations within the last hour, counted from the audit by the database's clock: it holds over all
 * processes and after a restart. The action is written into the statements, so that they go by the index of it.
 */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../database/database.ts'
import { type ReasonedAct, writeAudit } from './audit.ts'
import { lockReadsOf } from './locks.ts'

export const CONTENTS_READ = 'contents.read'
const ACTION = sql.lit(CONTENTS_READ)

/** One file of a submission, as the audit names it. */
export type FileRead = {
  readonly submissionId: string
  readonly file: string
  readonly sha256: string | null
  readonly bytes: number
}

/** rule 22.11: notes the reading, unless there were `most` of them: then resolves with the seconds until there is room for the next. */
export async function noteRead(
  tx: Transaction,
  act: ReasonedAct,
  { submissionId, ...detail }: FileRead,
  most: number,
): Promise<{ readonly isNoted: true } | { readonly isNoted: false; readonly seconds: number }> {
  await lockReadsOf(tx, act.actor)
  const { reads, seconds } = await latestReads(tx, act.actor, most)
  if (reads >= most) return { isNoted: false, seconds: Math.max(1, seconds) }
  await writeAudit(tx, { ...act, action: CONTENTS_READ, subject: `submission:${submissionId}`, detail })
  return { isNoted: true }
}

type LatestReads = { readonly reads: number; readonly seconds: number }

/** Of the last hour the latest ones, at most so many, and how long the oldest of them still counts. */
async function latestReads(tx: Transaction, actor: string, most: number): Promise<LatestReads> {
  const { rows } = await sql<LatestReads>`
    select count(*)::int as reads,
      coalesce(ceil(extract(epoch from min(at) + interval '1 hour' - now())), 0)::int as seconds
    from (select at from audit where action = ${ACTION} and actor = ${actor} and at > now() - interval '1 hour'
          order by at desc limit ${most}) as latest`.execute(tx)
  return rows[0] ?? { reads: 0, seconds: 0 }
}

/** As the audit calls them. */
export type Reader = { readonly reader: string; readonly reads: number }

/** Everybody who read within the last hour. */
export async function readersWithinHour(queries: Queries): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    select actor as reader, count(*)::int as reads from audit
    where action = ${ACTION} and at > now() - interval '1 hour' group by actor order by actor`.execute(queries)
  return rows
}
