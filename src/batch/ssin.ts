/** The number of a person in the national register, or of the BIS register for those who are not in it (spec access.md §17). */
import { type Refusal, refusal } from '../base/refusal.ts'
import { no, ok, type Result } from '../base/result.ts'
import { dayNumber, nameDate } from './dates.ts'

/** Eleven digits: YYMMDD, a sequence of three, two check digits. Never in a URL, a log line, an error or a file name (spec §16.3). */
export type Ssin = string & { readonly brand: 'Ssin' }

const REFUSED = refusal(
  'SLU-NUMBER',
  'This is no national register or BIS number.',
  'It has eleven digits: birth date, sequence and two check digits; copy it from the identity card.',
  { key: 'nationalNumber' },
)

/** Takes `85.07.30-001.60` too. Refuses with SLU-NUMBER, without repeating the number. `now`: nobody is born in the future. */
export function parseSsin(text: string, now: Date): Result<Ssin, Refusal> {
  const number = text.trim().replace(/[-. ]/g, '')
  const parts = /^(\d{2})(\d{2})(\d{2})(\d{3})\d{2}$/.exec(number)
  const century = parts && centuryOf(number)
  if (!parts || !century) return no(REFUSED)
  const [, year = '', month = '', day = '', sequence = ''] = parts
  const born = `${century}${year}${String(Number(month) % 20).padStart(2, '0')}${day}`
  const holds = monthExists(Number(month)) && sequenceExists(Number(month), sequence) && dateExists(born)
  return holds && born <= nameDate(now) ? ok(number as Ssin) : no(REFUSED)
}

/** The check digits tell the century; no number fits both. */
function centuryOf(number: string): '19' | '20' | null {
  const check = Number(number.slice(9))
  if (97 - (Number(number.slice(0, 9)) % 97) === check) return '19'
  if (97 - (Number(`2${number.slice(0, 9)}`) % 97) === check) return '20'
  return null
}

/** BIS numbers add 20 (sex unknown at issue) or 40 (known) to the month; 00, 20 and 40 mean an unknown month. */
function monthExists(month: number): boolean {
  return month <= 52 && month % 20 <= 12
}

/** The register never gives out 000 and 999; the BIS register does. */
function sequenceExists(month: number, sequence: string): boolean {
  return month > 12 || (sequence !== '000' && sequence !== '999')
}

/** Day 00 means unknown; a known day needs a known month, and has to be in the calendar. */
function dateExists(born: string): boolean {
  return born.endsWith('00') || dayNumber(born) !== null
}
