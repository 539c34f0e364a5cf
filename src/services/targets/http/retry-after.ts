import type { IncomingHttpHeaders } from 'node:http'

/** What `Retry-After` asks for (RFC 9110 §10.2.3), at most `max`; a date counts from the one of the answer. Null without a sensible one. */
export function retryAfterSeconds(headers: IncomingHttpHeaders, max: number): number | null {
  const asked = headers['retry-after'] ?? ''
  const seconds = /^\d{1,9}$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.parse(headers.date ?? '')) / 1000
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, max) : null
}
