/** Whether a request that changes something comes from a page of ours and not from somebody else's (case W1). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { HttpRequest } from './listener.ts'

type Headers = HttpRequest['headers']

/** GET and HEAD never change anything; whatever else a router may learn one day counts as a change. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * `origin`: scheme, host and port under which people know us, from the configuration and never from the Host header. The request has
 * to say where it comes from: by `Origin`, or by `Referer` where a client sends none; what browsers add in `Sec-Fetch-Site` must agree.
 */
export function isFromOrigin(headers: Headers, origin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (headers.origin !== undefined) return headers.origin === origin
  return originOf(headers.referer) === origin
}

/** The path and query of the page of ours that sent the request, if it says so. */
export function pathBefore(headers: Headers, origin: string): string | undefined {
  if (originOf(headers.referer) !== origin || !headers.referer) return undefined
  const { pathname, search } = new URL(headers.referer)
  return `${pathname}${search}`
}

/** A token for the cookie of a browser without session: 256 bits, base64url. */
export function makeBrowserToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * What a form or client returns to prove that it read a page of ours in this browser. It follows from the secret in the browser's
 * cookie (of the session, or of the visitor) and does not tell it.
 */
export function csrfToken(browserToken: string): string {
  return createHmac('sha256', browserToken).update('sluice csrf').digest('base64url')
}

export function isCsrfToken(given: string | undefined, browserToken: string): boolean {
  const right = Buffer.from(csrfToken(browserToken))
  const found = Buffer.from(given ?? '')
  return found.length === right.length && timingSafeEqual(found, right)
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined
}
