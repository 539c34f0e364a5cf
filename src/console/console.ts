/** The operators' listener: is it alive, can it work, what are the numbers; and pages and an API for whoever is signed in. */

import type { Metrics } from '../base/metrics.ts'
import { sendProblem } from '../http/answer-errors.ts'
import { takeForms } from '../http/form-body.ts'
import { PAGE_ASSETS } from '../http/framed-document.tsx'
import { createHttpListener, type HttpApp, type HttpListener, type HttpListenerOptions } from '../http/listener.ts'
import { problem, usualProblem } from '../http/problem.ts'
import { isFromOrigin, isSafeMethod } from '../http/same-origin.ts'
import { checkStrict } from '../http/schema-issues.ts'
import { serveApi } from '../http/serve-api.ts'
import { serveAssets } from '../http/serve-assets.ts'
import { servePages } from '../http/serve-pages.ts'
import { createLiveStreams } from '../http/server-sent-events.ts'
import { traceAnswers } from '../http/trace.ts'
import { takeNoNul } from '../http/without-nul.ts'
import type { ConsoleGround } from './ground.ts'
import { type HealthCheck, healthOf, overall } from './health.ts'
import { isOurHost } from './hosts.ts'
import { consoleDocument } from './openapi.ts'
import { checkRole } from './role.ts'
import { API, LIVE, PAGES } from './routes.ts'
import { serveLive } from './serve-live.ts'
import { API_PREFIX, apiSite, failuresOf, pageSite } from './site.ts'
import { originOfRequest } from './visit.ts'

export type ConsoleOptions = Omit<HttpListenerOptions, 'setting' | 'show'> & {
  readonly ground: ConsoleGround
  /** What the gateway cannot work without, by the name shown to operators. */
  readonly readiness: Readonly<Record<string, HealthCheck>>
  /** A dependency that has not answered by then is down. */
  readonly readinessSeconds: number
  readonly metrics: Pick<Metrics, 'text'>
  /** The tables of routes; others in tests. */
  readonly pages?: typeof PAGES
  readonly api?: typeof API
  readonly liveStreams?: typeof LIVE
}

const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8'

/** Takes further routes until `listen` is called. Throws a TypeError when a route does not say who may use it, or takes unknown fields. */
export function createConsole(options: ConsoleOptions): HttpListener {
  const {
    ground,
    readiness,
    readinessSeconds,
    metrics,
    pages = PAGES,
    api = API,
    liveStreams = LIVE,
    ...listening
  } = options
  for (const route of [...pages, ...api, ...liveStreams]) checkRole(route)
  for (const { method, path, body, query } of api) checkStrict(`${method} ${path}`, [body, query])
  const listener = createHttpListener({ ...listening, setting: 'console', show: failuresOf(ground) })
  const { app } = listener
  const streams = createLiveStreams(ground.liveLimits)
  app.addHook('preClose', async () => streams[Symbol.dispose]())
  traceAnswers(app)
  refuseOtherNames(app, ground)
  refuseForeign(app, ground)
  takeForms(app)
  takeNoNul(app)
  app.after(() => {
    serveAssets(app, PAGE_ASSETS)
    servePages(app, pages, pageSite(ground, listening.log))
    serveApi(app, api, apiSite(ground, listening.log))
    serveLive(app, liveStreams, { ground, streams, log: listening.log })
    app.get('/doc/openapi.json', async () => consoleDocument(api, ground.publicUrl))
    addHealth(app, healthOf(readiness, readinessSeconds, listening.log))
    app.get('/metrics', async (_, reply) => reply.type(PROMETHEUS_TEXT).send(await metrics.text()))
  })
  return listener
}

/** rule 21.4: before anything else is looked at. */
function refuseOtherNames(app: HttpApp, ground: ConsoleGround): void {
  const show = failuresOf(ground)
  app.addHook('onRequest', async (request, reply) => {
    const { headers, socket } = request
    if (isOurHost(headers.host ?? '', ground.publicUrl, socket.localAddress)) return
    return show(request, reply, usualProblem(421))
  })
}

/** Before a body is read: what would change something has to come from a page of ours, whatever its route (case W1). */
function refuseForeign(app: HttpApp, ground: ConsoleGround): void {
  const show = failuresOf(ground)
  app.addHook('onRequest', async (request, reply) => {
    if (isSafeMethod(request.method) || isFromOrigin(request.headers, originOfRequest(request, ground))) return
    const body = problem(403, 'urn:problem-type:sluice:console:foreignOrigin', 'Foreign origin', FOREIGN)
    return request.url.startsWith(`${API_PREFIX}/`) ? sendProblem(reply, body) : show(request, reply, body)
  })
}

const FOREIGN = 'The request does not come from a page of the console. Open the page here and send it again.'

function addHealth(app: HttpApp, look: ReturnType<typeof healthOf>): void {
  app.get('/livez', async () => ({ state: 'up' }))
  app.get('/readyz', async (_, reply) => {
    const dependencies = await look()
    const state = overall(dependencies)
    return reply.code(state === 'down' ? 503 : 200).send({ state, dependencies })
  })
}
