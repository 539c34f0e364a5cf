/** Files as lists show them: for people and old programs (LIST), names alone (NLST), and facts (RFC 3659 §7). */
import type { Attributes, FileKind, ListedFile } from '../files/client-files.ts'

export type ListStyle = 'long' | 'names' | 'facts'

/** What MLST and MLSD can tell, in the order in which they do. */
export const FACTS = ['type', 'size', 'modify', 'UNIX.mode'] as const
export type Fact = (typeof FACTS)[number]

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const HALF_A_YEAR_MILLISECONDS = 180 * 86_400_000
const A_DAY_MILLISECONDS = 86_400_000

const KIND_LETTER: Readonly<Record<FileKind, string>> = { file: '-', directory: 'd', link: 'l', other: '?' }
const KIND_FACT: Readonly<Record<FileKind, string>> = {
  file: 'file',
  directory: 'dir',
  link: 'OS.unix=slink',
  other: 'OS.unix=other',
}
const PERMISSIONS = ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx']

/** One line with its end. Times are UTC. */
export function listLine(
  style: ListStyle,
  { name, attributes }: ListedFile,
  now: Date,
  facts: readonly Fact[] = FACTS,
): string {
  if (style === 'names') return `${name}\r\n`
  const before = style === 'facts' ? factsOf(attributes, facts) : longLine(attributes, now)
  return `${before} ${name}\r\n`
}

/** `type=file;size=12;modify=20261127101112;UNIX.mode=0640;` */
export function factsOf({ kind, size, modifiedAt, mode }: Attributes, wanted: readonly Fact[] = FACTS): string {
  const values: Readonly<Record<Fact, string | null>> = {
    type: KIND_FACT[kind],
    size: kind === 'file' ? String(size) : null,
    modify: timeText(modifiedAt),
    'UNIX.mode': `0${mode.toString(8)}`,
  }
  return wanted.map((fact) => (values[fact] === null ? '' : `${fact}=${values[fact]};`)).join('')
}

/** RFC 3659 §2.3: `YYYYMMDDHHMMSS`. */
export function timeText(time: Date): string {
  return time.toISOString().replace(/[-:T]/g, '').slice(0, 14)
}

/** Null when it is not a time; fractions are cut off. */
export function parseTime(text: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?$/.exec(text)
  if (!parts) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number)
  if (second > 60) return null // 60 is a second that was inserted
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59)))
  return timeText(time).slice(0, 12) === text.slice(0, 12) ? time : null
}

function longLine({ kind, mode, owner, group, size, modifiedAt }: Attributes, now: Date): string {
  const permissions = [6, 3, 0].map((shift) => PERMISSIONS[(mode >> shift) & 7]).join('')
  const who = `${String(owner).padEnd(8)} ${String(group).padEnd(8)}`
  return `${KIND_LETTER[kind]}${permissions} 1 ${who} ${String(size).padStart(12)} ${longTime(modifiedAt, now)}`
}

/** The hour of what is recent, the year of everything else. */
function longTime(time: Date, now: Date): string {
  const day = `${MONTHS[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)}`
  const age = now.getTime() - time.getTime()
  const isRecent = age < HALF_A_YEAR_MILLISECONDS && age > -A_DAY_MILLISECONDS
  return `${day} ${isRecent ? time.toISOString().slice(11, 16) : String(time.getUTCFullYear()).padStart(5)}`
}
