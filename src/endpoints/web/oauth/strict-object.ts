/** JSON of strangers that decides who they are: one object, each member once, in UTF-8. */
import { strictJson } from '../../../base/strict-json.ts'
import { utf8In } from '../../../base/utf8.ts'

/** Its members, or null for anything else. A map, so that no name means anything to JavaScript. */
export function strictObject(bytes: Uint8Array): ReadonlyMap<string, unknown> | null {
  const read = strictJson(utf8In(bytes, { keepsMark: true }) ?? '')
  if (!read.ok || typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)) return null
  return new Map(Object.entries(read.value))
}
