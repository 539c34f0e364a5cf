/** The web service: tokens, REST and SOAP on one listener. */
import { keepOut } from '../../http/connections.ts'
import { continueWhenRead } from '../../http/expect-continue.ts'
import { createHttpListener, type HttpListener, type HttpListenerOptions } from '../../http/listener.ts'
import { traceAnswers } from '../../http/trace.ts'
import type { WebGround } from './ground.ts'
import { serveTokens } from './oauth/serve-tokens.ts'
import { isTrustedProxy } from './request-origin.ts'
import { serveRest } from './rest/serve-rest.ts'
import { SenderLimits } from './sender-limits.ts'
import { serveSoap } from './soap/serve-soap.ts'
import { webWords } from './web-words.ts'

export type WebOptions = Omit<HttpListenerOptions, 'setting' | 'show' | 'word' | 'placeOf'> & {
  readonly ground: WebGround
}

/** A client may show a certificate; whether it is anybody's is for those to say who look at it (rule 15.2). */
const ASKING = { requestCert: true, rejectUnauthorized: false }

/** Takes further routes until `listen` is called. */
export function createWebEndpoint({ ground, tls, ...listening }: WebOptions): HttpListener {
  const listener = createHttpListener({
    ...listening,
    ...(tls && { tls: { ...tls, ...ASKING } }),
    setting: 'web',
    word: webWords(ground),
    placeOf: (address) => placeOf(address, ground),
  })
  const { app } = listener
  keepOut(app.server, ground.admits) // rule 26.4
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

/** A proxy brings many; of a configured network each address counts for itself, and elsewhere an IPv6 client is its /64. */
function placeOf(address: string, ground: WebGround): string | null {
  if (isTrustedProxy(address, ground)) return null
  const { key, isCapped } = ground.originOf(address)
  return isCapped ? key : address
}
