/** The SOAP interface of the web service (spec access.md §14): one address for all operations, and the WSDL. */
import { Turns } from '../../../base/turns.ts'
import { sendProblem } from '../../../http/answer-errors.ts'
import { languageOf } from '../../../http/language.ts'
import type { HttpApp, HttpReply, HttpRequest } from '../../../http/listener.ts'
import { usualProblem } from '../../../http/problem.ts'
import type { WebGround } from '../ground.ts'
import { originOfRequest } from '../request-origin.ts'
import { answerRequest, type SoapAnswer, type SoapRequest } from './answer-request.ts'
import { faultEnvelope } from './faults/fault-envelope.ts'
import { systemFault } from './faults/system-faults.ts'
import { isUtf8, readContentType } from './mtom/content-type.ts'
import { Memory, withBody } from './read-body.ts'
import { wsdl } from './wsdl/wsdl.ts'

export const SOAP_PATH = '/SOAP/structuredReports/v1'

const TYPES = ['text/xml', 'multipart/related']
const ACTION = /^"([^"\r\n]*)"$/
/** Requests that may arrive for each one that is worked on. */
const ARRIVING = 2

export function serveSoap(app: HttpApp, ground: WebGround): void {
  const { settings } = ground
  const turns = new Turns(() => settings.limits.soapAtOnce)
  const memory = new Memory(() => ARRIVING * settings.limits.soapAtOnce * settings.limits.soapBytes)
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(TYPES, (_, payload, done) => done(null, payload)) // read by the route, which knows its limits
    scope.get(SOAP_PATH, async ({ raw }, reply) => {
      const isAsked = raw.url?.toLowerCase() === `${SOAP_PATH}?wsdl`.toLowerCase()
      if (!isAsked) return sendProblem(reply, usualProblem(404))
      return reply.type('text/xml; charset=utf-8').send(wsdl(`${ground.publicUrl()}${SOAP_PATH}`))
    })
    scope.post(SOAP_PATH, async (request, reply) => {
      const type = readContentType(request.headers['content-type'] ?? '')
      if (!type || !TYPES.includes(type.type) || !isUtf8(type)) return sendProblem(reply, usualProblem(415))
      const told = { type, ...whatHeadersTell(request, ground) }
      const limits = { memory, bytesMax: settings.limits.soapBytes }
      const answer = await withBody(request.raw, limits, (body) =>
        turns.take(() => answerRequest({ ...told, body }, ground)),
      )
      return send(reply, answer, told, limits.bytesMax)
    })
  })
}

function whatHeadersTell(request: HttpRequest, ground: WebGround): Omit<SoapRequest, 'body' | 'type'> {
  const { headers, id } = request
  const action = headers.soapaction === undefined ? null : String(headers.soapaction)
  return {
    soapAction: action === null ? null : (ACTION.exec(action)?.[1] ?? action),
    origin: originOfRequest(request, ground),
    language: languageOf({ accepted: headers['accept-language'] }),
    id,
  }
}

/** What was not read to its end is not read any more, and its connection ends. */
function send(
  reply: HttpReply,
  answer: SoapAnswer | 'tooLarge' | 'noRoom' | 'cut',
  told: Pick<SoapRequest, 'language' | 'id'>,
  limit: number,
): HttpReply {
  if (answer === 'tooLarge') return sendProblem(reply.header('connection', 'close'), usualProblem(413, { limit }))
  if (answer === 'cut') return sendProblem(reply, usualProblem(400)) // which nobody hears
  if (answer === 'noRoom') {
    const fault = systemFault('SOA-02002')
    reply.header('connection', 'close').header('retry-after', fault.retrySeconds)
    return reply.code(500).type('text/xml; charset=utf-8').send(faultEnvelope(fault, told))
  }
  if (answer.retrySeconds !== undefined) reply.header('retry-after', answer.retrySeconds)
  return reply.code(answer.status).header('content-type', answer.contentType).send(answer.body)
}
