/** `Expect: 100-continue` (RFC 9110 §10.1.1): a body is asked for when somebody wants to read it, and never when the request is refused before. */
import type { HttpApp, HttpReply, HttpRequest } from './listener.ts'

type IncomingMessage = HttpRequest['raw']
type ServerResponse = HttpReply['raw']

const WAITING = new WeakMap<IncomingMessage, ServerResponse>()
const STRANGE = new WeakSet<IncomingMessage>()

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler reads the body by itself, and invites it then. */
    readsBody?: boolean
  }
}

/** Call before routes are added. Another expectation than this one is answered with 417. */
export function continueWhenRead(app: HttpApp): void {
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    WAITING.set(request, response)
    app.routing(request, response)
  })
  app.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    STRANGE.add(request)
    app.routing(request, response)
  })
  app.addHook('onRequest', async ({ raw }) => {
    if (STRANGE.has(raw)) throw Object.assign(new Error('an unknown expectation'), { statusCode: 417 })
  })
  app.addHook('preParsing', async (request) => {
    if (!request.is404 && request.routeOptions.config.readsBody !== true) inviteBody(request.raw)
  })
}

/** The client may send its body now, if it was waiting for that. */
export function inviteBody(request: IncomingMessage): void {
  WAITING.get(request)?.writeContinue()
  WAITING.delete(request)
}

/** The client holds its body back until it is invited. */
export function holdsBodyBack(request: IncomingMessage): boolean {
  return WAITING.has(request)
}
