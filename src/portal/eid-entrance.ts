/**
 * The listener that asks for the certificate of a card (spec access.md §8.2a). It looks at the connection, hands over who it was, and sends
 * the browser back to the portal; nobody is signed in here.
 */
import { addressOf } from '../http/arrival.ts'
import { createHttpListener, type HttpListener, type HttpListenerOptions, type HttpRequest } from '../http/listener.ts'
import { EID_TLS, type PeerSocket, verifyEidConnection } from '../identity/eid/tls-listener.ts'
import type { PortalGround } from './ground.ts'
import type { EidGround } from './identity-ground.ts'
import { handOver } from './operations/sign-in-by-card.ts'
import { PLACES } from './places.ts'

export type EidEntranceOptions = Omit<HttpListenerOptions, 'setting' | 'show' | 'tls'> & {
  readonly tls: { readonly key: string; readonly cert: string }
  readonly ground: PortalGround
  readonly eid: EidGround
}

const STATE = /^[A-Za-z0-9_-]{43}$/
const SEE_OTHER = 303

export function createEidEntrance({ ground, eid, tls, ...listening }: EidEntranceOptions): HttpListener {
  const { requestCert, rejectUnauthorized, secureOptions } = EID_TLS
  const asking = { ...tls, requestCert, rejectUnauthorized, secureOptions }
  const listener = createHttpListener({ ...listening, setting: 'portal.eid', tls: asking })
  listener.app.get('/', async (request, reply) => {
    const place = await placeAfter(request, ground, eid)
    // One connection, one proof: a card that is taken out must not go on signing in.
    return reply.header('connection', 'close').redirect(place, SEE_OTHER)
  })
  return listener
}

async function placeAfter(request: HttpRequest, ground: PortalGround, eid: EidGround): Promise<string> {
  const place = new URL(PLACES.eidCallback, ground.publicUrl)
  const state = addressOf(request).query.get('state') ?? ''
  const verified = await verifyEidConnection(request.raw.socket as unknown as PeerSocket, eid.rules())
  if (!verified.ok) place.searchParams.set('refused', verified.problem.told?.key ?? 'eidUnreadable')
  else if (STATE.test(state)) place.searchParams.set('handover', await handOver(ground, state, verified.value))
  return place.href
}
