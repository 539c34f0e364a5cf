import type { XmlContent, XmlValue } from '../xml/write-xml.ts'
import { writable } from '../xml/write-xml.ts'
import type { ComplexType, Field } from './types.ts'

/** An answer by the names of its type. What is optional may be undefined or null. */
export type Answer = { readonly [name: string]: AnswerValue }
type AnswerValue = string | number | boolean | Date | Buffer | Answer | null | undefined | readonly (string | Answer)[]

/** How binary content is written: in place, or as a part beside the message. */
export type WriteBinary = (bytes: Buffer) => XmlValue

export const inPlace: WriteBinary = (bytes) => bytes.toString('base64')

/** The elements of an answer in the order of the WSDL, so that it cannot be in another one. */
export function writeFields({ fields }: ComplexType, answer: Answer, binary: WriteBinary): XmlContent {
  const written = fields.flatMap((field) => {
    const value = answer[field.name]
    if (value === undefined || value === null) return []
    return [[`t:${field.name}`, writeValue(field, value, binary)] as const]
  })
  return Object.fromEntries(written)
}

function writeValue({ type }: Field, value: NonNullable<AnswerValue>, binary: WriteBinary): XmlValue {
  const simple = (text: string | number | boolean) => (typeof text === 'string' ? writable(text) : text)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return simple(value)
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return binary(value)
  const inner = (item: Answer) => (type.kind === 'complex' ? writeFields(type, item, binary) : {})
  if (!Array.isArray(value)) return inner(value as Answer)
  return value.map((item: string | Answer) => (typeof item === 'string' ? writable(item) : inner(item))) as XmlValue
}
