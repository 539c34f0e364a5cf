/** Texts for people, side by side in every language, so that the compiler misses a forgotten one; `intl-messageformat`'s only home. */
import { IntlMessageFormat } from 'intl-messageformat'
import { LANGUAGES, type Language } from '../batch/languages.ts'
import { LOCALES, ZONE } from './formats.ts'

/** One text in ICU message syntax. The apostrophe of words is ’ (U+2019): the straight one quotes braces. */
export type Text = Readonly<Record<Language, string>>
export type Texts = Readonly<Record<string, Text>>
export type Values = Readonly<Record<string, string | number | Date>>
export type Speak<Key extends string = string> = (key: Key, values?: Values) => string

/** `t('users.count', { count: 3 })` in one language. Throws when a value that the text names is missing. */
export function speaker<All extends Texts>(texts: All, language: Language): Speak<keyof All & string> {
  return (key, values) => {
    const text = texts[key]
    if (!text) throw new TypeError(`no text ${key}`)
    return spoken(text, language, values)
  }
}

export function spoken(text: Text, language: Language, values: Values = {}): string {
  const message = text[language]
  return message.includes('{') ? String(parsed(text, language).format(values)) : message
}

export function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text)
}

export type LanguageHints = {
  /** `?lang=` of this request. */
  readonly asked?: string | undefined
  /** What was asked for earlier in this browser. */
  readonly cookie?: string | undefined
  /** Of the person's own record. */
  readonly person?: string | undefined
  /** `Accept-Language`. */
  readonly accepted?: string | undefined
}

const DEFAULT: Language = 'fr'
const ACCEPTED_MAX = 1000

/** The first hint that names one of ours. A choice made in the browser goes before the person's record, or the next page would undo it. */
export function languageOf(
  { asked, cookie, person, accepted }: LanguageHints,
  otherwise: Language = DEFAULT,
): Language {
  return [asked, cookie, person, ...byPreference(accepted)].find(isLanguage) ?? otherwise
}

/** The primary languages of an `Accept-Language` header, best first; what is not well formed is left out. */
function byPreference(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, ACCEPTED_MAX)
    .split(',')
    .flatMap((range) => {
      const [, tag, quality = '1'] =
        /^\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/.exec(range) ?? []
      return tag && Number(quality) > 0 ? [{ tag: tag.toLowerCase(), quality: Number(quality) }] : []
    })
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag)
}

const PARSED = new WeakMap<Text, Map<Language, IntlMessageFormat>>()
const IN_BRUSSELS = {
  date: { short: { dateStyle: 'short', timeZone: ZONE }, long: { dateStyle: 'long', timeZone: ZONE } },
  time: { short: { timeStyle: 'short', timeZone: ZONE } },
} as const

function parsed(text: Text, language: Language): IntlMessageFormat {
  const byLanguage = PARSED.get(text) ?? new Map<Language, IntlMessageFormat>()
  PARSED.set(text, byLanguage)
  const known = byLanguage.get(language)
  if (known) return known
  const made = new IntlMessageFormat(text[language], LOCALES[language], IN_BRUSSELS as never, { ignoreTag: true })
  byLanguage.set(language, made)
  return made
}
