/** No row of PostgreSQL holds a NUL. Where one comes it stands for nothing that is there, and is not our failure. */
import type { HttpApp } from './listener.ts'

const STANDS_FOR_IT = '\uFFFD'

/** rule 21.11: in path, query and JSON; forms take none. Call before any route is added. */
export function takeNoNul(app: HttpApp): void {
  app.addHook('preHandler', async (request) => {
    request.params = withoutNul(request.params)
    request.query = withoutNul(request.query)
    request.body = withoutNul(request.body)
  })
}

export function wordsWithoutNul(words: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...words].map(([name, value]) => [name, withoutNul(value)]))
}

function withoutNul<Value>(value: Value): Value {
  return cleaned(value) as Value
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', STANDS_FOR_IT)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cleaned(member)]))
}
