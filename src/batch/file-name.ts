/**
 * The name of a file that a sender delivers (spec §4). Every fault of every element is told at once, so that one answer is
 * enough to correct a name; what needs a clock, a catalogue or a sender to judge is left to `stages/checks`.
 *
 *     name     = (FI-mark set ["." count "." part]) / (GO-mark set ["." count])
 *     FI-mark  = "FI" / "FS"
 *     GO-mark  = "GO" / "TD"
 *     set      = "." purpose "." sender "." date "." sequence "." env
 *     purpose  = UPPER 3(UPPER / DIGIT)
 *     sender   = 6DIGIT
 *     date     = 8DIGIT                  ; a day of the calendar, YYYYMMDD
 *     sequence = 5(UPPER / DIGIT)        ; not 00000
 *     env      = "R" / "T" / "S"
 *     count    = NONZERO                 ; how many parts the set has
 *     part     = NONZERO                 ; which of them this is
 *     NONZERO  = %x31-39
 *     UPPER    = %x41-5A
 */
import { no, ok, type Result } from '../base/result.ts'
import { dayNumber } from './dates.ts'
import { type Environment, isEnvironment } from './environment.ts'

/** FI declaration, FS its signature, GO starts the processing, TD cancels it (spec §4.1). */
export type Mark = 'FI' | 'FS' | 'GO' | 'TD'
export type PurposeCode = string & { readonly brand: 'PurposeCode' }
export type SenderNumber = string & { readonly brand: 'SenderNumber' }
/** `YYYYMMDD`, a real day. */
export type NameDate = string & { readonly brand: 'NameDate' }
export type Sequence = string & { readonly brand: 'Sequence' }

/** Elements 2 to 6: what the members of one set have in common. */
export type SetElements = {
  readonly purpose: PurposeCode
  readonly sender: SenderNumber
  readonly date: NameDate
  readonly sequence: Sequence
  readonly environment: Environment
}

export type FileName = SetElements & {
  readonly mark: Mark
  /** How many parts the set has; 1 in the short form. */
  readonly count: number
  /** Which part this is; 1 in the short form, null for GO and TD, which are none. */
  readonly part: number | null
  /** Without element 7 it is short; short and full form of one part are the same slot (decision 10). */
  readonly form: 'short' | 'full'
}

/** One wrong element, with the annex 30 code; `seen` and `expected` as in `Reason`. */
export type NameFault = {
  readonly code: number
  readonly seen: string
  readonly expected: string
  readonly detail?: 'elements' | 'purpose' | 'sender' | 'part'
}

export type MalformedName = {
  /** Null when the first element is no mark that a sender may use. */
  readonly mark: Mark | null
  /** At least one, in the order of the elements. */
  readonly faults: readonly NameFault[]
  /** The elements that are right, for the checks that look at one of them. */
  readonly readable: Partial<FileName>
}

/** The code that says "the structure of the name is wrong", which depends on the mark. */
// biome-ignore format: a table of the specification
const MARKS: Readonly<Record<Mark, { structure: number; elements: readonly number[]; example: string }>> = {
  FI: { structure: 131, elements: [6, 8], example: 'FI.DMFA.123456.20260105.00001.R.1.1' },
  FS: { structure: 132, elements: [6, 8], example: 'FS.DMFA.123456.20260105.00001.R.1.1' },
  GO: { structure: 107, elements: [6, 7], example: 'GO.DMFA.123456.20260105.00001.R.1' },
  TD: { structure: 107, elements: [6, 7], example: 'TD.DMFA.123456.20260105.00001.R.1' },
}

/** rule 1.12: reads a name and tells every fault of it. Total: no text makes it throw. */
export function parseFileName(text: string): Result<FileName, MalformedName> {
  const elements = text.split('.')
  const mark = elements[0] ?? ''
  if (!isMark(mark)) return no({ mark: null, faults: [fault(129, mark, 'FI, FS, GO, TD')], readable: {} })
  const { structure, elements: lengths, example } = MARKS[mark]
  const wrongLength = lengths.includes(elements.length)
    ? []
    : [{ ...fault(structure, text, example), detail: 'elements' as const }]
  if (elements.length < 6) return no({ mark, faults: wrongLength, readable: { mark } })

  const set = readSet(elements, structure)
  const parts = wrongLength.length > 0 ? NO_PARTS : readParts(mark, elements.slice(6), structure)
  const faults = [...wrongLength, ...set.faults, ...parts.faults]
  const readable: Partial<FileName> = { mark, ...set.readable, ...parts.readable }
  return faults.length === 0 ? ok(readable as FileName) : no({ mark, faults, readable })
}

/** The text of a name: `parseFileName` read backwards. */
export function formatFileName(name: FileName): string {
  const { mark, purpose, sender, date, sequence, environment, count, part, form } = name
  const parts = form === 'short' ? [] : part === null ? [count] : [count, part]
  return [mark, purpose, sender, date, sequence, environment, ...parts].join('.')
}

export function isMark(text: string): text is Mark {
  return Object.hasOwn(MARKS, text)
}

/** The mark starts or cancels the processing of a set. */
export function isTrigger(mark: Mark | null): boolean {
  return mark === 'GO' || mark === 'TD'
}

type Reading = { readonly faults: readonly NameFault[]; readonly readable: Partial<FileName> }

const NO_PARTS: Reading = { faults: [], readable: {} }

function readSet(elements: readonly string[], structure: number): Reading {
  const [, purpose = '', sender = '', date = '', sequence = '', environment = ''] = elements
  const faults = {
    purpose: purposeFaults(purpose, structure),
    sender: senderFaults(sender, structure),
    date: dateFaults(date),
    sequence: sequenceFaults(sequence),
    environment: environmentFaults(environment),
  }
  const right = Object.entries({ purpose, sender, date, sequence, environment }).filter(
    ([element]) => faults[element as keyof typeof faults].length === 0,
  )
  return { faults: Object.values(faults).flat(), readable: Object.fromEntries(right) as Partial<FileName> }
}

function readParts(mark: Mark, elements: readonly string[], structure: number): Reading {
  const trigger = isTrigger(mark)
  const [count, part] = elements
  if (count === undefined) return { faults: [], readable: { count: 1, part: trigger ? null : 1, form: 'short' } }
  const wrongCount = countFaults(count)
  const wrongPart = trigger || /^[1-9]$/.test(part ?? '') ? [] : [partFault(part ?? '', structure)]
  return {
    faults: [...wrongCount, ...wrongPart],
    readable: {
      form: 'full',
      ...(wrongCount.length === 0 ? { count: Number(count) } : {}),
      ...(wrongPart.length === 0 ? { part: trigger ? null : Number(part) } : {}),
    },
  }
}

function purposeFaults(purpose: string, structure: number): NameFault[] {
  return /^[A-Z][A-Z0-9]{3}$/.test(purpose) ? [] : [{ ...fault(structure, purpose, 'DMFA'), detail: 'purpose' }]
}

function senderFaults(sender: string, structure: number): NameFault[] {
  return /^[0-9]{6}$/.test(sender) ? [] : [{ ...fault(structure, sender, '123456'), detail: 'sender' }]
}

function dateFaults(date: string): NameFault[] {
  if (date.length !== 8) return [fault(109, date, '20260105')]
  return dayNumber(date) === null ? [fault(110, date, '20260105')] : []
}

/** Length and characters are two faults; only zeros is a third that needs both to be right. */
function sequenceFaults(sequence: string): NameFault[] {
  if (sequence === '00000') return [fault(127, sequence, '00001')]
  const wrongLength = sequence.length === 5 ? [] : [fault(112, sequence, '00001')]
  const wrongCharacter = /^[0-9A-Z]*$/.test(sequence) ? [] : [fault(367, sequence, '0-9, A-Z')]
  return [...wrongLength, ...wrongCharacter]
}

function environmentFaults(environment: string): NameFault[] {
  if (environment === '') return [fault(144, '', 'R, T, S')]
  return isEnvironment(environment) ? [] : [fault(117, environment, 'R, T, S')]
}

function countFaults(count: string): NameFault[] {
  if (count.length !== 1) return [fault(114, count, '1-9')]
  if (!/^[0-9]$/.test(count)) return [fault(115, count, '1-9')]
  return count === '0' ? [fault(116, count, '1-9')] : []
}

function partFault(part: string, structure: number): NameFault {
  return { ...fault(structure, part, '1-9'), detail: 'part' }
}

function fault(code: number, seen: string, expected: string): NameFault {
  return { code, seen, expected }
}
