/** The table of alarms. One process looks at a time. */
import { sql } from 'kysely'
import type { Queries, Transaction } from '../../database/database.ts'
import type { AlarmKind, Severity } from './conditions.ts'
import { keyOf } from './conditions.ts'
import type { Alarm } from './next-alarms.ts'

/** Beside the pairs of `registry/locks.ts`. */
const LOOK = [0x51d0, 4] as const

/** False when another process is looking; held until the transaction ends. */
export async function lockAlarms(tx: Transaction): Promise<boolean> {
  const [space, key] = LOOK
  const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${space}, ${key}) as held`.execute(tx)
  return rows[0]?.held === true
}

/** The urgent ones first, then the oldest. */
export async function readAlarms(queries: Queries): Promise<Alarm[]> {
  const rows = await queries.selectFrom('alarm').selectAll().orderBy('severity').orderBy('first_seen_at').execute()
  return rows.map((row) => ({
    kind: row.kind as AlarmKind, // written by us, below
    subject: row.subject,
    severity: row.severity as Severity,
    values: row.alarm_values as Alarm['values'],
    ...{ firstSeenAt: row.first_seen_at, raisedAt: row.raised_at, toldAt: row.told_at, goneAt: row.gone_at },
  }))
}

/** What a person is called for now: what lasts, told or about to be. */
export async function raisedAlarms(queries: Queries): Promise<readonly Alarm[]> {
  return (await readAlarms(queries)).filter(({ raisedAt, goneAt }) => raisedAt !== null && goneAt === null)
}

/** These are all, in place of what was `known`; mostly nothing changed, and nothing is written. */
export async function writeAlarmRows(
  tx: Transaction,
  known: readonly Alarm[],
  alarms: readonly Alarm[],
): Promise<void> {
  if (JSON.stringify(known) === JSON.stringify(alarms)) return
  await tx.deleteFrom('alarm').execute()
  if (alarms.length === 0) return
  const rows = alarms.map((alarm) => ({
    ...{ key: keyOf(alarm), kind: alarm.kind, subject: alarm.subject, severity: alarm.severity },
    ...{ alarm_values: JSON.stringify(alarm.values), first_seen_at: alarm.firstSeenAt },
    ...{ raised_at: alarm.raisedAt, told_at: alarm.toldAt, gone_at: alarm.goneAt },
  }))
  await tx.insertInto('alarm').values(rows).execute()
}

/** rule 27.4: moments at which alarms were told within the last hour: a message to several counts once. */
export async function toldWithinHour(tx: Transaction): Promise<{ readonly times: number; readonly now: Date }> {
  const { rows } = await sql<{ times: number; now: Date }>`
    select count(distinct created_at)::int as times, now() as now from outgoing_message
     where template = 'alarm' and created_at > now() - interval '1 hour'`.execute(tx)
  return rows[0] ?? { times: 0, now: new Date(0) }
}
