/** One request to the SOAP interface, from its bytes to the bytes of the answer. */
import { Unavailable } from '../../../base/errors.ts'
import { uuidV7 } from '../../../base/ids.ts'
import { errorFields } from '../../../base/log.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import type { Language } from '../../../batch/languages.ts'
import type { RequestOrigin } from '../caller.ts'
import type { WebGround } from '../ground.ts'
import { noteRequest } from '../present-request.ts'
import type { SenderLimits } from '../sender-limits.ts'
import { admit } from './admit.ts'
import { admitBeginning } from './admit-beginning.ts'
import { requestIn } from './envelope.ts'
import type { SoapFault } from './faults/soap-fault.ts'
import { notNow, systemFault } from './faults/system-faults.ts'
import type { ContentType } from './mtom/content-type.ts'
import type { Operation } from './operations/operation.ts'
import { operationOf } from './operations/operations.ts'
import { type Message, readMessage } from './read-message.ts'
import { type Fields, readFields } from './schema/read-fields.ts'
import type { Answer } from './schema/write-fields.ts'
import { type Served, type SoapAnswer, written, writtenFault } from './write-answer.ts'
import type { Element } from './xml/element.ts'

export type SoapRequest = {
  readonly body: Buffer
  readonly type: ContentType
  /** The header without its quotes; null without one. */
  readonly soapAction: string | null
  readonly origin: RequestOrigin
  readonly language: Language
  /** Of the request, in log and rows. */
  readonly id: string
  /** What the client program calls itself. */
  readonly client: string
}

/** Never throws: what is not there is told with `Retry`, a bug of ours as such. */
export function answerRequest(request: SoapRequest, ground: WebGround, senders: SenderLimits): Promise<SoapAnswer> {
  return answered(request, ground, async () => {
    const served = await serve(request, ground, senders)
    return served.ok ? written(served.value) : writtenFault(served.problem, request)
  })
}

/** The answer to a request of which no more is to be read than this beginning; null when the rest is. Never throws either. */
export function refuseBeginning({ body, ...request }: SoapRequest, ground: WebGround): Promise<SoapAnswer | null> {
  return answered(request, ground, async () => {
    const fault = await admitBeginning(body, request.type, ground, request.origin.address)
    return fault && writtenFault(fault, request)
  })
}

async function answered<Answered>(
  request: Pick<SoapRequest, 'language' | 'id'>,
  ground: WebGround,
  work: () => Promise<Answered>,
): Promise<Answered | SoapAnswer> {
  try {
    return await work()
  } catch (error) {
    const id = uuidV7()
    const isGone = error instanceof Unavailable
    ground.log[isGone ? 'warn' : 'error'](isGone ? 'soap.unavailable' : 'soap.failed', { id, ...errorFields(error) })
    return writtenFault(systemFault(isGone ? 'SOA-02002' : 'SOA-00001'), { ...request, id })
  }
}

async function serve(
  request: SoapRequest,
  ground: WebGround,
  senders: SenderLimits,
): Promise<Result<Served, SoapFault>> {
  const message = readMessage(request.body, request.type, ground.log)
  if (!message.ok) return message
  const { envelope, isPackage } = message.value
  const operation = operationOf(envelope.request)
  if (!operation || !isActionOf(operation, request.soapAction)) return no(systemFault('SOA-03005'))
  const answer = await served(operation, message.value, request, { ground, senders })
  return answer.ok ? ok({ operation, answer: answer.value, isPackage }) : answer
}

async function served(
  operation: Operation,
  message: Message,
  { origin, language, id, client }: SoapRequest,
  { ground, senders }: { readonly ground: WebGround; readonly senders: SenderLimits },
): Promise<Result<Answer, SoapFault>> {
  if (operation.access === 'open') {
    const fields = fieldsIn(message.envelope.request, operation)
    return fields.ok ? await operation.serve(fields.value, { ground, senders, caller: null, language }) : fields
  }
  const admitted = await admit(message, ground, origin, id)
  if (!admitted.ok) return admitted
  const { body, caller } = admitted.value
  noteRequest(caller, { id, client }, ground)
  const rated = senders.request(caller.visitor.sender)
  if (!rated.ok) return no(notNow(rated.problem.retryAfterSec)) // rule 18.13
  const request = requestIn(body)
  if (!request.ok) return request
  if (operationOf(request.value) !== operation) return no(systemFault('SOA-03005'))
  const fields = fieldsIn(request.value, operation)
  if (!fields.ok) return fields
  const meant = fields.value.SenderNumber ?? caller.visitor.sender
  if (meant !== caller.visitor.sender) return no(systemFault('SOA-01002'))
  return await operation.serve(fields.value, { ground, senders, caller, language })
}

function fieldsIn(request: Element, operation: Operation): Result<Fields, SoapFault> {
  const fields = readFields(request, operation.request)
  return fields.ok ? fields : no(systemFault('SOA-03006', fields.problem.where))
}

/** An empty one says nothing, and so fits where the WSDL has none (case H10). */
function isActionOf(operation: Operation, told: string | null): boolean {
  return told === operation.soapAction || (told ?? '') === ''
}
