/**
 * Live parts of pages: a stream of events to one browser (HTML, server-sent events). It says which part of a page has changed and never
 * what it shows: that is asked for by an ordinary request, by whoever may (case W9). A stream ends with the session that began it and
 * with its listener; who reads slowly misses events, and hears of the next change.
 */
import { errorFields, type Log } from '../base/log.ts'
import { sendProblem } from './answer-errors.ts'
import type { HttpReply, HttpRequest } from './listener.ts'
import { type Problem, problem, usualProblem } from './problem.ts'

export type LiveStream = {
  /** Yields names of parts (letters, digits, hyphens) that have changed, until its signal is aborted. */
  readonly changes: (signal: AbortSignal) => AsyncIterable<string>
  /** Whose it is: of each there are so many and no more. */
  readonly of: string
  /** Whether the visitor may still hear it; asked again with each heartbeat. */
  readonly holds: () => Promise<boolean>
  readonly log: Log
}

export type LiveLimits = {
  readonly heartbeatSeconds: number
  /** Of one stream; the browser begins another one. */
  readonly lifeSeconds: number
  readonly streamsMax: number
  readonly streamsOfOneMax: number
  /** Written and not read by one browser; beyond it events are left out. */
  readonly waitingBytesMax: number
}

export type LiveStreams = Disposable & {
  /** Answers the request with a stream. A page of another origin is refused, and so is who comes when all are taken. */
  send(request: HttpRequest, reply: HttpReply, stream: LiveStream): Promise<HttpReply>
}

const RETRY_SECONDS = 30

/** Of one listener; limits are asked for each stream. Disposing ends every stream, without which the listener would wait for them. */
export function createLiveStreams(limitsNow: () => LiveLimits): LiveStreams {
  const open = new Map<AbortController, string>()
  return {
    async send(request, reply, stream) {
      if (!isOwnPage(request)) return sendProblem(reply, usualProblem(404))
      const limits = limitsNow()
      const full = fullProblem([...open.values()], stream.of, limits)
      if (full) return sendProblem(reply.header('retry-after', RETRY_SECONDS), full)
      const ending = new AbortController()
      open.set(ending, stream.of)
      reply.hijack()
      reply.raw.once('close', () => ending.abort())
      if (request.raw.socket.destroyed) ending.abort() // it left while it was looked who it is, and tells nobody again
      reply.raw.writeHead(200, headersOf(reply))
      reply.raw.flushHeaders()
      await run(reply, stream, ending, limits)
      open.delete(ending)
      reply.raw.end()
      return reply
    },
    [Symbol.dispose]() {
      for (const one of open.keys()) one.abort()
    },
  }
}

/** rule 24.10 */
function fullProblem(open: readonly string[], of: string, limits: LiveLimits): Problem | null {
  const own = open.filter((one) => one === of).length
  if (own >= limits.streamsOfOneMax) return TOO_MANY_OF_ONE
  return open.length >= limits.streamsMax ? usualProblem(503) : null
}

const TOO_MANY_OF_ONE = problem(
  429,
  'tooManyRequests',
  'Too many live pages',
  'You have as many live pages open as one person may have. Close some; this one shows how it was when it was loaded.',
)

/** Browsers say from where a script asks, and no page can change it; to its own host a stream is asked for without an origin (case W9). */
function isOwnPage({ headers }: HttpRequest): boolean {
  const { 'sec-fetch-site': site, origin, host } = headers
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

function headersOf(reply: HttpReply): Record<string, string> {
  const kept = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)])
  const own = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no', connection: 'close' }
  return { ...Object.fromEntries(kept), ...own }
}

async function run(reply: HttpReply, stream: LiveStream, ending: AbortController, limits: LiveLimits): Promise<void> {
  const end = () => ending.abort()
  const endOfLife = setTimeout(end, limits.lifeSeconds * 1000)
  const beat = setInterval(() => {
    reply.raw.write(': here\n\n')
    stream.holds().then((holds) => void (holds || end()), end)
  }, limits.heartbeatSeconds * 1000)
  try {
    for await (const name of stream.changes(ending.signal)) {
      if (ending.signal.aborted) break
      if (reply.raw.writableLength < limits.waitingBytesMax) reply.raw.write(eventText(name))
    }
  } catch (error) {
    if (!ending.signal.aborted) stream.log.warn('http.liveBroken', errorFields(error))
  } finally {
    clearTimeout(endOfLife)
    clearInterval(beat)
    end()
  }
}

/** Without data a browser would not tell it. */
export function eventText(name: string): string {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(name)) throw new TypeError(`no name of a part: ${name}`)
  return `event: ${name}\ndata:\n\n`
}
