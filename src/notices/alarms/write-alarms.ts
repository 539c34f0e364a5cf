/** The message that tells what is new: words for people, a document for programs. */
import type { Language } from '../../batch/languages.ts'
import { KIND_WORDS, WHAT_WORDS } from './alarm-words.ts'
import { keyOf } from './conditions.ts'
import type { News } from './next-alarms.ts'

export type AlarmMessage = {
  /** One line. */
  readonly subject: string
  readonly text: string
  /** JSON, described in `docs/monitoring.md`. */
  readonly document: string
}

const SUBJECT: Readonly<Record<Language, string>> = {
  de: 'Gateway – Alarme: {count}, dringend: {critical}',
  fr: 'Passerelle – alarmes : {count}, urgentes : {critical}',
  nl: 'Gateway – alarmen: {count}, dringend: {critical}',
  en: 'Gateway – alarms: {count}, urgent: {critical}',
}

/** The urgent ones first. `at` is when they are told; a second writing with the same arguments has the same bytes. */
export function writeAlarms(news: readonly News[], at: Date, language: Language): AlarmMessage {
  const ordered = [...news].sort((one, other) => rank(one) - rank(other))
  const critical = news.filter(({ what, alarm }) => what !== 'over' && alarm.severity === 'critical').length
  return {
    subject: filled(SUBJECT[language], { count: news.length, critical }),
    text: `${ordered.map((one) => paragraph(one, language)).join('\n\n')}\n`,
    document: JSON.stringify({ version: 1, at: at.toISOString(), alarms: ordered.map((one) => entry(one, language)) }),
  }
}

function rank({ what, alarm }: News): number {
  if (what === 'over') return 2
  return alarm.severity === 'critical' ? 0 : 1
}

function paragraph({ what, alarm }: News, language: Language): string {
  const { matter, remedy } = wordsOf(alarm, language)
  const first = `${WHAT_WORDS[what][language]}: ${matter}`
  return what === 'over' ? first : `${first}\n${remedy}`
}

function entry({ what, alarm }: News, language: Language): object {
  const { kind, subject, severity, values, firstSeenAt } = alarm
  const { matter, remedy } = wordsOf(alarm, language)
  return { what, key: keyOf(alarm), kind, subject, severity, since: firstSeenAt.toISOString(), matter, remedy, values }
}

/** Also for the console. */
export function wordsOf(
  { kind, subject, values }: Pick<News['alarm'], 'kind' | 'subject' | 'values'>,
  language: Language,
): { readonly matter: string; readonly remedy: string } {
  const { matter, remedy } = KIND_WORDS[kind][language]
  return { matter: filled(matter, { ...values, subject }), remedy }
}

const VALUE = /\{([a-zA-Z]+)\}/g
const NOT_PRINTED = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** What services and servers say stays on its line. */
function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(VALUE, (_, name: string) => String(values[name] ?? '').replace(NOT_PRINTED, ' '))
}
