import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { no, ok, type Result } from '../base/result.ts'

/** What an acknowledgement says. */
export type AcknowledgementContent = {
  readonly fileName: string
  readonly ticket: string
  readonly accepted: boolean
  /** Annex 30 codes in the document's order. */
  readonly codes: readonly number[]
}

const BYTES_MAX = 64 * 1024

const reader = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (tag) => tag === 'Form' || tag === 'ErrorID',
})

/**
 * Reads an acknowledgement of this gateway, for the commands of a sender. Only for documents of our own making: whatever
 * strangers write is read by the checkers, for this library accepts much that is not XML. Never throws; the problem is a
 * sentence for a person.
 */
export function readAcknowledgement(bytes: Uint8Array): Result<AcknowledgementContent, string> {
  if (bytes.byteLength > BYTES_MAX) return no('The file is too large for an acknowledgement.')
  const text = Buffer.from(bytes).toString('utf8')
  const document = text.includes('<!') || XMLValidator.validate(text) !== true ? null : parsed(text)
  if (!document) return no('The file is no XML of this gateway.')
  const forms = member(member(document, 'ACRF'), 'Form')
  const form = Array.isArray(forms) && forms.length === 1 ? forms[0] : undefined
  const reference = member(form, 'FileReference')
  const result = member(form, 'ReceptionResult')
  const fileName = member(reference, 'FileName')
  const ticket = member(reference, 'ReferenceNbr')
  const resultCode = member(result, 'ResultCode')
  const codes = codesOf(member(result, 'ErrorID') ?? [])
  if (typeof fileName !== 'string' || typeof ticket !== 'string' || !codes || !/^[01]$/.test(String(resultCode))) {
    return no('The file is no acknowledgement of this gateway.')
  }
  return ok({ fileName, ticket, accepted: resultCode === '1', codes })
}

/** The parser throws on some texts that the validator passes: an instruction that never ends, a tag called `constructor`. */
function parsed(text: string): object | null {
  try {
    return reader.parse(text)
  } catch {
    return null
  }
}

function codesOf(errorIds: unknown): number[] | null {
  if (!Array.isArray(errorIds)) return null
  const codes = errorIds.map((errorId) => Number(/^ACRF-([0-9]{3})$/.exec(String(errorId))?.[1] ?? Number.NaN))
  return codes.some(Number.isNaN) ? null : codes
}

function member(parent: unknown, name: string): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name)) return undefined
  return (parent as Record<string, unknown>)[name]
}
