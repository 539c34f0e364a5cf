/** How the types of the interface are written down: once, for the WSDL and for the check of what comes. */

export type SimpleType = {
  readonly kind: 'simple'
  /** Of XML Schema, without prefix. */
  readonly base: 'string' | 'boolean' | 'base64Binary' | 'dateTime' | 'nonNegativeInteger' | 'positiveInteger'
  /** The name in the WSDL; without one the base itself is meant. */
  readonly name?: string
  readonly values?: readonly string[]
  /** A regular expression that means the same in XML Schema and here. */
  readonly pattern?: string
  readonly lengthMax?: number
  readonly max?: number
}

export type ComplexType = { readonly kind: 'complex'; readonly name: string; readonly fields: readonly Field[] }

export type Field = {
  readonly name: string
  readonly type: SimpleType | ComplexType
  readonly isOptional?: boolean
  readonly isMany?: boolean
}

export function complex(name: string, fields: readonly Field[]): ComplexType {
  return { kind: 'complex', name, fields }
}

export function one(name: string, type: Field['type']): Field {
  return { name, type }
}

export function optional(name: string, type: Field['type']): Field {
  return { name, type, isOptional: true }
}

export function many(name: string, type: Field['type']): Field {
  return { name, type, isMany: true }
}

export const TEXT: SimpleType = { kind: 'simple', base: 'string' }
export const BOOLEAN: SimpleType = { kind: 'simple', base: 'boolean' }
export const BINARY: SimpleType = { kind: 'simple', base: 'base64Binary' }
export const MOMENT: SimpleType = { kind: 'simple', base: 'dateTime' }
export const COUNT: SimpleType = { kind: 'simple', base: 'nonNegativeInteger' }
