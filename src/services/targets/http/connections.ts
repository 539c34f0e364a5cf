import { request as beginPlain, type ClientRequest, Agent as PlainAgent, type RequestOptions } from 'node:http'
import { request as beginTls, Agent as TlsAgent } from 'node:https'
import type { Credentials } from './credentials.ts'

/** Kept for a while after each use, and never more than `most` of them. */
export type Connections = {
  /** Throws what makes no context for TLS. */
  begin(url: URL, options: Pick<RequestOptions, 'method' | 'headers' | 'timeout'>): ClientRequest
  close(): void
}

/** Shorter than servers keep an idle connection, so that they seldom end one that we are about to use. */
const IDLE_MILLISECONDS = 4000

export function openConnections({ ca, certificate, key }: Credentials, most: number): Connections {
  const kept = { keepAlive: true, maxSockets: most, maxFreeSockets: most, timeout: IDLE_MILLISECONDS }
  const tls = new TlsAgent({
    ...kept,
    ...{ rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    ...(ca !== null && { ca }),
    ...(certificate !== null && key !== null && { cert: certificate, key }),
  })
  const plain = new PlainAgent(kept)
  return {
    begin: (url, options) =>
      url.protocol === 'https:'
        ? beginTls(url, { ...options, agent: tls })
        : beginPlain(url, { ...options, agent: plain }),
    close() {
      tls.destroy()
      plain.destroy()
    },
  }
}
