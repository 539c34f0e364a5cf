/** The vectors of file names, as files that a sender of today puts into a folder, and what must come of each. */
import { dayNumber, nameDate } from '../../src/batch/dates.ts'

export type NameVector = { readonly name: string; readonly codes: readonly number[]; readonly folder?: string }

export type NameCase = {
  /** Paths, in the order in which they are put. */
  readonly paths: readonly string[]
  /** `refused`: at the protocol. `working`: a working name, of which nothing comes. */
  readonly outcome: 'refused' | 'working' | 'answered'
  /** The name that the answer speaks of. */
  readonly about: string
  readonly codes: readonly number[]
}

/** The vectors' sender, another one, their day and their sequence. */
const [SENDER, OTHER, DAY, SEQUENCE] = ['123456', '123457', '20260203', '00001']
const ILLEGAL = /[^\x21-\x7e]|[/\\%<>"|*]/
const ELEMENTS_MIN = 6

/** `letter` and `index` make a sequence that no other case has; `purpose` stands for the vectors' DIMN. */
export function nameCase(vector: NameVector, sender: string, sequence: string, purpose: string): NameCase {
  const { folder = 'IN', codes } = vector
  const name = today(vector.name, sender, sequence, purpose)
  const [mark = '', ...elements] = name.split('.')
  const path = `/${folder}/${name}`
  const alone = { paths: [path], about: name, codes: sorted(codes) }
  if (ILLEGAL.test(name)) return { ...alone, outcome: 'refused' }
  if (name.startsWith('.')) return { ...alone, outcome: 'working' }
  const isMember = ['FI', 'FS'].includes(mark) && elements.length >= ELEMENTS_MIN - 1
  if (!isMember) return { ...alone, outcome: 'answered' }
  const key = elements.slice(0, ELEMENTS_MIN - 1)
  const about = ['GO', ...key].join('.')
  return {
    paths: [path, `/${folder}/${about}`],
    about,
    codes: sorted([...codes, ...faultsOfGo(key)]),
    outcome: 'answered',
  }
}

/** What GO repeats of a wrong structure, it is told for by its own code. */
function faultsOfGo([purpose = '', sender = '']: readonly string[]): number[] {
  return /^[A-Z][A-Z0-9]{3}$/.test(purpose) && /^\d{6}$/.test(sender) ? [] : [107]
}

function today(name: string, sender: string, sequence: string, purpose: string): string {
  const elements = name.split('.').map((element) => {
    if (element === SENDER) return sender
    if (element === OTHER) return sender === OTHER ? '123458' : OTHER
    if (element === SEQUENCE) return sequence
    if (element === 'DIMN') return purpose
    return shifted(element)
  })
  return elements.join('.')
}

/** A real date is as far from today as the vector's was from its own day. */
function shifted(date: string): string {
  const [then, day, now] = [date, DAY, nameDate(new Date())].map((text) => dayNumber(text ?? ''))
  if (then == null || day == null || now == null) return date
  return new Date((then - day + now) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
}

function sorted(codes: readonly number[]): number[] {
  return [...new Set(codes)].sort((one, other) => one - other)
}
