/**
 * An online service on loopback that takes what is posted to it and counts effects by idempotency key. It may run within a process, or by
 * itself: `node dist/bench/peers/receiving-service.js LOG [PORT [flush]]` prints its address as one line of JSON. Its log outlives a kill -9 of
 * it, for each line is with the system before the answer goes out; with `flush` it is on the disk by then.
 */
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export type ReceivingService = AsyncDisposable & {
  readonly url: string
  /** Different keys so far. */
  effects(): number
}

/** `effect KEY BYTES` for a key that is new, `again KEY BYTES` for one that is known. */
export async function startReceivingService(logFile: string, port = 0, isFlushed = false): Promise<ReceivingService> {
  const known = new Set(effectsIn(logFile).keys())
  const log = openSync(logFile, 'a')
  const server = createServer((request, response) =>
    take(request, response, known, (line) => {
      writeSync(log, line)
      if (isFlushed) fdatasyncSync(log)
    }),
  )
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/declarations`,
    effects: () => known.size,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      closeSync(log)
    },
  }
}

/** How often each key had its effect: 1, or the service did not know it any more. */
export function effectsIn(logFile: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  if (!existsSync(logFile)) return counts
  for (const line of readFileSync(logFile, 'utf8').split('\n')) {
    const [word, key = ''] = line.split(' ')
    if (word === 'effect') counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** A request that breaks off has no effect. `GET …/<key>` says whether a key is known. */
function take(
  request: IncomingMessage,
  response: ServerResponse,
  known: Set<string>,
  log: (line: string) => void,
): void {
  if (request.method === 'GET') {
    const key = request.url?.split('/').at(-1) ?? ''
    answer(response, 200, known.has(key) ? { status: 'accepted', reference: key } : { status: 'unknown' })
    return
  }
  const key = String(request.headers['idempotency-key'] ?? '')
  let bytes = 0
  request.on('data', (piece: Buffer) => {
    bytes += piece.length
  })
  request.on('error', () => {})
  request.on('end', () => {
    log(`${known.has(key) ? 'again' : 'effect'} ${key} ${bytes}\n`)
    known.add(key)
    answer(response, 201, { status: 'accepted', reference: key, idempotencyKey: key })
  })
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , logFile = 'effects.log', port = '0', flush] = process.argv
  const service = await startReceivingService(logFile, Number(port), flush === 'flush')
  process.once('SIGTERM', () => void service[Symbol.asyncDispose]())
  process.stdout.write(`${JSON.stringify({ url: service.url })}\n`)
}
