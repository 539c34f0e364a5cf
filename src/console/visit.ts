/** From a request to who asks and in which language. Nothing is decided here. */
import { type Arrival, addressOf } from '../http/arrival.ts'
import { formatsOf } from '../http/formats.ts'
import { languageOf } from '../http/language.ts'
import type { HttpRequest } from '../http/listener.ts'
import { csrfToken, makeBrowserToken } from '../http/same-origin.ts'
import { wordsWithoutNul } from '../http/without-nul.ts'
import type { SessionSight } from '../identity/operators/sessions.ts'
import type { Visit } from './ask.ts'
import { consoleCookies } from './cookies.ts'
import type { ConsoleGround } from './ground.ts'
import { originOf } from './hosts.ts'
import { sayIn } from './texts.ts'

const USER_AGENT_MAX = 200

/** `sight`: whether somebody does something, or an open page keeps itself up to date. */
export async function arrivalOf(
  request: HttpRequest,
  ground: ConsoleGround,
  sight: SessionSight = sightOf(request),
): Promise<Arrival<Visit>> {
  const { path, query: words } = addressOf(request)
  const query = wordsWithoutNul(words)
  const cookies = consoleCookies(ground.publicUrl).read(request.headers.cookie)
  const signedIn = cookies.session === undefined ? null : await ground.findSession(cookies.session, sight)
  const known = (signedIn && cookies.session) || cookies.visitor
  const browser = known ?? makeBrowserToken()
  const language = languageOf({
    ...{ asked: query.get('lang') ?? undefined, cookie: cookies.language, person: signedIn?.language ?? undefined },
    accepted: request.headers['accept-language'],
  })
  const visit: Visit = {
    ...{ signedIn, language, t: sayIn(language), formats: formatsOf(language), params: {}, query, path },
    ...{ address: request.url, csrf: csrfToken(browser), cookies, origin: originOfRequest(request, ground) },
    client: { address: request.ip, userAgent: (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_MAX) },
    ...{ traceId: request.id, now: ground.now(), ground },
  }
  return { visit, browser, isNewBrowser: known === undefined }
}

/** rule 21.15: the script of live parts says that nobody asked; who says so falsely ends the own session sooner. */
function sightOf({ headers }: HttpRequest): SessionSight {
  return headers['x-live'] === undefined ? 'use' : 'look'
}

export function originOfRequest({ headers, protocol }: HttpRequest, { publicUrl }: ConsoleGround): string {
  return originOf(headers.host, publicUrl, protocol === 'https')
}
