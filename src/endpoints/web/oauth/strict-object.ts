/** JSON of strangers that decides who they are: one object, each member once, in UTF-8. */

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g

/** Its members, or null for anything else. A map, so that no name means anything to JavaScript. */
export function strictObject(bytes: Uint8Array): ReadonlyMap<string, unknown> | null {
  try {
    const text = UTF_8.decode(bytes)
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || repeatsMember(text)) return null
    return new Map(Object.entries(value))
  } catch {
    return null
  }
}

/** Of text that is JSON. Parsers differ in which of two they take, so that two members of one name would say two things (RFC 7515 §4). */
function repeatsMember(text: string): boolean {
  const open: Set<string>[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const [names, name] = [open.at(-1), JSON.parse(last) as string]
      if (names?.has(name)) return true
      names?.add(name)
    }
    last = token
  }
  return false
}
