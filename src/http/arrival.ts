/** From a request to who asks: what every listener with pages needs to know of it. */
import type { Refusal } from '../base/refusal.ts'
import type { Result } from '../base/result.ts'
import type { HttpRequest } from './listener.ts'

/** `browser`: the secret that the CSRF token of this visit follows from; a new one when the browser had none. */
export type Arrival<Visit> = { readonly visit: Visit; readonly browser: string; readonly isNewBrowser: boolean }

/** Who stands at the door of a listener: who asks, and may he. */
export type Door<Route, Visit> = {
  arrive(request: HttpRequest): Promise<Arrival<Visit>>
  /** Resolves with the visit and what it was found to be. */
  admit(route: Route, visit: Visit, rawParams: unknown): Promise<Result<Visit, Refusal>>
  /** Somebody asked for what is not there for him, or not his to do. */
  recordTurnedAway(route: Route, visit: Visit, rawParams: unknown, refused: Refusal): Promise<void>
}

export function addressOf({ url }: Pick<HttpRequest, 'url'>): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = url.split('?', 2)
  return { path, query: new URLSearchParams(query) }
}
