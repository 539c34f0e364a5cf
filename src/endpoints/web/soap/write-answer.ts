/** What a request is answered with, as bytes. */
import type { Language } from '../../../batch/languages.ts'
import { faultEnvelope } from './faults/fault-envelope.ts'
import type { SoapFault } from './faults/soap-fault.ts'
import { createPackage } from './mtom/write-package.ts'
import type { Operation } from './operations/operation.ts'
import { type Answer, inPlace, writeFields } from './schema/write-fields.ts'
import { MESSAGES, SOAP, TYPES } from './xml/namespaces.ts'
import { writeXml } from './xml/write-xml.ts'

export type SoapAnswer = {
  readonly status: 200 | 500
  readonly contentType: string
  readonly body: Buffer
  readonly retrySeconds?: number
}

/** `isPackage`: whether the request came in one. */
export type Served = { readonly operation: Operation; readonly answer: Answer; readonly isPackage: boolean }

const XML = 'text/xml; charset=utf-8'

/** In a package when the request came in one and there is anything to be packed. */
export function written({ operation, answer, isPackage }: Served): SoapAnswer {
  const pack = createPackage()
  const usesPackage = isPackage && Object.values(answer).some((value) => Buffer.isBuffer(value))
  const content = writeFields(operation.response, answer, usesPackage ? pack.binary : inPlace)
  const text = writeXml({
    'soap:Envelope': {
      '@xmlns:soap': SOAP,
      'soap:Body': { [`m:${operation.name}Response`]: { '@xmlns:m': MESSAGES, '@xmlns:t': TYPES, ...content } },
    },
  })
  const plain = () => ({ contentType: XML, body: Buffer.from(text) })
  return { status: 200, ...(usesPackage ? pack.finish(text) : plain()) }
}

export function writtenFault(
  fault: SoapFault,
  { language, id }: { readonly language: Language; readonly id: string },
): SoapAnswer {
  const body = Buffer.from(faultEnvelope(fault, { language, id }))
  const { retrySeconds } = fault
  return { status: 500, contentType: XML, body, ...(retrySeconds !== undefined && { retrySeconds }) }
}
