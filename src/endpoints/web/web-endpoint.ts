/** The web service: tokens, REST and SOAP on one listener. */
import { continueWhenRead } from '../../http/expect-continue.ts'
import { createHttpListener, type HttpListener, type HttpListenerOptions } from '../../http/listener.ts'
import { traceAnswers } from '../../http/trace.ts'
import type { WebGround } from './ground.ts'
import { serveTokens } from './oauth/serve-tokens.ts'
import { serveRest } from './rest/serve-rest.ts'
import { SenderLimits } from './sender-limits.ts'
import { serveSoap } from './soap/serve-soap.ts'
import { webWords } from './web-words.ts'

export type WebOptions = Omit<HttpListenerOptions, 'setting' | 'show' | 'word'> & { readonly ground: WebGround }

/** A client may show a certificate; whether it is anybody's is for those to say who look at it (rule 15.2). */
const ASKING = { requestCert: true, rejectUnauthorized: false }

/** Takes further routes until `listen` is called. */
export function createWebEndpoint({ ground, tls, ...listening }: WebOptions): HttpListener {
  const listener = createHttpListener({
    ...listening,
    ...(tls && { tls: { ...tls, ...ASKING } }),
    setting: 'web',
    word: webWords(ground),
  })
  const { app } = listener
  const senders = new SenderLimits(() => ground.settings.limits, ground.ticks)
  traceAnswers(app)
  continueWhenRead(app)
  app.after(() => {
    serveTokens(app, ground)
    serveRest(app, ground, senders)
    serveSoap(app, ground, senders)
  })
  return listener
}
