/** A request's fields, read by the types of the WSDL; whatever they do not know is refused (rule 18.9). */
import { no, ok, type Result } from '../../../../base/result.ts'
import { type Element, hasElementsOnly } from '../xml/element.ts'
import { TYPES, XMIME } from '../xml/namespaces.ts'
import { readBase64 } from '../xml/read-base64.ts'
import type { ComplexType, Field, SimpleType } from './types.ts'

export type FieldValue = string | boolean | number | Buffer | Fields | undefined
export type Fields = { readonly [name: string]: FieldValue }

/** The path of the first element that does not fit, in names of the WSDL alone. */
export type Misfit = { readonly where: string }

export function readFields(element: Element, type: ComplexType, path = element.local): Result<Fields, Misfit> {
  if (element.attributes.length > 0 || !hasElementsOnly(element)) return no({ where: path })
  const left = [...element.children]
  const fields: Record<string, FieldValue> = {}
  for (const field of type.fields) {
    const here = `${path}/${field.name}`
    const [next] = left
    if (next?.local === field.name && next.namespace === TYPES) {
      left.shift()
      const value = readValue(next, field, here)
      if (!value.ok) return value
      fields[field.name] = value.value
    } else if (!field.isOptional) return no({ where: here })
  }
  return left.length === 0 ? ok(fields) : no({ where: path })
}

function readValue(element: Element, { type }: Field, path: string): Result<FieldValue, Misfit> {
  if (type.kind === 'complex') return readFields(element, type, path)
  const mayStand = type.base === 'base64Binary' ? isMediaType : () => false
  if (element.children.length > 0 || !element.attributes.every(mayStand)) return no({ where: path })
  const value = simpleValue(element.text, type)
  return value === undefined ? no({ where: path }) : ok(value)
}

/** What toolkits that speak MTOM write beside binary content. */
function isMediaType({ namespace, local }: Element['attributes'][number]): boolean {
  return namespace === XMIME && local === 'contentType'
}

function simpleValue(text: string, type: SimpleType): string | boolean | number | Buffer | undefined {
  if (type.base === 'base64Binary') return readBase64(text) ?? undefined
  const written = type.base === 'string' ? text : text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  switch (type.base) {
    case 'string':
      return isText(written, type) ? written : undefined
    case 'boolean':
      return written === 'true' || written === '1' ? true : written === 'false' || written === '0' ? false : undefined
    case 'positiveInteger':
      return /^\+?0*[1-9]\d{0,8}$/.test(written) && Number(written) <= (type.max ?? Infinity)
        ? Number(written)
        : undefined
    case 'nonNegativeInteger': // answers alone have these
    case 'dateTime':
      return undefined
  }
}

function isText(text: string, { values, pattern, lengthMax }: SimpleType): boolean {
  if (values && !values.includes(text)) return false
  if (lengthMax !== undefined && [...text.slice(0, 2 * lengthMax + 2)].length > lengthMax) return false
  return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text)
}
