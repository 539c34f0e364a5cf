/** SMS by an HTTP gateway: `{"to","text"}` is posted to it as JSON. */
import { Unavailable } from '../base/errors.ts'
import { no, ok } from '../base/result.ts'
import type { Send } from './message.ts'

export type SmsGatewaySettings = {
  readonly url: string
  /** Bearer token; empty: none. */
  readonly token: string
}

/** Ten parts of a long SMS. */
const TEXT_MAX = 1530
/** What the gateway says of this message; everything else may be another time. */
const FOR_GOOD: readonly number[] = [400, 410, 413, 422]

/** A redirect is not followed: the token and the text are for the configured address only. The answer's body is not read. */
export function createSmsGateway({ url, token }: SmsGatewaySettings): Send {
  return async ({ id, to, text }, signal) => {
    if (text.length > TEXT_MAX) return no({ why: `SMS longer than ${TEXT_MAX} characters` })
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ to, text }),
      signal,
    }).catch((cause: unknown) => {
      throw new Unavailable('The SMS gateway did not answer.', { cause: withoutDetails(cause) })
    })
    await response.body?.cancel().catch(() => {})
    if (response.ok) return ok(undefined)
    const why = `SMS gateway ${response.status}`
    if (FOR_GOOD.includes(response.status)) return no({ why })
    throw new Unavailable(`The SMS gateway did not take a message: ${why}.`)
  }
}

/** `fetch` wraps what happened; its own words tell nothing. */
function withoutDetails(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error
}
