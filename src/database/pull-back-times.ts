/**
 * After the database's clock went back: what was written while it was ahead would be waited for until it comes there again, which may be ten
 * years. Leases end in time, and what is to be tried later is tried now; whoever looks finds out anew when that is due.
 */
import { sql } from 'kysely'
import type { Transaction } from './database.ts'

type Time = readonly [table: string, column: string, where?: string]

// `where`: what is not over, as its index has it, for what is over is kept for years
const OPEN = "state in ('waiting', 'active', 'retrying', 'inDoubt')"

// biome-ignore format: a table
const DUE: readonly Time[] = [
  ['claim',                'due_at'],
  ['open_upload',          'last_byte_at'],
  ['delivery',             'next_attempt_at', OPEN],
  ['service_answer',       'next_attempt_at', 'published_at is null'],
  ['negative_answer_due',  'due_at'],
  ['target_state',         'open_until'],
  ['outgoing_message',     'due_at',          "state = 'waiting'"],
  ['certificate_standing', 'due_at'],
  ['login_throttle',       'blocked_until'],
  ['retention_task',       'ran_at'],
  ['alarm',                'first_seen_at'],
  ['alarm',                'raised_at'],
  ['alarm',                'told_at'],
  ['alarm',                'gone_at'],
]

// biome-ignore format: a table
const LEASES: readonly Time[] = [
  ['claim',                'until'],
  ['delivery',             'until',           "state = 'active'"],
  ['folder_lease',         'until'],
  ['retention_task',       'until'],
  ['outgoing_message',     'owned_until',     "state = 'waiting'"],
  ['certificate_standing', 'leased_until'],
]

/** rule 32.5. `leaseSeconds`: what is left to each lease that would end later. Doing it twice changes nothing. */
export async function pullBackTimes(tx: Transaction, leaseSeconds: number): Promise<void> {
  for (const time of DUE) await pullBack(tx, time, 0)
  for (const time of LEASES) await pullBack(tx, time, leaseSeconds)
  await pullBackOpenSets(tx)
  // a living process writes its row again within two seconds
  await sql`delete from running_process where seen_at > clock_timestamp()`.execute(tx)
}

/**
 * Or the grace of a set that waits for a member would begin only when the clock comes there again. A set without its GO is left as it is: it would
 * be older than it is when the clock is right again.
 */
async function pullBackOpenSets(tx: Transaction): Promise<void> {
  await sql`update submission
    set last_file_at = least(last_file_at, clock_timestamp()), go_at = least(go_at, clock_timestamp())
    where sealed_at is null and closed_at is null and go_at is not null
      and greatest(last_file_at, go_at) > clock_timestamp()`.execute(tx)
}

async function pullBack(tx: Transaction, [table, column, where = 'true']: Time, seconds: number): Promise<void> {
  // not `clock_timestamp()`, which no index answers
  const latest = sql`now() + make_interval(secs => ${seconds})`
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${latest}
    where ${sql.ref(column)} > ${latest} and ${sql.raw(where)}`.execute(tx)
}
