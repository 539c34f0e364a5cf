/**
 * Answers that come while the body of the request is still on its way. A connection that is closed then is reset, and a client loses the answer
 * that it has not read yet; so the rest of the body is forgotten for a while before the connection ends (RFC 9112 §9.6).
 */
import { Readable } from 'node:stream'
import { holdsBodyBack } from './expect-continue.ts'
import type { HttpReply, HttpRequest } from './listener.ts'
import { PROBLEM_MEDIA_TYPE, type Problem } from './problem.ts'

const FORGOTTEN_BYTES_MAX = 16 * 1024 * 1024
const FORGETTING_SECONDS = 5

/** A problem document, after which the connection ends. */
export function sendProblemEarly(request: HttpRequest, reply: HttpReply, body: Problem): HttpReply {
  return sendEarly(request, reply.code(body.status).type(PROBLEM_MEDIA_TYPE), Buffer.from(JSON.stringify(body)))
}

/** The same with any bytes; status and media type are set already. */
export function sendEarly(request: HttpRequest, reply: HttpReply, bytes: Buffer): HttpReply {
  const headers = { 'content-length': bytes.length, connection: 'close' }
  return reply.headers(headers).send(Readable.from(thenForget(bytes, request)))
}

async function* thenForget(bytes: Buffer, { raw }: HttpRequest): AsyncGenerator<Buffer> {
  yield bytes
  if (holdsBodyBack(raw) || raw.complete) return
  await new Promise<void>((resolve) => {
    let left = FORGOTTEN_BYTES_MAX
    const timer = setTimeout(resolve, FORGETTING_SECONDS * 1000)
    raw.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) resolve()
    })
    for (const event of ['end', 'close', 'error']) raw.once(event, () => resolve())
    raw.once('close', () => clearTimeout(timer))
    raw.resume()
  })
}
