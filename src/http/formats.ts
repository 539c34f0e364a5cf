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
  /** `40 s`, `9 min`, `5 h 20 min`, `3 d 4 h`: two units at most, never rounded up. */
  duration(seconds: number): string
  /** `3.9 %`. */
  share(part: number): string
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
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
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
    duration: (seconds) => durationIn(locale, seconds),
    share: (part) => share.format(part),
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

/** Symbols of units are the same in all our languages, but for that of a day. */
function durationIn(locale: string, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const day = locale.startsWith('fr') ? 'j' : 'd'
  const parts = [
    [Math.floor(whole / 86_400), day],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  // Seconds say nothing beside minutes.
  const shown = parts.slice(first < 0 ? 3 : first).slice(0, first === 2 ? 1 : 2)
  return shown
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}
