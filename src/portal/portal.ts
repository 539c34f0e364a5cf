/** The listener of access management: pages for people and the API behind one door. */

import { sendProblem } from '../http/answer-errors.ts'
import { takeForms } from '../http/form-body.ts'
import { createHttpListener, type HttpApp, type HttpListener, type HttpListenerOptions } from '../http/listener.ts'
import { problem } from '../http/problem.ts'
import { isFromOrigin, isSafeMethod } from '../http/same-origin.ts'
import { checkStrict } from '../http/schema-issues.ts'
import { serveApi } from '../http/serve-api.ts'
import { serveAssets } from '../http/serve-assets.ts'
import { servePages } from '../http/serve-pages.ts'
import { traceAnswers } from '../http/trace.ts'
import { type Doors, doorsOf } from './doors.ts'
import type { PortalGround } from './ground.ts'
import { PROVIDERS } from './identity-ground.ts'
import { openApiOf } from './openapi.ts'
import { PLACES } from './places.ts'
import { checkRow } from './route-row.ts'
import { API, PAGES } from './routes.ts'
import { showFailure } from './show-failure.tsx'
import { PAGE_ASSETS } from './show-page.tsx'
import { API_PREFIX, apiSite, pageSite } from './site.ts'

export type PortalOptions = Omit<HttpListenerOptions, 'setting' | 'show'> & {
  readonly ground: PortalGround
  readonly health: () => Promise<'up' | 'degraded' | 'down'>
  /** The tables of routes, and what is asked before one is served; others in tests. */
  readonly pages?: typeof PAGES
  readonly api?: typeof API
  readonly doors?: Doors
}

/** Takes further routes until `listen` is called. Throws a TypeError when a route has no row of the matrix, or takes unknown fields. */
export function createPortal(options: PortalOptions): HttpListener {
  const { ground, health, pages = PAGES, api = API, doors = doorsOf(ground), ...listening } = options
  for (const route of [...pages, ...api]) checkRow(route)
  for (const { method, path, body, query } of api) checkStrict(`${method} ${path}`, [body, query])
  const listener = createHttpListener({ ...listening, setting: 'portal', show: showFailure })
  const { app } = listener
  traceAnswers(app)
  refuseForeign(app, ground)
  takeForms(app)
  app.after(() => {
    serveAssets(app, PAGE_ASSETS)
    servePages(app, pagesIn(ground.mode, pages), pageSite({ ground, doors, log: listening.log }))
    serveApi(app, api, apiSite({ ground, doors, log: listening.log }))
    serveAboutApi(app, api, ground, health)
    serveOwnKeys(app, ground)
  })
  return listener
}

function pagesIn(mode: PortalGround['mode'], pages: typeof PAGES): typeof PAGES {
  return pages.filter(({ onlyInTrial }) => mode === 'trial' || !onlyInTrial)
}

/** So that an identity provider knows by which keys we prove ourselves and read (spec access.md §8.3). */
function serveOwnKeys(app: HttpApp, { identity }: PortalGround): void {
  for (const name of PROVIDERS) {
    app.get(`${PLACES.signIn}/${name}/keys.json`, async (_, reply) => {
      const keys = await identity.publicKeys(name)
      return keys ? reply.send(keys) : reply.callNotFound()
    })
  }
}

/** Before a body is read: what would change something has to come from a page of ours, whatever its route (case W1). */
function refuseForeign(app: HttpApp, ground: PortalGround): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = new URL(ground.publicUrl)
    if (isSafeMethod(request.method) || isFromOrigin(request.headers, origin)) return
    const body = problem(403, 'urn:problem-type:sluice:accessManagement:foreignOrigin', 'Foreign origin', FOREIGN)
    if (request.url.startsWith('/REST/')) return sendProblem(reply, body)
    return showFailure(request, reply, body)
  })
}

const FOREIGN = 'The request does not come from a page of the portal. Open the page here and send it again.'

function serveAboutApi(app: HttpApp, api: typeof API, ground: PortalGround, health: PortalOptions['health']): void {
  for (const path of [`${API_PREFIX}/doc/openapi.json`, '/doc/openapi.json']) {
    app.get(path, async () => openApiOf(api, ground.publicUrl))
  }
  app.get(`${API_PREFIX}/health`, async (_, reply) => {
    const state = await health()
    return reply.code(state === 'down' ? 503 : 200).send({ status: state.toUpperCase() })
  })
}
