/** What names the submission that an answer is for: the name of a file of it, its ticket, or the name of the answer's file itself. */
import { parseFileName } from './file-name.ts'
import { isTicket } from './ticket.ts'

/** The set that a file's name tells (`DMFA.123456.20260105.00001.R`), whichever of its files it is; null for a name that tells none. */
export function setKeyInName(name: string): string | null {
  const parsed = parseFileName(name)
  if (!parsed.ok) return null
  const { purpose, sender, date, sequence, environment } = parsed.value
  return [purpose, sender, date, sequence, environment].join('.')
}

export type AnswerFileName = {
  readonly purpose: string
  readonly to: { readonly ticket: string } | { readonly sender: string }
}

const ANSWER_FILE = /^([0-9A-Z]{6}|[0-9A-Z]{13})\.([A-Z][A-Z0-9]{3})(?:\.[A-Za-z0-9-]{1,40})?\.xml$/

/**
 * rule 20.8: `<ticket>.<PURPOSE>.xml` answers a submission, `<sender>.<PURPOSE>.xml` speaks to a sender; a further element before
 * `.xml` tells several apart. Null for any other name.
 */
export function parseAnswerFileName(name: string): AnswerFileName | null {
  const [, who = '', purpose] = ANSWER_FILE.exec(name) ?? []
  if (purpose === undefined) return null
  if (isTicket(who)) return { purpose, to: { ticket: who } }
  return /^[0-9]{6}$/.test(who) ? { purpose, to: { sender: who } } : null
}
