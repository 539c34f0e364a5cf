/** What the gateway's answers mean to a program that sends. */
import { no, ok, type Result } from '../../../base/result.ts'
import type { Answered } from './exchange.ts'
import { type Json, numberIn, objectsIn, readJson, textIn } from './json.ts'

/** The gateway's no: its status, its own words, and the codes with which the gate would have rejected the set; none when it is about something else. */
export type WebFault = { readonly status: number; readonly message: string; readonly codes: readonly number[] }

export type SentTransfer = {
  readonly transferId: string
  /** The same set came before: this is its answer again, and nothing happened. */
  readonly replayed: boolean
  /** Before that there will be no answer. */
  readonly pollAfterMilliseconds: number
}

export type WebMessage = { readonly messageId: string; readonly fileName: string; readonly transferId: string | null }

/** However much later the gateway names: an answer may be there earlier. */
const POLL_MILLISECONDS_MAX = 5000
const CREATED = 201
const OK = 200

export function transferIn(answer: Answered): Result<SentTransfer, WebFault> {
  const json = readJson(answer.body)
  const transferId = textIn(json, 'transferId')
  if (answer.status !== CREATED || transferId === null) return no(faultIn(answer))
  return ok({ transferId, replayed: json.replayed === true, pollAfterMilliseconds: pollAfterIn(answer, json) })
}

export function messagesIn(answer: Answered): Result<readonly WebMessage[], WebFault> {
  if (answer.status !== OK) return no(faultIn(answer))
  return ok(objectsIn(readJson(answer.body), 'items').flatMap((item) => messageIn(item) ?? []))
}

export function faultIn({ status, body }: Pick<Answered, 'status' | 'body'>): WebFault {
  const json = readJson(body)
  const issues = objectsIn(json, 'issues')
  const said = [json, ...issues].map(wordsOf)
  const message = [...new Set(said)].filter((words) => words !== '').join(' ')
  const codes = [json, ...issues].flatMap(codesOf)
  return { status, message: message || `the gateway answers ${status}`, codes: [...new Set(codes)] }
}

/** Reckoned by the gateway's clock alone, whatever ours shows. */
function pollAfterIn({ headers }: Answered, json: Json): number {
  const milliseconds = Date.parse(textIn(json, 'pollAfter') ?? '') - Date.parse(headers.date ?? '')
  return Number.isNaN(milliseconds) ? 0 : Math.min(Math.max(0, milliseconds), POLL_MILLISECONDS_MAX)
}

function messageIn(json: Json): WebMessage | null {
  const [messageId, fileName] = [textIn(json, 'messageId'), textIn(json, 'fileName')]
  return messageId === null || fileName === null
    ? null
    : { messageId, fileName, transferId: textIn(json, 'transferId') }
}

/** Of a problem document, of one of its issues, or of an error of OAuth. */
function wordsOf(json: Json): string {
  const told = ['detail', 'title', 'error_description', 'error'].map((name) => textIn(json, name))
  return told.find((words) => words !== null) ?? ''
}

/** A number, or `ACRF-088`. */
function codesOf(json: Json): number[] {
  const code = numberIn(json, 'acknowledgementCode') ?? Number(/\d{3}$/.exec(textIn(json, 'acknowledgementCode') ?? ''))
  return code > 0 ? [code] : []
}
