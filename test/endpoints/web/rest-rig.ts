/** Programs that ask the REST service, each answer held against its document. */

import { restDocument } from '../../../src/endpoints/web/rest/openapi.ts'
import { REST_PREFIX } from '../../../src/endpoints/web/rest/prefix.ts'
import { REST_ROUTES } from '../../../src/endpoints/web/rest/routes.ts'
import { describedBy, type OpenApi } from './described.ts'
import type { Answer, Asked } from './https-client.ts'
import { FORM, multipartBody, type WrittenPart } from './multipart-body.ts'
import { openWebRig, type WebRig, type WebSender } from './web-rig.ts'

export type RestRig = WebRig & {
  /** A path below the API, or a whole one with `whole`; with the token of the sender of the rig unless headers say otherwise. */
  readonly rest: (path: string, more?: RestAsked) => Promise<Answer>
  readonly send: (parts: readonly WrittenPart[], more?: RestAsked) => Promise<Answer>
  readonly bearer: (sender?: WebSender) => Promise<{ readonly authorization: string }>
  /** Holds an answer that came some other way against the document. */
  readonly described: ReturnType<typeof describedBy>
}

export type RestAsked = Partial<Pick<Asked, 'method' | 'headers' | 'body'>> & {
  readonly sender?: WebSender
  readonly whole?: true
  readonly port?: number
}

export async function openRestRig(options: Parameters<typeof openWebRig>[0] = {}): Promise<RestRig> {
  const rig = await openWebRig(options)
  const described = describedBy(restDocument(REST_ROUTES, rig.url) as unknown as OpenApi)
  const tokens = new Map<string, Promise<string>>()
  const bearer = async (sender = rig.sender) => {
    const token = tokens.get(sender.clientId) ?? rig.token({ sender })
    tokens.set(sender.clientId, token)
    return { authorization: `Bearer ${await token}` }
  }
  const rest = async (path: string, more: RestAsked = {}) => {
    const { sender, whole, port, method = 'GET', headers, body } = more
    const asked = {
      ...{ method, path: whole ? path : `${REST_PREFIX}${path}` },
      headers: { ...(await bearer(sender)), ...headers },
      ...(body !== undefined && { body }),
    }
    const answer = await rig.ask(asked, port)
    described({ ...asked, ...answer })
    return answer
  }
  const send = (parts: readonly WrittenPart[], more: RestAsked = {}) =>
    rest('/transfers', { method: 'POST', body: multipartBody(parts), ...more, headers: { ...FORM, ...more.headers } })
  return Object.assign(rig, { rest, send, bearer, described })
}
