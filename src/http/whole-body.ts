import { Gathered } from './gathered.ts'
import type { HttpRequest } from './listener.ts'
import { bodyBytes } from './slow-body.ts'

/** A body in memory. Throws errors with a client's status: 413 over the limit, when what comes behind it is left unread, 400 when it is cut. */
export async function wholeBody({ raw, headers }: HttpRequest, bytesMax: number): Promise<Buffer> {
  if (Number(headers['content-length'] ?? 0) > bytesMax) throw tooLarge()
  const body = new Gathered()
  for await (const piece of bodyBytes(raw)) {
    if (body.length + piece.length > bytesMax) throw tooLarge()
    body.add(piece)
  }
  return body.whole()
}

function tooLarge(): Error {
  return Object.assign(new Error('a body over its limit'), { statusCode: 413 })
}
