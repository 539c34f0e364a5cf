/** rule 27.3: one look: what is the matter, what is new of it, and its messages queued in the same commit. */
import type { Language } from '../../batch/languages.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { queueMessage } from '../../registry/outgoing-messages.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { lockAlarms, readAlarms, toldWithinHour, writeAlarmRows } from './alarm-rows.ts'
import { type AlarmThresholds, conditionsOf, type Measured } from './conditions.ts'
import { type News, nextAlarms } from './next-alarms.ts'
import { writeAlarms } from './write-alarms.ts'

export type AlarmRules = AlarmThresholds & {
  readonly afterSeconds: number
  readonly repeatHours: number
  readonly messagesPerHour: number
  readonly language: Language
  /** Addresses of e-mail. */
  readonly mail: readonly string[]
  readonly hasWebhook: boolean
}

export type AlarmDeps = { readonly database: Pick<Database, 'transaction'>; readonly box: SecretBox }

/** What was told, so that the log has it too; nothing when another process is looking. Throws `Unavailable`. */
export function lookForAlarms(
  { database, box }: AlarmDeps,
  measured: Measured,
  rules: AlarmRules,
): Promise<readonly News[]> {
  return database.transaction(async (tx) => {
    if (!(await lockAlarms(tx))) return []
    const { times, now } = await toldWithinHour(tx)
    const rhythm = { ...rules, mayTell: times < rules.messagesPerHour }
    const known = await readAlarms(tx)
    const { alarms, news } = nextAlarms(known, conditionsOf(measured, rules), now, rhythm)
    await writeAlarmRows(tx, known, alarms)
    if (news.length > 0) await tell(tx, box, news, now, rules)
    return news
  })
}

async function tell(
  tx: Transaction,
  box: SecretBox,
  news: readonly News[],
  now: Date,
  rules: AlarmRules,
): Promise<void> {
  const { language, mail, hasWebhook } = rules
  const { subject, text, document } = writeAlarms(news, now, language)
  const common = { template: 'alarm', language, values: {} }
  for (const to of mail) await queueMessage(tx, box, { ...common, medium: 'mail', to, written: { subject, text } })
  if (hasWebhook)
    await queueMessage(tx, box, { ...common, medium: 'webhook', to: 'webhook', written: { subject, text: document } })
}
