/** From a request to who asks and in which language. Nothing is decided here. */
import { type Arrival, addressOf } from '../http/arrival.ts'
import { cookiesOf } from '../http/cookies.ts'
import { formatsOf } from '../http/formats.ts'
import { languageOf } from '../http/language.ts'
import type { HttpRequest } from '../http/listener.ts'
import { csrfToken, makeBrowserToken } from '../http/same-origin.ts'
import type { Member, Visit } from './ask.ts'
import type { Doors } from './doors.ts'
import type { PortalGround } from './ground.ts'
import { sayIn } from './texts.ts'

const USER_AGENT_MAX = 200

export async function arrivalOf(request: HttpRequest, ground: PortalGround, doors: Doors): Promise<Arrival<Visit>> {
  const { path, query } = addressOf(request)
  const cookies = cookiesOf(request.headers.cookie)
  const member = await memberBehind(cookies.session, request.id, ground, doors)
  const known = (member && cookies.session) || cookies.visitor
  const browser = known ?? makeBrowserToken()
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
