/** Registers a table of pages: who asks, may he, what did the form say, and then the page itself. */
import type { Log } from '../base/log.ts'
import type { Refusal } from '../base/refusal.ts'
import { no, type Result } from '../base/result.ts'
import type { Arrival, Door } from './arrival.ts'
import type { CookieJar } from './cookie-jar.ts'
import { FOREIGN_FORM } from './foreign-form.ts'
import { type FormShape, readForm } from './form.ts'
import { type FormLimits, formEntries } from './form-body.ts'
import { withQuery } from './keyset.ts'
import { isLanguage } from './language.ts'
import type { HttpApp, HttpReply, HttpRequest } from './listener.ts'
import { pageHeaders } from './page.tsx'
import type { Page, PageAnswer } from './page-answer.ts'
import { retryAfterSeconds } from './refusal-problem.ts'
import { isCsrfToken, pathBefore } from './same-origin.ts'
import { sendDownload } from './send-download.ts'

const SEE_OTHER = 303

/** What this needs of a route; `handle` is given the admitted visit with the form. */
export type ServedPage = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly form?: FormShape
  readonly limits?: FormLimits
  handle(ask: never): Promise<PageAnswer>
}

/** What this needs of a visit. */
export type PageVisit = { readonly query: URLSearchParams; readonly address: string }

/** A listener with pages: its door, and how it shows what it says. */
export type PageSite<Route extends ServedPage, Visit extends PageVisit> = Door<Route, Visit> & {
  /** Where what goes wrong behind an answer that has begun is told. */
  readonly log: Log
  readonly cookies: Pick<CookieJar, 'visitor' | 'language'>
  /** Scheme, host and port under which this browser knows us. */
  originOf(request: HttpRequest): string
  /** Where somebody is led instead of being refused, such as to sign in; `before` is the page asked for, to come back to. */
  detour(refused: Refusal, before: string | undefined): string | undefined
  /** Names of scripts that every page of this visit has. */
  frameScripts?(visit: Visit): readonly string[]
  refusedPage(visit: Visit, refused: Refusal, before: string | undefined): Page
  /** The whole document. `done`: what was done on the page before. */
  show(page: Page, visit: Visit, done: string | undefined): string
}

export function servePages<Route extends ServedPage, Visit extends PageVisit>(
  app: HttpApp,
  routes: readonly Route[],
  site: PageSite<Route, Visit>,
): void {
  for (const route of routes) {
    app.route({
      ...{ method: route.method, url: route.path },
      ...(route.limits && { bodyLimit: route.limits.formBytes }),
      handler: (request, reply) => servePage(route, request, reply, site),
    })
  }
}

async function servePage<Route extends ServedPage, Visit extends PageVisit>(
  route: Route,
  request: HttpRequest,
  reply: HttpReply,
  site: PageSite<Route, Visit>,
): Promise<HttpReply> {
  const arrival = await site.arrive(request)
  keepBrowser(reply, arrival, site)
  const admitted = await site.admit(route, arrival.visit, request.params)
  if (!admitted.ok) {
    await site.recordTurnedAway(route, arrival.visit, request.params, admitted.problem)
    return sendRefusal({ request, reply, visit: arrival.visit, site }, admitted.problem)
  }
  const sending = { request, reply, visit: admitted.value, site }
  // read only now, when it is known who asks: files are large
  const form =
    route.method === 'POST' ? await formOf(route, request, arrival.browser) : { ok: true as const, value: {} }
  if (!form.ok) return sendRefusal(sending, form.problem)
  const answer = await route.handle({ ...admitted.value, form: form.value } as never)
  if ('code' in answer) await site.recordTurnedAway(route, admitted.value, request.params, answer)
  return send(sending, answer)
}

/** A form that this browser was not given is foreign, whoever is signed in (case W1). */
async function formOf(route: ServedPage, request: HttpRequest, browser: string): Promise<Result<object, Refusal>> {
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

type Sending<Visit extends PageVisit> = {
  readonly request: HttpRequest
  readonly reply: HttpReply
  readonly visit: Visit
  readonly site: Omit<PageSite<never, Visit>, 'admit' | 'recordTurnedAway'>
}

function send<Visit extends PageVisit>(sending: Sending<Visit>, answer: PageAnswer): HttpReply {
  const { reply, site } = sending
  if ('code' in answer) return sendRefusal(sending, answer)
  if ('cookies' in answer) for (const cookie of answer.cookies ?? []) reply.header('set-cookie', cookie)
  if ('to' in answer)
    return reply.redirect(answer.done ? withQuery(answer.to, { done: answer.done }) : answer.to, SEE_OTHER)
  if ('bytes' in answer) return sendDownload(reply, answer, site.log)
  return sendPage(sending, answer)
}

function sendPage<Visit extends PageVisit>({ request, reply, visit, site }: Sending<Visit>, page: Page): HttpReply {
  const { formTargets = [], status = 200, retryAfterSeconds } = page
  const scripts = [...(site.frameScripts?.(visit) ?? []), ...(page.scripts ?? [])]
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  reply.code(status).headers(pageHeaders({ script: scripts.length > 0, formTargets }))
  return reply.send(site.show({ ...page, scripts }, visit, doneHere(request, visit)))
}

/** What was done is told after our own redirect, not because somebody wrote it into a link. */
function doneHere({ headers }: HttpRequest, { query }: PageVisit): string | undefined {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' ? (query.get('done') ?? undefined) : undefined
}

function sendRefusal<Visit extends PageVisit>(sending: Sending<Visit>, refused: Refusal): HttpReply {
  const { request, reply, visit, site } = sending
  const before = request.method === 'POST' ? pathBefore(request.headers, site.originOf(request)) : visit.address
  const detour = site.detour(refused, before)
  if (detour !== undefined) return reply.redirect(detour, SEE_OTHER)
  const seconds = retryAfterSeconds(refused)
  if (seconds !== undefined) reply.header('retry-after', seconds)
  return sendPage(sending, site.refusedPage(visit, refused, before))
}

/** A browser is known by its session or else by a token, so that also the form for signing in is bound to it. */
function keepBrowser<Visit extends PageVisit>(
  reply: HttpReply,
  { visit, browser, isNewBrowser }: Arrival<Visit>,
  { cookies }: Pick<PageSite<never, Visit>, 'cookies'>,
): void {
  if (isNewBrowser) reply.header('set-cookie', cookies.visitor(browser))
  const asked = visit.query.get('lang') ?? undefined
  if (isLanguage(asked)) reply.header('set-cookie', cookies.language(asked))
}
