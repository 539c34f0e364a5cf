/**
 * An online service that takes what is posted to it and counts effects by idempotency key. It may run within a process, or by itself:
 * `node dist/bench/peers/receiving-service.js LOG [PORT [flush [HOST]]]` prints its address as one line of JSON. Its log outlives a kill -9 of
 * it, for each line is with the system before the answer goes out; with `flush` it is on the disk by then, and names the files that came.
 */
import { createHash } from 'node:crypto'
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { boundaryOf } from '../../src/http/multipart/media-type.ts'
import { streamedParts } from '../../src/http/multipart/streamed-parts.ts'

/** Of a form; more would be none of ours. */
const PARTS_MAX = 100

export type ReceivingService = AsyncDisposable & {
  readonly url: string
  /** Different keys so far. */
  effects(): number
}

/** `effect KEY BYTES` for a key that is new, `again KEY BYTES` for one that is known; flushed, `NAME=SHA256` of each file follows. */
export async function startReceivingService(
  logFile: string,
  { port = 0, isFlushed = false, host = '127.0.0.1' } = {},
): Promise<ReceivingService> {
  const known = new Set(effectsIn(logFile).keys())
  const log = openSync(logFile, 'a')
  const server = createServer((request, response) =>
    take(request, response, known, isFlushed, (line) => {
      writeSync(log, line)
      if (isFlushed) fdatasyncSync(log)
    }),
  )
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/declarations`,
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
  for (const { word, key } of receivedIn(logFile)) if (word === 'effect') counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

export type ReceivedLine = {
  readonly word: 'effect' | 'again'
  readonly key: string
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

/** All that came, in its order. */
export function receivedIn(logFile: string): readonly ReceivedLine[] {
  if (!existsSync(logFile)) return []
  const lines = readFileSync(logFile, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => {
    const [word, key = '', , ...files] = line.split(' ')
    return { word: word === 'effect' ? 'effect' : 'again', key, files: files.map(fileOf) }
  })
}

function fileOf(written: string): { readonly name: string; readonly sha256: string } {
  const [name = '', sha256 = ''] = written.split('=')
  return { name, sha256 }
}

/** A request that breaks off has no effect. `GET …/<key>` says whether a key is known. */
function take(
  request: IncomingMessage,
  response: ServerResponse,
  known: Set<string>,
  isTold: boolean,
  log: (line: string) => void,
): void {
  if (request.method === 'GET') {
    const key = request.url?.split('/').at(-1) ?? ''
    answer(response, 200, known.has(key) ? { status: 'accepted', reference: key } : { status: 'unknown' })
    return
  }
  const key = String(request.headers['idempotency-key'] ?? '')
  const reading = isTold ? toldBody(request) : bytesOf(request)
  reading.then(
    (read) => {
      log(`${known.has(key) ? 'again' : 'effect'} ${key} ${read}\n`)
      known.add(key)
      answer(response, 201, { status: 'accepted', reference: key, idempotencyKey: key })
    },
    () => {},
  )
}

async function bytesOf(request: IncomingMessage): Promise<string> {
  let bytes = 0
  for await (const piece of request) bytes += (piece as Buffer).length
  return String(bytes)
}

/** Its length, and the files that are in the form. */
async function toldBody(request: IncomingMessage): Promise<string> {
  const body = await buffer(request)
  const boundary = boundaryOf(request.headers['content-type'])
  const files: string[] = []
  for await (const { name, fileName, chunks } of streamedParts(once(body), boundary ?? '', { partsMax: PARTS_MAX })) {
    const hash = createHash('sha256')
    for await (const chunk of chunks) hash.update(chunk)
    if (name === 'file') files.push(`${fileName}=${hash.digest('hex')}`)
  }
  return [body.length, ...files].join(' ')
}

async function* once(body: Buffer): AsyncGenerator<Buffer> {
  yield body
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , logFile = 'effects.log', port = '0', flush, host] = process.argv
  const settings = { port: Number(port), isFlushed: flush === 'flush', ...(host !== undefined && { host }) }
  const service = await startReceivingService(logFile, settings)
  process.once('SIGTERM', () => void service[Symbol.asyncDispose]())
  process.stdout.write(`${JSON.stringify({ url: service.url })}\n`)
}
