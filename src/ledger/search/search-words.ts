/** What somebody types into the one box of the console, told by its form: a name, a ticket, a sender, an enterprise, a digest, a code. */
import { isUuid } from '../../base/ids.ts'
import { type EnterpriseNumber, parseEnterpriseNumber } from '../../batch/identifiers.ts'
import { isTicket } from '../../batch/ticket.ts'
import { soughtIn } from './name-part.ts'

/** What a text may be. Several are possible at once, and then each is looked for. */
export type SearchWords = {
  readonly submissionId?: string
  readonly ticket?: string
  /** 64 digits, or at least eight of the beginning. */
  readonly digest?: string
  readonly sender?: string
  readonly enterprise?: EnterpriseNumber
  readonly code?: number
  /** The whole name of an answer. */
  readonly answer?: string
  /** The whole name of a set, and then it is no part of one. */
  readonly setKey?: string
  /** As `soughtIn` gives it. */
  readonly name?: string
}

export const SEARCH_CHARACTERS_MAX = 255

const SET_KEY = /^[a-z0-9]{4}\.[0-9]{6}\.[0-9]{8}\.[a-z0-9]{5}\.[rts]$/
const DATE = /^20[0-9]{2}[01][0-9][0-3][0-9]$/
const ANSWER = /^(?:FO|FS|GO)\.[A-Z0-9]{4}\.[0-9]{6}\.[0-9]{8}\.[A-Z0-9]{5}\.[RTS]$/

/** rule 22.1: total; null for an empty text. What PostgreSQL cannot take (NUL, half a character) is in no name either. */
export function searchWordsOf(typed: string): SearchWords | null {
  const text = typed
    .trim()
    .slice(0, SEARCH_CHARACTERS_MAX)
    .replace(/[\0\p{Cs}]/gu, '\uFFFD')
  if (text === '') return null
  const small = text.toLowerCase()
  if (isUuid(small)) return { submissionId: small }
  const digest = digestIn(small)
  if (digest?.length === 64) return { digest }
  const code = /^(acrf-?)?([0-9]{3})$/.exec(small)
  if (code?.[1] !== undefined) return { code: Number(code[2]) }
  const enterprise = enterpriseIn(text)
  const name = soughtIn(text)
  return {
    ...(isTicket(text.toUpperCase()) && { ticket: text.toUpperCase() }),
    ...(digest !== null && enterprise === null && !DATE.test(digest) && { digest }),
    ...(/^[0-9]{6}$/.test(text) && { sender: text }),
    ...(enterprise !== null && { enterprise }),
    ...(code && { code: Number(code[2]) }),
    ...(ANSWER.test(text.toUpperCase()) && { answer: text.toUpperCase() }),
    ...(SET_KEY.test(name) ? { setKey: name.toUpperCase() } : { name }),
  }
}

/** As one text, or in groups of eight as pages show it. */
function digestIn(small: string): string | null {
  const hex = /^(?:[0-9a-f]{8} )+[0-9a-f]{1,8}$/.test(small) ? small.replaceAll(' ', '') : small
  return /^[0-9a-f]{8,64}$/.test(hex) ? hex : null
}

/** Nine digits are none: a shortened number, or a part of anything. */
function enterpriseIn(text: string): EnterpriseNumber | null {
  if (!/^(?:BE ?)?[01][0-9]{3}[. ]?[0-9]{3}[. ]?[0-9]{3}$/i.test(text)) return null
  const parsed = parseEnterpriseNumber(text)
  return parsed.ok ? parsed.value : null
}
