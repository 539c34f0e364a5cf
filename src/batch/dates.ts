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

/** `YYYY-MM-DD` and `HH:mm:ss.SSS` as a clock on a wall in Brussels shows them. */
export function brusselsTime(instant: Date): { readonly date: string; readonly hour: string } {
  const parts = Object.fromEntries(BRUSSELS.formatToParts(instant).map(({ type, value }) => [type, value]))
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    hour: `${parts.hour}:${parts.minute}:${parts.second}.${parts.fractionalSecond}`,
  }
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
