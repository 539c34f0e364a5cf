/** A request as it came becomes a message: SOAP 1.1 in XML, or the same in a package of MTOM. */

import type { Log } from '../../../base/log.ts'
import { no, ok, type Result } from '../../../base/result.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import type { SoapFault } from './faults/soap-fault.ts'
import { systemFault } from './faults/system-faults.ts'
import type { ContentType } from './mtom/content-type.ts'
import { includeValues } from './mtom/include-values.ts'
import { type Package, readPackage } from './mtom/read-package.ts'
import { operationOf } from './operations/operations.ts'
import { isBinary } from './schema/is-binary.ts'
import type { Element } from './xml/element.ts'
import { decodeXml, type ParsedXml, parseXml } from './xml/parse-xml.ts'

export type Message = {
  /** All of it, binary values in their places: what was signed. */
  readonly text: string
  /** The same without its body, which is most of it. */
  readonly frame: string
  readonly envelope: Envelope
  readonly isPackage: boolean
}

export function readMessage(body: Buffer, type: ContentType, log: Log): Result<Message, SoapFault> {
  const malformed = ({ cause }: { readonly cause: string }) => {
    log.debug('soap.malformed', { cause })
    return no(systemFault('SOA-03001'))
  }
  const isPackage = type.type === 'multipart/related'
  const opened: Result<Package, { cause: string }> = isPackage
    ? readPackage(body, type)
    : ok({ message: body, values: new Map() })
  if (!opened.ok) return malformed(opened.problem)
  const written = decodeXml(opened.value.message)
  if (!written.ok) return malformed(written.problem)
  const parsed = parseXml(written.value)
  if (!parsed.ok) return malformed(parsed.problem)
  const whole = isPackage
    ? withValues(written.value, parsed.value, opened.value)
    : ok({ text: written.value, ...parsed.value })
  if (!whole.ok) return malformed(whole.problem)
  const envelope = readEnvelope(whole.value.root)
  if (!envelope.ok) return envelope
  const { text, places } = whole.value
  const { start, end } = places.get(envelope.value.body) ?? { start: 0, end: 0 }
  return ok({ text, frame: text.slice(0, start) + text.slice(end), envelope: envelope.value, isPackage })
}

function withValues(text: string, parsed: ParsedXml, { values }: Package) {
  const included = includeValues(text, parsed, values, mayInclude(parsed.root))
  if (!included.ok) return included
  const again = parseXml(included.value)
  return again.ok ? ok({ text: included.value, ...again.value }) : again
}

/** Only in the request itself, and there only where the WSDL has binary content. */
function mayInclude(root: Element): (parent: Element) => boolean {
  const envelope = readEnvelope(root)
  const request = envelope.ok ? envelope.value.request : null
  const operation = request && operationOf(request)
  return (parent) =>
    operation !== null && operation !== undefined && request !== null && isBinary(parent, request, operation.request)
}
