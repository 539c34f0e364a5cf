/** The web service: tokens, REST and SOAP on one listener. */
import { createHttpListener, type HttpListener, type HttpListenerOptions } from '../../http/listener.ts'
import { traceAnswers } from '../../http/trace.ts'
import type { WebGround } from './ground.ts'
import { serveTokens } from './oauth/serve-tokens.ts'
import { serveRest } from './rest/serve-rest.ts'
import { serveSoap } from './soap/serve-soap.ts'

export type WebOptions = Omit<HttpListenerOptions, 'setting' | 'show'> & { readonly ground: WebGround }

/** Takes further routes until `listen` is called. */
export function createWebEndpoint({ ground, ...listening }: WebOptions): HttpListener {
  const listener = createHttpListener({ ...listening, setting: 'web' })
  const { app } = listener
  traceAnswers(app)
  app.after(() => {
    serveTokens(app, ground)
    serveRest(app, ground)
    serveSoap(app, ground)
  })
  return listener
}
