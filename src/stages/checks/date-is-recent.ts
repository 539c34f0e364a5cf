import { dayNumber } from '../../batch/dates.ts'
import type { NameDate } from '../../batch/file-name.ts'
import type { Reason } from '../../batch/reason.ts'
import { type Check, once } from './check.ts'

const DAY_MS = 86_400_000

/** rule 1.6: on the day of sealing, in Brussels, the date is not in the future (111) nor older than the limit (126). */
export const dateIsRecent: Check = ({ files, today, settings: { limits } }) => {
  const oldest = today - Math.floor(limits.nameAgeDays)
  return once(
    files.flatMap(({ member, readable: { date } }): Reason[] => {
      const day = date === undefined ? null : dayNumber(date)
      if (date === undefined || day === null) return []
      if (day > today) return [{ code: 111, file: member.name, seen: date, expected: dateOf(today) }]
      return day < oldest ? [{ code: 126, file: member.name, seen: date, expected: dateOf(oldest) }] : []
    }),
  )
}

function dateOf(day: number): NameDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '') as NameDate
}
