/** An online service that takes whatever is handed over, in a process of its own: it reads all of it and counts by idempotency key. */
import { createServer } from 'node:http'

const seen = new Set<string>()

const server = createServer((request, response) => {
  if (request.method === 'GET') return void response.end(String(seen.size))
  request.on('end', () => {
    const key = String(request.headers['idempotency-key'])
    seen.add(key)
    response.writeHead(201, { 'content-type': 'application/json' }).end(receiptFor(key))
  })
  request.resume()
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const bound = server.address()
  if (bound !== null && typeof bound === 'object') process.stdout.write(`${bound.port}\n`)
})
process.once('SIGTERM', () => process.exit(0))

function receiptFor(idempotencyKey: string): string {
  return JSON.stringify({ status: 'accepted', reference: idempotencyKey, idempotencyKey })
}
