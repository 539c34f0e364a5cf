import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Answered = { readonly status?: number; readonly body: Uint8Array; readonly location?: string }

/** A server on loopback that answers every request as `answer` says, and remembers what was asked for. */
export async function serve(
  answer: (path: string, body: Buffer) => Answered | 'nothing',
): Promise<{ readonly url: string; readonly asked: string[]; readonly close: () => Promise<void> }> {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    asked.push(`${request.method} ${request.url}`)
    const answered = answer(request.url ?? '', Buffer.concat(chunks))
    if (answered === 'nothing') return
    response.writeHead(answered.status ?? 200, answered.location ? { location: answered.location } : {})
    response.end(answered.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => closed(server) }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
