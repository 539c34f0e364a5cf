/** SMS by an HTTP gateway: `{"to","text"}` is posted to it as JSON. */
import { no } from '../base/result.ts'
import type { Send } from './message.ts'
import { postJson } from './post-json.ts'

export type SmsGatewaySettings = {
  readonly url: string
  /** Bearer token; empty: none. */
  readonly token: string
}

/** Ten parts of a long SMS. */
const TEXT_MAX = 1530

export function createSmsGateway({ url, token }: SmsGatewaySettings): Send {
  return async ({ id, to, text }, signal) => {
    if (text.length > TEXT_MAX) return no({ why: `SMS longer than ${TEXT_MAX} characters` })
    return postJson({ name: 'SMS gateway', url, token, id, body: JSON.stringify({ to, text }), signal })
  }
}
