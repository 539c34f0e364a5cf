/** The calendar of file names and answers is Belgium's; everything stored is UTC. */
const BRUSSELS = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Brussels',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
})

const HOUR_MILLISECONDS = 3_600_000

/** `YYYY-MM-DD` and `HH:mm:ss.SSS` as a clock on a wall in Brussels shows them. */
export function brusselsTime(instant: Date): { readonly date: string; readonly hour: string } {
  const parts = Object.fromEntries(BRUSSELS.formatToParts(instant).map(({ type, value }) => [type, value]))
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    hour: `${parts.hour}:${parts.minute}:${parts.second}.${parts.fractionalSecond}`,
  }
}

/** ISO 8601 by the wall in Brussels, with its distance from UTC: `2026-11-23T13:00:00+01:00`. */
export function brusselsStamp(instant: Date): string {
  return brusselsClock()(instant)
}

/** `brusselsStamp` for many instants: the calendar is asked once an hour of them, for summer begins and ends at a full one. */
export function brusselsClock(): (instant: Date) => string {
  const aheadByHour = new Map<number, number>()
  return (instant) => {
    const hour = Math.floor(instant.getTime() / HOUR_MILLISECONDS)
    const ahead = aheadByHour.get(hour) ?? hoursAhead(instant)
    aheadByHour.set(hour, ahead)
    const wall = new Date(instant.getTime() + ahead * HOUR_MILLISECONDS).toISOString().slice(0, 19)
    return `${wall}+${String(ahead).padStart(2, '0')}:00`
  }
}

function hoursAhead(instant: Date): number {
  const { date, hour } = brusselsTime(instant)
  return Math.round((Date.parse(`${date}T${hour}Z`) - instant.getTime()) / HOUR_MILLISECONDS)
}

/** The instant at which the day (`YYYY-MM-DD`) begins in Brussels, which is one or two hours ahead of UTC and never changes at midnight. */
export function brusselsMidnight(date: string): Date {
  const utc = Date.parse(`${date}T00:00:00Z`)
  const inSummer = new Date(utc - 2 * HOUR_MILLISECONDS)
  return brusselsTime(inSummer).date === date ? inSummer : new Date(utc - HOUR_MILLISECONDS)
}

/** The day before a `YYYY-MM-DD`. */
export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** `YYYYMMDD` in Brussels, as file names carry it. */
export function nameDate(instant: Date): string {
  return brusselsTime(instant).date.replaceAll('-', '')
}

/** Days since 1970-01-01 of a `YYYYMMDD` text, or null when it is no real calendar date. */
export function dayNumber(text: string): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const time = new Date(0).setUTCFullYear(year, month - 1, day) // Date.UTC takes the years 0 to 99 for 1900 to 1999
  const back = new Date(time)
  const real =
    year > 0 && back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === day
  return real ? time / 86_400_000 : null
}
