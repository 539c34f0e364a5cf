export type SecurityHeaders = Readonly<Record<string, string>>

/** On every answer: nothing is cached, guessed, framed or told to another site (cases W3, W12). */
const HEADERS: SecurityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const ONE_YEAR_SECONDS = 31_536_000

/** A route may set a wider `content-security-policy` for its own pages. */
export function securityHeaders(overTls: boolean): SecurityHeaders {
  return overTls ? { ...HEADERS, 'strict-transport-security': `max-age=${ONE_YEAR_SECONDS}` } : HEADERS
}
