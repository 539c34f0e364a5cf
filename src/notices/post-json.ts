/** A message handed to an HTTP server of the house as JSON. */
import { Unavailable } from '../base/errors.ts'
import { no, ok, type Result } from '../base/result.ts'
import type { Undeliverable } from './message.ts'

export type Posting = {
  /** What operators call the other side, as "SMS gateway". */
  readonly name: string
  readonly url: string
  /** Bearer token; empty: none. */
  readonly token: string
  /** The same at every attempt. */
  readonly id: string
  readonly body: string
  readonly signal: AbortSignal
}

/** What the other side says of this message; everything else may be another time. */
const FOR_GOOD: readonly number[] = [400, 410, 413, 422]

/** A redirect is not followed: the token and the text are for the configured address only. The answer's body is not read. */
export async function postJson({ name, url, token, id, body, signal }: Posting): Promise<Result<void, Undeliverable>> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': id,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body,
    signal,
  }).catch((cause: unknown) => {
    throw new Unavailable(`The ${name} did not answer.`, { cause: withoutDetails(cause) })
  })
  await response.body?.cancel().catch(() => {})
  if (response.ok) return ok(undefined)
  const why = `${name} ${response.status}`
  if (FOR_GOOD.includes(response.status)) return no({ why })
  throw new Unavailable(`The ${name} did not take a message: ${why}.`)
}

/** `fetch` wraps what happened; its own words tell nothing. */
function withoutDetails(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error
}
