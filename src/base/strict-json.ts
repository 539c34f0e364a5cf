/** JSON of strangers that says each thing once: parsers differ in which of two members of one name they take (RFC 8259 §4). */
import { no, ok, type Result } from './result.ts'

/** `repeated`: the member that came again, behind the names of those that it stands in. */
export type JsonFault = { readonly kind: 'malformed' } | { readonly kind: 'repeated'; readonly path: readonly string[] }

const DEPTH_MAX = 64
/** Of text that is JSON: each string, with its colon when it is a name, and each bracket outside of strings. */
const TOKEN = /("[^"\\]*(?:\\.[^"\\]*)*")([ \t\r\n]*:)?|[{}[\]]/g

/** No object in it has a member twice, however its name is spelled, nor one of those names that are none. */
export function strictJson(text: string, noNames: readonly string[] = []): Result<unknown, JsonFault> {
  try {
    const value: unknown = JSON.parse(text)
    const fault = faultIn(text, noNames)
    return fault ? no(fault) : ok(value)
  } catch (error) {
    // the second: a text of more than the expression can go through
    if (error instanceof SyntaxError || error instanceof RangeError) return no({ kind: 'malformed' })
    throw error
  }
}

function faultIn(text: string, noNames: readonly string[]): JsonFault | null {
  const open: { readonly names: Set<string>; current: string | null }[] = []
  for (const [token, name, colon] of text.matchAll(TOKEN)) {
    if (name !== undefined) {
      const around = open.at(-1)
      if (colon === undefined || !around) continue
      around.current = JSON.parse(name) as string
      if (noNames.includes(around.current)) return { kind: 'malformed' }
      if (around.names.has(around.current)) return { kind: 'repeated', path: namesIn(open) }
      around.names.add(around.current)
    } else if (token === '}' || token === ']') open.pop()
    else if (open.push({ names: new Set(), current: null }) > DEPTH_MAX) return { kind: 'malformed' }
  }
  return null
}

/** Lists have none. */
function namesIn(open: readonly { readonly current: string | null }[]): string[] {
  return open.flatMap(({ current }) => (current === null ? [] : [current]))
}
