/**
 * One e-mail a night to an enterprise with unread notices: that there are some, and how many, nothing else (spec access.md §9, rule 13.4).
 * Again once before one of them expires unread.
 */
import { sql } from 'kysely'
import { brusselsTime } from '../batch/dates.ts'
import type { Language } from '../batch/languages.ts'
import type { Database, Transaction } from '../database/database.ts'
import { queueMessage } from '../registry/outgoing-messages.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import { holdPosition, movePosition } from './reading-position.ts'

export type NightlyRules = {
  readonly box: SecretBox
  /** Of the wall in Brussels, 0 to 23. */
  readonly noticeHour: number
  readonly now: Date
}

const PAGE = 100
const LAST_DAYS = 7

/** Resolves with the number of e-mails queued; 0 when it is too early, or this night's are queued already. A night missed is made up for. */
export async function announceNightly(database: Pick<Database, 'transaction'>, rules: NightlyRules): Promise<number> {
  let total = 0
  for (;;) {
    const queued = await database.transaction((tx) => announcePage(tx, rules))
    total += queued
    if (queued === 0) return total
  }
}

/** Whether the e-mails of the night are due: `lastDate` (`YYYY-MM-DD` in Brussels, or empty) is the last night that was finished. */
export function isNightlyDue(lastDate: string, { now, noticeHour }: Pick<NightlyRules, 'now' | 'noticeHour'>): boolean {
  const { date, hour } = brusselsTime(now)
  return lastDate < date && Number(hour.slice(0, 2)) >= noticeHour
}

/** The last page, which finds nobody, ends the night. */
async function announcePage(tx: Transaction, rules: NightlyRules): Promise<number> {
  const { now, box } = rules
  const position = await holdPosition(tx, 'nightly')
  if (position === undefined || !isNightlyDue(position, rules)) return 0
  const waiting = await takeWaiting(tx, now)
  for (const { email, language, notices } of waiting) {
    const values = { count: String(notices) }
    await queueMessage(tx, box, { medium: 'mail', to: email, template: 'notices.waiting', language, values })
  }
  if (waiting.length === 0) await movePosition(tx, 'nightly', brusselsTime(now).date)
  return waiting.length
}

type Waiting = { readonly email: string; readonly language: Language; readonly notices: number }

/** Some enterprises that are to be told, with their notices marked. */
async function takeWaiting(tx: Transaction, now: Date): Promise<Waiting[]> {
  const at = sql`${now}::timestamptz`
  const untold = sql`
    n.read_at is null and n.deleted_at is null and n.created_at <= ${at} and n.expires_at > ${at}
    and (n.mailed_at is null
         or n.expires_at <= ${at} + make_interval(days => ${LAST_DAYS}) and n.mailed_at < n.expires_at - make_interval(days => ${LAST_DAYS}))`
  const { rows } = await sql<Waiting>`
    with told as (
      select e.enterprise_number from enterprise e
       where e.notification_email is not null and e.state <> 'closed'
         and exists (select from notice n where n.enterprise_number = e.enterprise_number and ${untold})
       order by e.enterprise_number limit ${PAGE}
    ), marked as (
      update notice n set mailed_at = ${at} from told t
       where n.enterprise_number = t.enterprise_number and ${untold}
      returning n.enterprise_number
    )
    select e.notification_email as email, e.language, count(*)::int as notices
      from marked join enterprise e using (enterprise_number)
     group by e.enterprise_number order by e.enterprise_number`.execute(tx)
  return rows
}
