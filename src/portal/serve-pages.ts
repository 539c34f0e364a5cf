/** Registers the table of pages: who asks, may he, what did the form say, and then the page itself. */
import { Readable } from 'node:stream'
import { errorFields, type Log } from '../base/log.ts'
import type { Refusal } from '../base/refusal.ts'
import { no, type Result } from '../base/result.ts'
import { languageCookie, visitorCookie } from '../http/cookies.ts'
import { readForm } from '../http/form.ts'
import { formEntries } from '../http/form-body.ts'
import { withQuery } from '../http/keyset.ts'
import { isLanguage } from '../http/language.ts'
import type { HttpApp, HttpReply, HttpRequest } from '../http/listener.ts'
import { pageHeaders } from '../http/page.tsx'
import { retryAfterSeconds } from '../http/refusal-problem.ts'
import { isCsrfToken, makeBrowserToken, pathBefore } from '../http/same-origin.ts'
import { admit, FOREIGN_FORM, isPasswordFirst, isSignInNeeded } from './admit.ts'
import type { Visit } from './ask.ts'
import type { Doors } from './doors.ts'
import type { PortalGround } from './ground.ts'
import type { AnyPageRoute, Download, Page, PageAnswer } from './page-route.ts'
import { refusedPage } from './pages/refused.tsx'
import { PLACES, withReturn } from './places.ts'
import { showPage } from './show-page.tsx'
import { recordTurnedAway } from './turned-away.ts'
import { type Arrival, arrivalOf } from './visit.ts'

const SEE_OTHER = 303

/** Where pages come from, and where what goes wrong behind an answer that has begun is told. */
export type ServingPages = { readonly ground: PortalGround; readonly doors: Doors; readonly log: Log }

export function servePages(app: HttpApp, routes: readonly AnyPageRoute[], serving: ServingPages): void {
  for (const route of routes) {
    if (route.onlyInTrial && serving.ground.mode !== 'trial') continue
    app.route({
      ...{ method: route.method, url: route.path },
      ...(route.limits && { bodyLimit: route.limits.formBytes }),
      handler: (request, reply) => servePage(route, request, reply, serving),
    })
  }
}

async function servePage(
  route: AnyPageRoute,
  request: HttpRequest,
  reply: HttpReply,
  { ground, doors, log }: ServingPages,
): Promise<HttpReply> {
  const arrival = await arrivalOf(request, ground, doors, makeBrowserToken)
  keepBrowser(reply, arrival)
  const admitted = await admit(route, arrival.visit, request.params, doors)
  if (!admitted.ok) {
    await recordTurnedAway(route, arrival.visit, request.params, admitted.problem, doors)
    return sendRefusal(request, reply, arrival.visit, admitted.problem)
  }
  // read only now, when it is known who asks: files are large
  const form =
    route.method === 'POST' ? await formOf(route, request, arrival.browser) : { ok: true as const, value: {} }
  if (!form.ok) return sendRefusal(request, reply, admitted.value, form.problem)
  const answer = await route.handle({ ...admitted.value, form: form.value } as never)
  if ('code' in answer) await recordTurnedAway(route, admitted.value, request.params, answer, doors)
  return send(request, reply, admitted.value, answer, log)
}

/** A form that this browser was not given is foreign, whoever is signed in (case W1). */
async function formOf(route: AnyPageRoute, request: HttpRequest, browser: string): Promise<Result<object, Refusal>> {
  const entries = await formEntries(request, route.limits)
  if (!entries) throw Object.assign(new Error('no form'), { statusCode: 415 })
  const tokens = entries.filter(([name]) => name === 'csrf').map(([, value]) => value)
  const header = request.headers['x-csrf-token']
  const token = tokens.length > 0 ? tokens[0] : header
  if (tokens.length > 1 || typeof token !== 'string' || !isCsrfToken(token, browser)) return no(FOREIGN_FORM)
  return readForm(
    entries.filter(([name]) => name !== 'csrf'),
    route.form ?? {},
  )
}

function send(request: HttpRequest, reply: HttpReply, visit: Visit, answer: PageAnswer, log: Log): HttpReply {
  if ('code' in answer) return sendRefusal(request, reply, visit, answer)
  if ('cookies' in answer) for (const cookie of answer.cookies ?? []) reply.header('set-cookie', cookie)
  if ('to' in answer)
    return reply.redirect(answer.done ? withQuery(answer.to, { done: answer.done }) : answer.to, SEE_OTHER)
  if ('bytes' in answer) return sendDownload(reply, answer, log)
  return sendPage(request, reply, visit, answer)
}

function sendDownload(reply: HttpReply, { fileName, mediaType, bytes }: Download, log: Log): HttpReply {
  const body = Buffer.isBuffer(bytes) ? bytes : Readable.from(bytes, { objectMode: false })
  if (body instanceof Readable) body.on('error', (error) => log.warn('http.downloadBroken', errorFields(error)))
  return reply
    .header('content-disposition', `attachment; filename="${fileName.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(mediaType)
    .send(body)
}

function sendPage(request: HttpRequest, reply: HttpReply, visit: Visit, page: Page): HttpReply {
  const { formTargets = [], scripts = [], status = 200, retryAfterSeconds } = page
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  reply.code(status).headers(pageHeaders({ script: scripts.length > 0, formTargets }))
  const { language, t, address, csrf } = visit
  return reply.send(showPage(page, { language, t, address, csrf, visit, done: doneHere(request, visit) }))
}

/** What was done is told after our own redirect, not because somebody wrote it into a link. */
function doneHere({ headers }: HttpRequest, { query }: Visit): string | undefined {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' ? (query.get('done') ?? undefined) : undefined
}

function sendRefusal(request: HttpRequest, reply: HttpReply, visit: Visit, refused: Refusal): HttpReply {
  const before =
    request.method === 'POST' ? pathBefore(request.headers, new URL(visit.ground.publicUrl).origin) : visit.address
  if (isSignInNeeded(refused)) return reply.redirect(withReturn(PLACES.signIn, before), SEE_OTHER)
  if (isPasswordFirst(refused)) return reply.redirect(PLACES.password, SEE_OTHER)
  const seconds = retryAfterSeconds(refused)
  if (seconds !== undefined) reply.header('retry-after', seconds)
  return sendPage(request, reply, visit, refusedPage(visit, refused, before))
}

/** A browser is known by its session or else by a token, so that also the form for signing in is bound to it. */
function keepBrowser(reply: HttpReply, { visit, browser, isNewBrowser }: Arrival): void {
  if (isNewBrowser) reply.header('set-cookie', visitorCookie(browser))
  const asked = visit.query.get('lang') ?? undefined
  if (isLanguage(asked)) reply.header('set-cookie', languageCookie(asked))
}
