/** From a request to who asks and in which language. Nothing is decided here. */
import { cookiesOf } from '../http/cookies.ts'
import { formatsOf } from '../http/formats.ts'
import { languageOf } from '../http/language.ts'
import type { HttpRequest } from '../http/listener.ts'
import { csrfToken } from '../http/same-origin.ts'
import type { Member, Visit } from './ask.ts'
import type { Doors } from './doors.ts'
import type { PortalGround } from './ground.ts'
import { sayIn } from './texts.ts'

const USER_AGENT_MAX = 200

/** `browser`: the secret that the CSRF token of this visit follows from; a new one when the browser had none. */
export type Arrival = { readonly visit: Visit; readonly browser: string; readonly isNewBrowser: boolean }

export async function arrivalOf(
  request: HttpRequest,
  ground: PortalGround,
  doors: Doors,
  makeToken: () => string,
): Promise<Arrival> {
  const { path, query } = addressOf(request)
  const cookies = cookiesOf(request.headers.cookie)
  const member = await memberBehind(cookies.session, request.id, ground, doors)
  const known = (member && cookies.session) || cookies.visitor
  const browser = known ?? makeToken()
  const language = languageOf({
    ...{ asked: query.get('lang') ?? undefined, cookie: cookies.language, person: member?.person.language },
    accepted: request.headers['accept-language'],
  })
  const visit: Visit = {
    ...{ member, language, t: sayIn(language), formats: formatsOf(language), params: {}, query, path },
    address: request.url,
    csrf: csrfToken(browser),
    cookies,
    client: { address: request.ip, userAgent: (request.headers['user-agent'] ?? '').slice(0, USER_AGENT_MAX) },
    ...{ traceId: request.id, now: ground.now(), ground },
  }
  return { visit, browser, isNewBrowser: known === undefined }
}

export function addressOf({ url }: Pick<HttpRequest, 'url'>): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = url.split('?', 2)
  return { path, query: new URLSearchParams(query) }
}

async function memberBehind(
  token: string | undefined,
  traceId: string,
  ground: PortalGround,
  doors: Doors,
): Promise<Member | null> {
  const session = token === undefined ? null : await ground.findSession(token)
  const person = session && (await doors.personBehind(session.accountId))
  if (!session || !person) return null
  const { accountId, method, reaches, assurance, provenAt, provenAssurance } = session
  const actor = { accountId, method, reaches, assurance, provenAt, provenAssurance, traceId }
  return { session, person, actor, roles: await doors.reachOf(actor) }
}
