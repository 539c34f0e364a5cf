import { request } from 'node:https'

export type Asked = {
  readonly port: number
  readonly method?: string
  readonly path: string
  /** As node has them; a list of pairs sends a name twice. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Buffer
  /** PEM of the server's certificate. */
  readonly ca: string
  /** What the client shows in TLS. */
  readonly certificate?: { readonly keyPem: string; readonly certificatePem: string }
  /** Of this machine, from which the client comes. */
  readonly localAddress?: string
}

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** Empty when the body is no JSON object. */
  readonly json: Readonly<Record<string, unknown>>
}

/** One request on a connection of its own. */
export function ask({
  port,
  method = 'GET',
  path,
  headers = {},
  body,
  ca,
  certificate,
  localAddress,
}: Asked): Promise<Answer> {
  const shown = {
    ...(certificate && { key: certificate.keyPem, cert: certificate.certificatePem }),
    ...(localAddress !== undefined && { localAddress }),
  }
  return new Promise((resolve, reject) => {
    const sending = request(
      { host: '127.0.0.1', port, method, path, headers: headers as Record<string, string>, ca, agent: false, ...shown },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: objectIn(text) })
        })
      },
    )
    sending.on('error', reject)
    sending.end(body)
  })
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
