import type { Operation } from '../operations/operation.ts'
import type { ComplexType, Field, SimpleType } from '../schema/types.ts'
import { ERRORS, MESSAGES, TYPES } from '../xml/namespaces.ts'
import type { XmlContent } from '../xml/write-xml.ts'

/** All types that requests and answers are made of. */
export function typeSchema(operations: readonly Operation[]): XmlContent {
  const complex = new Map<string, ComplexType>()
  const simple = new Map<string, SimpleType>()
  const collect = (type: ComplexType) => {
    complex.set(type.name, type)
    for (const field of type.fields) {
      if (field.type.kind === 'complex') collect(field.type)
      else if (field.type.name !== undefined) simple.set(field.type.name, field.type)
    }
  }
  for (const { request, response } of operations) for (const type of [request, response]) collect(type)
  return {
    ...{ '@targetNamespace': TYPES, '@elementFormDefault': 'qualified' },
    'xs:simpleType': [...simple.values()].map(simpleType),
    'xs:complexType': [...complex.values()].map(complexType),
  }
}

/** The elements that stand in a body. */
export function messageSchema(operations: readonly Operation[]): XmlContent {
  return {
    ...{ '@targetNamespace': MESSAGES, '@elementFormDefault': 'qualified' },
    'xs:import': { '@namespace': TYPES },
    'xs:element': operations.flatMap(({ name, request, response }) => [
      { '@name': name, '@type': `t:${request.name}` },
      { '@name': `${name}Response`, '@type': `t:${response.name}` },
    ]),
  }
}

/** The errors of the field (spec access.md §12). */
export const ERROR_SCHEMA: XmlContent = {
  ...{ '@targetNamespace': ERRORS, '@elementFormDefault': 'qualified' },
  'xs:element': ['SystemError', 'BusinessError'].map((name) => ({ '@name': name, '@type': 'e:ErrorType' })),
  'xs:complexType': [
    {
      '@name': 'ErrorType',
      'xs:sequence': {
        'xs:element': [
          ...['Origin', 'Code'].map((name) => ({ '@name': name, '@type': 'xs:string' })),
          { '@name': 'Message', '@type': 'e:MessageType' },
          { '@name': 'Retry', '@type': 'xs:boolean', '@minOccurs': '0' },
          ...['Contact', 'Environment'].map((name) => ({ '@name': name, '@type': 'xs:string', '@minOccurs': '0' })),
        ],
      },
      'xs:attribute': { '@name': 'Id', '@type': 'xs:string' },
    },
    {
      '@name': 'MessageType',
      'xs:simpleContent': {
        'xs:extension': {
          '@base': 'xs:string',
          'xs:anyAttribute': { '@namespace': 'http://www.w3.org/XML/1998/namespace', '@processContents': 'skip' },
        },
      },
    },
  ],
}

function complexType({ name, fields }: ComplexType): XmlContent {
  return { '@name': name, 'xs:sequence': fields.length === 0 ? '' : { 'xs:element': fields.map(element) } }
}

function element({ name, type, isOptional = false, isMany = false }: Field): XmlContent {
  const typeName = type.name === undefined ? `xs:${type.kind === 'simple' ? type.base : ''}` : `t:${type.name}`
  return {
    ...{ '@name': name, '@type': typeName },
    ...((isOptional || isMany) && { '@minOccurs': '0' }),
    ...(isMany && { '@maxOccurs': 'unbounded' }),
  }
}

function simpleType({ name, base, values, pattern, lengthMax, max }: SimpleType): XmlContent {
  return {
    '@name': name,
    'xs:restriction': {
      '@base': `xs:${base}`,
      'xs:enumeration': values?.map((value) => ({ '@value': value })),
      ...(pattern !== undefined && { 'xs:pattern': { '@value': pattern } }),
      ...(lengthMax !== undefined && { 'xs:maxLength': { '@value': lengthMax } }),
      ...(max !== undefined && { 'xs:maxInclusive': { '@value': max } }),
    },
  }
}
