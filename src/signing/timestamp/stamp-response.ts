import { no, ok, type Result } from '../../base/result.ts'
import { child, smallInteger, TAG } from '../asn1-values.ts'
import { Malformed, readElement } from '../ber.ts'
import { BadStamp, demandStamp, type StampFault } from './stamp-fault.ts'

const GRANTED = 0
const STATUS_FIELDS_MAX = 3

/** rule 29.2: the token of a TimeStampResp (RFC 3161 §2.4.2) that is granted as it was asked for; what the token says is for `checkToken`. */
export function tokenOfResponse(bytes: Uint8Array): Result<Buffer, StampFault> {
  try {
    return ok(granted(Buffer.from(bytes)))
  } catch (error) {
    if (error instanceof BadStamp) return no(error.fault)
    if (error instanceof Malformed) return no({ fault: 'malformed', seen: error.message })
    throw error
  }
}

function granted(bytes: Buffer): Buffer {
  const response = readElement(bytes, 'DER')
  demandStamp(response.tag === TAG.sequence && response.children.length <= 2, 'malformed', 'no response')
  const state = child(response, 0, TAG.sequence, 'a status')
  demandStamp(state.children.length <= STATUS_FIELDS_MAX, 'malformed', 'an unknown status')
  const status = smallInteger(child(state, 0, TAG.integer, 'a status'))
  demandStamp(status === GRANTED, 'notGranted', `status ${status}${wordsOf(state.children.slice(1))}`)
  return child(response, 1, TAG.sequence, 'a token').encoding
}

/** What the authority says about it, without anything that a terminal would act upon. */
function wordsOf(rest: ReturnType<typeof readElement>['children']): string {
  const words = rest.find(({ tag }) => tag === TAG.sequence)?.children ?? []
  const text = words.map(({ contents }) => contents.toString('utf8')).join(' ')
  return text === '' ? '' : `: ${text.replaceAll(/\p{C}/gu, ' ').slice(0, 200)}`
}
