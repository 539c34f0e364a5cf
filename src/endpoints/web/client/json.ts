/** Members of a JSON object that somebody else wrote: there with the right type, or null. */

export type Json = Readonly<Record<string, unknown>>

/** An empty object when it is none. */
export function readJson(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

export function textIn(json: Json, name: string): string | null {
  const value = json[name]
  return typeof value === 'string' ? value : null
}

export function numberIn(json: Json, name: string): number | null {
  const value = json[name]
  return typeof value === 'number' ? value : null
}

export function objectsIn(json: Json, name: string): readonly Json[] {
  const value = json[name]
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
