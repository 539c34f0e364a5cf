import { Unavailable } from './errors.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type FetchCaps = {
  /** Of the body, after it was unpacked. */
  readonly bytesMax: number
  readonly seconds: number
}

const SERVER_ERRORS = 500

/**
 * Fetches within limits of size and time, and never follows a redirection: whoever answers cannot send us elsewhere. Throws `Unavailable`
 * when there is no connection, no answer in time, a server's error, or too much of an answer.
 */
export async function fetchCapped(fetch: Fetch, url: string, init: RequestInit, caps: FetchCaps): Promise<Response> {
  const timeout = AbortSignal.timeout(Math.ceil(caps.seconds * 1000))
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    const body = await bodyOf(response, caps.bytesMax)
    if (response.status >= SERVER_ERRORS) throw new Unavailable(`the server answered ${response.status}`)
    return new Response(body.length > 0 ? body : null, { status: response.status, headers: response.headers })
  } catch (cause) {
    if (cause instanceof Unavailable) throw cause
    throw new Unavailable(`no answer of ${new URL(url).host}`, { cause })
  }
}

async function bodyOf(response: Response, bytesMax: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new Unavailable(`an answer of more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
