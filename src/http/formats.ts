/** Dates, numbers and sizes as people of Belgium write them, in one language; times are those of Brussels. */
import type { Language } from '../batch/languages.ts'

export const ZONE = 'Europe/Brussels'

export const LOCALES: Readonly<Record<Language, string>> = { de: 'de-BE', fr: 'fr-BE', nl: 'nl-BE', en: 'en-GB' }

export type Formats = {
  /** `5 décembre 2026`. */
  date(moment: Date): string
  /** `5 décembre 2026 à 09:40`. */
  dateTime(moment: Date): string
  /** `5/12/26, 09:40:12`. */
  stamp(moment: Date): string
  /** `09:40`. */
  time(moment: Date): string
  number(value: number): string
  /** `1,5 MB`, in steps of 1000. */
  bytes(count: number): string
  /** `in 12 days`, `3 minutes ago`: whole units, never rounded up. */
  age(moment: Date, now: Date): string
  /** `A, B and C`. */
  list(words: readonly string[]): string
}

const KNOWN = new Map<Language, Formats>()

export function formatsOf(language: Language): Formats {
  const known = KNOWN.get(language) ?? made(LOCALES[language])
  KNOWN.set(language, known)
  return known
}

function made(locale: string): Formats {
  const options = { timeZone: ZONE, hourCycle: 'h23' } as const
  const date = new Intl.DateTimeFormat(locale, { ...options, dateStyle: 'long' })
  const dateTime = new Intl.DateTimeFormat(locale, { ...options, dateStyle: 'long', timeStyle: 'short' })
  const stamp = new Intl.DateTimeFormat(locale, { ...options, dateStyle: 'short', timeStyle: 'medium' })
  const time = new Intl.DateTimeFormat(locale, { ...options, timeStyle: 'short' })
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    date: (moment) => date.format(moment),
    dateTime: (moment) => dateTime.format(moment),
    stamp: (moment) => stamp.format(moment),
    time: (moment) => time.format(moment),
    number: (value) => number.format(value),
    bytes: (count) => bytesIn(number, count),
    age: (moment, now) => relative.format(...distance(moment, now)),
    list: (words) => list.format(words),
  }
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const

function bytesIn(number: Intl.NumberFormat, count: number): string {
  const step = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)))
  return `${number.format(count / 1000 ** step)} ${SIZES[step]}`
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

function distance(moment: Date, now: Date): [value: number, unit: Intl.RelativeTimeFormatUnit] {
  const seconds = Math.trunc((moment.getTime() - now.getTime()) / 1000)
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const)
  return [Math.trunc(seconds / length), unit]
}
