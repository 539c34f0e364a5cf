/** The WSDL 1.1 of the interface, made of the table of operations, so that it cannot say anything else than the code does. */
import type { Operation } from '../operations/operation.ts'
import { OPERATIONS } from '../operations/operations.ts'
import { ERRORS, MESSAGES, TYPES } from '../xml/namespaces.ts'
import { writeXml, type XmlContent } from '../xml/write-xml.ts'
import { ERROR_SCHEMA, messageSchema, typeSchema } from './schemas.ts'

const SIGNING =
  'Signed requests follow the X.509 token profile of WS-Security 1.0: BinarySecurityToken, Timestamp (5 minutes at most) and Body are ' +
  'signed, each by exclusive canonicalization and SHA-256, with RSA-SHA256 or ECDSA-SHA256. Answers are not signed.'
const FAULTS = ['SystemError', 'BusinessError']
const HTTP = 'http://schemas.xmlsoap.org/soap/http'

/** `address`: where clients send their requests. */
export function wsdl(address: string): string {
  return writeXml({
    'wsdl:definitions': {
      '@name': 'StructuredReports',
      '@targetNamespace': MESSAGES,
      '@xmlns:wsdl': 'http://schemas.xmlsoap.org/wsdl/',
      '@xmlns:soap': 'http://schemas.xmlsoap.org/wsdl/soap/',
      '@xmlns:xs': 'http://www.w3.org/2001/XMLSchema',
      ...{ '@xmlns:m': MESSAGES, '@xmlns:t': TYPES, '@xmlns:e': ERRORS },
      'wsdl:documentation': SIGNING,
      'wsdl:types': { 'xs:schema': [typeSchema(OPERATIONS), ERROR_SCHEMA, messageSchema(OPERATIONS)] },
      'wsdl:message': [...OPERATIONS.flatMap(messagesOf), ...FAULTS.map((name) => message(name, `e:${name}`))],
      'wsdl:portType': { '@name': 'StructuredReports', 'wsdl:operation': OPERATIONS.map(described) },
      'wsdl:binding': {
        '@name': 'StructuredReportsSoap',
        '@type': 'm:StructuredReports',
        'soap:binding': { '@style': 'document', '@transport': HTTP },
        'wsdl:operation': OPERATIONS.map(bound),
      },
      'wsdl:service': {
        '@name': 'StructuredReportsService',
        'wsdl:port': {
          '@name': 'StructuredReportsPort',
          '@binding': 'm:StructuredReportsSoap',
          'soap:address': { '@location': address },
        },
      },
    },
  })
}

function messagesOf({ name }: Operation): XmlContent[] {
  return [message(`${name}Request`, `m:${name}`), message(`${name}Response`, `m:${name}Response`)]
}

function message(name: string, element: string): XmlContent {
  return { '@name': name, 'wsdl:part': { '@name': 'parameters', '@element': element } }
}

function described({ name, access }: Operation): XmlContent {
  return {
    '@name': name,
    'wsdl:documentation': access === 'signed' ? 'Signed.' : 'Open to everybody.',
    'wsdl:input': { '@message': `m:${name}Request` },
    'wsdl:output': { '@message': `m:${name}Response` },
    'wsdl:fault': FAULTS.map((fault) => ({ '@name': fault, '@message': `m:${fault}` })),
  }
}

function bound({ name, soapAction }: Operation): XmlContent {
  const literal = { 'soap:body': { '@use': 'literal' } }
  return {
    '@name': name,
    'soap:operation': { '@soapAction': soapAction },
    'wsdl:input': literal,
    'wsdl:output': literal,
    'wsdl:fault': FAULTS.map((fault) => ({ '@name': fault, 'soap:fault': { '@name': fault, '@use': 'literal' } })),
  }
}
