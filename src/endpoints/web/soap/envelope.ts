/** The frame of a message: one header at most, one body with one request (rule 18.2). */
import { no, ok, type Result } from '../../../base/result.ts'
import type { SoapFault } from './faults/soap-fault.ts'
import { NOT_UNDERSTOOD, OTHER_VERSION, systemFault } from './faults/system-faults.ts'
import { attributeOf, type Element, hasElementsOnly, isNamed } from './xml/element.ts'
import { NEXT_ACTOR, SOAP, WSSE } from './xml/namespaces.ts'

export type Envelope = {
  readonly root: Element
  readonly header: Element | null
  readonly body: Element
  /** The only child of the body; as long as it is not verified, good for nothing but to choose what to do. */
  readonly request: Element
}

export function readEnvelope(root: Element): Result<Envelope, SoapFault> {
  if (root.local !== 'Envelope') return no(systemFault('SOA-03002'))
  if (root.namespace !== SOAP) return no(OTHER_VERSION)
  const [first] = root.children
  const header = first && isNamed(first, SOAP, 'Header') ? first : null
  const [body, ...others] = root.children.slice(header ? 1 : 0)
  if (!body) return no(systemFault('SOA-03003'))
  if (others.length > 0 || !isNamed(body, SOAP, 'Body') || !hasElementsOnly(root)) return no(systemFault('SOA-03004'))
  if (header?.children.some(mustBeUnderstoodButIsNot)) return no(NOT_UNDERSTOOD)
  return withRequest({ root, header, body })
}

/** The request in a body, be it as it came or as it was verified. */
export function requestIn(body: Element): Result<Element, SoapFault> {
  const [request, ...others] = body.children
  if (!request) return no(systemFault('SOA-03003'))
  return others.length > 0 || !hasElementsOnly(body) ? no(systemFault('SOA-03004')) : ok(request)
}

/** Whether a header block is meant for us rather than for another stop on the way. */
export function isForUs(block: Element): boolean {
  const actor = attributeOf(block, SOAP, 'actor')
  return actor === null || actor === '' || actor === NEXT_ACTOR
}

function withRequest(frame: Omit<Envelope, 'request'>): Result<Envelope, SoapFault> {
  const request = requestIn(frame.body)
  return request.ok ? ok({ ...frame, request: request.value }) : request
}

function mustBeUnderstoodButIsNot(block: Element): boolean {
  const must = attributeOf(block, SOAP, 'mustUnderstand')
  return isForUs(block) && must !== null && must !== '0' && must !== 'false' && !isNamed(block, WSSE, 'Security')
}
