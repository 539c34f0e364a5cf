/** Calls a person: looks now and then, and queues what is new; without a database it tells that by itself. */
import { hostname } from 'node:os'
import { Unavailable } from '../base/errors.ts'
import { uuidV7 } from '../base/ids.ts'
import { errorFields } from '../base/log.ts'
import type { Config } from '../config/schema.ts'
import type { Database } from '../database/database.ts'
import type { Books } from '../ledger/books.ts'
import { keyOf } from '../notices/alarms/conditions.ts'
import { type AlarmRules, lookForAlarms } from '../notices/alarms/look-for-alarms.ts'
import { type Alarm, type News, nextAlarms } from '../notices/alarms/next-alarms.ts'
import { writeAlarms } from '../notices/alarms/write-alarms.ts'
import type { Message } from '../notices/message.ts'
import type { SecretBox } from '../registry/secret-box.ts'
import type { Ground } from './ground.ts'
import type { Sending } from './live-sending.ts'
import { measureAlarms } from './measure-alarms.ts'
import { repeatEvery } from './repeat-every.ts'

type AlarmGround = Pick<Ground, 'live' | 'log' | 'now'> & {
  readonly database: Database
  readonly box: SecretBox
  readonly books: () => Books | null
  readonly sending: () => Sending
}

export function startAlarms(ground: AlarmGround): AsyncDisposable {
  const { live, log, database, box, books } = ground
  const rules = () => rulesOf(live.current())
  let blind: readonly Alarm[] = []

  const look = async (): Promise<void> => {
    const away = await lookOnce().catch(unavailable)
    // By this process's clock and from its memory: there is nothing else.
    const found = away ? [databaseAway(away)] : []
    const { alarms, news } = nextAlarms(blind, found, ground.now(), { ...rules(), mayTell: true })
    blind = alarms
    await tellAtOnce(news, ground, rules())
    if (away) throw away
  }
  const lookOnce = async (): Promise<null> => {
    const measured = await measureAlarms({ database, books, config: () => live.current() })
    for (const { what, alarm } of await lookForAlarms({ database, box }, measured, rules()))
      log.warn(`alarm.${what}`, { key: keyOf(alarm), severity: alarm.severity, ...alarm.values })
    return null
  }
  return repeatEvery(() => live.current().alarms.everySeconds, 'alarms.notLooked', look, log)
}

function unavailable(error: unknown): Unavailable {
  if (error instanceof Unavailable) return error
  throw error
}

function databaseAway(error: Unavailable) {
  const values = { detail: error.message }
  return { kind: 'dependencyDown', subject: `${hostname()} database`, severity: 'critical', values } as const
}

/** rule 27.6: once, for what cannot be queued; a way that does not work is in the log. */
async function tellAtOnce(news: readonly News[], { sending, now, log }: AlarmGround, rules: AlarmRules): Promise<void> {
  if (news.length === 0) return
  const { subject, text, document } = writeAlarms(news, now(), rules.language)
  const mails = rules.mail.map((to): Message => ({ id: uuidV7(), medium: 'mail', to, subject, text }))
  const hooks = rules.hasWebhook ? [webhookMessage(subject, document)] : []
  const { ways, sendSeconds } = sending()
  await Promise.all(
    [...mails, ...hooks].map(async (message) => {
      const { medium } = message
      await ways[medium](message, AbortSignal.timeout(sendSeconds * 1000)).catch((error: unknown) =>
        log.warn('alarm.notSent', { medium, ...errorFields(error) }),
      )
    }),
  )
}

function webhookMessage(subject: string, document: string): Message {
  return { id: uuidV7(), medium: 'webhook', to: 'webhook', subject, text: document }
}

function rulesOf({ alarms, operators }: Pick<Config, 'alarms' | 'operators'>): AlarmRules {
  const { mail, webhook, ...rules } = alarms
  const { readsPerHour, mostReadsPerHour } = operators
  return { ...rules, readsPerHour, mostReadsPerHour, mail, hasWebhook: webhook.url !== '' }
}
