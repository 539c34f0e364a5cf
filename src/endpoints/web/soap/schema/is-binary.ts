import type { Element } from '../xml/element.ts'
import { TYPES } from '../xml/namespaces.ts'
import type { ComplexType, Field } from './types.ts'

/** Whether the element stands in the request where its type has binary content. */
export function isBinary(element: Element, request: Element, type: ComplexType): boolean {
  const field = fieldOf(element, request, type)
  return field?.type.kind === 'simple' && field.type.base === 'base64Binary'
}

function fieldOf(element: Element, request: Element, type: ComplexType): Field | undefined {
  const { parent } = element
  if (!parent || element.namespace !== TYPES) return undefined
  const around = parent === request ? type : fieldOf(parent, request, type)?.type
  return around?.kind === 'complex' ? around.fields.find(({ name }) => name === element.local) : undefined
}
