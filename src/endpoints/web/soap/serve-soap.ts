/** The SOAP interface of the web service (spec access.md §14): one address for all operations, and the WSDL. */
import { Turns } from '../../../base/turns.ts'
import { sendEarly, sendProblemEarly } from '../../../http/answer-early.ts'
import { inWords, showDocument } from '../../../http/answer-errors.ts'
import type { HttpApp, HttpReply, HttpRequest } from '../../../http/listener.ts'
import { usualProblem } from '../../../http/problem.ts'
import type { WebGround } from '../ground.ts'
import { clientOf } from '../present-request.ts'
import { languageFor } from '../problems.ts'
import { originOfRequest } from '../request-origin.ts'
import type { SenderLimits } from '../sender-limits.ts'
import { webWords } from '../web-words.ts'
import { BEGINNING_BYTES } from './admit-beginning.ts'
import { answerRequest, refuseBeginning, type SoapRequest } from './answer-request.ts'
import { systemFault } from './faults/system-faults.ts'
import { isUtf8, readContentType } from './mtom/content-type.ts'
import { Memory, withBody } from './read-body.ts'
import { type SoapAnswer, writtenFault } from './write-answer.ts'
import { wsdl } from './wsdl/wsdl.ts'

export const SOAP_PATH = '/SOAP/structuredReports/v1'

const TYPES = ['text/xml', 'multipart/related']
const ACTION = /^"([^"\r\n]*)"$/
/** Requests that may arrive for each one that is worked on. */
const ARRIVING = 2

export function serveSoap(app: HttpApp, ground: WebGround, senders: SenderLimits): void {
  const { settings } = ground
  const refuse = inWords(showDocument, webWords(ground))
  const refuseEarly = inWords(sendProblemEarly, webWords(ground))
  const turns = new Turns(() => settings.limits.soapAtOnce)
  const memory = new Memory(() => ARRIVING * settings.limits.soapAtOnce * settings.limits.soapBytes)
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(TYPES, (_, payload, done) => done(null, payload)) // read by the route, which knows its limits
    scope.get(SOAP_PATH, async (request, reply) => {
      const isAsked = request.raw.url?.toLowerCase() === `${SOAP_PATH}?wsdl`.toLowerCase()
      if (!isAsked) return refuse(request, reply, usualProblem(404))
      return reply.type('text/xml; charset=utf-8').send(wsdl(`${ground.publicUrl()}${SOAP_PATH}`))
    })
    scope.post(SOAP_PATH, async (request, reply) => {
      const type = readContentType(request.headers['content-type'] ?? '')
      if (!type || !TYPES.includes(type.type) || !isUtf8(type)) return refuse(request, reply, usualProblem(415))
      const told = { type, ...whatHeadersTell(request, ground) }
      const reading = {
        ...{ memory, bytesMax: settings.limits.soapBytes },
        beginning: { bytes: BEGINNING_BYTES, refuse: (body: Buffer) => refuseBeginning({ ...told, body }, ground) },
      }
      const answer = await withBody(request.raw, reading, (body) =>
        turns.take(() => answerRequest({ ...told, body }, ground, senders)),
      )
      if (answer === 'cut') return refuse(request, reply, usualProblem(400)) // which nobody hears
      if (answer === 'tooLarge') return refuseEarly(request, reply, usualProblem(413, { limit: reading.bytesMax }))
      return send(request, reply, answer === 'noRoom' ? writtenFault(systemFault('SOA-02002'), told) : answer)
    })
  })
}

function whatHeadersTell(request: HttpRequest, ground: WebGround): Omit<SoapRequest, 'body' | 'type'> {
  const { headers, id } = request
  const action = headers.soapaction === undefined ? null : String(headers.soapaction)
  return {
    soapAction: action === null ? null : (ACTION.exec(action)?.[1] ?? action),
    origin: originOfRequest(request, ground),
    language: languageFor(headers['accept-language']),
    id,
    client: clientOf(request),
  }
}

/** What was not read to its end is not read any more, and its connection ends. */
function send(request: HttpRequest, reply: HttpReply, answer: SoapAnswer): HttpReply {
  if (answer.retrySeconds !== undefined) reply.header('retry-after', answer.retrySeconds)
  reply.code(answer.status).header('content-type', answer.contentType)
  return request.raw.readableEnded ? reply.send(answer.body) : sendEarly(request, reply, answer.body)
}
