/**
 * An online service that counts effects by idempotency key and says of each what it was made of: `node online-service.mjs LOG MOOD PORT`.
 * Before it answers its log is on the disk, so that a kill -9 of it forgets nothing. How it behaves stands in the file MOOD, which may change at
 * any time; with nothing in it the service is well.
 */
import { createHash } from 'node:crypto'
import { existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'

const [, , logFile, moodFile, port] = process.argv
const SLOW_MILLISECONDS = 3000

const known = new Set(linesOf(logFile).map((line) => JSON.parse(line).key))
const log = openSync(logFile, 'a')

/** What it does with a declaration, by its mood. */
const MOODS = {
  well: (take) => [201, take()],
  failing: () => [500, { status: 'failed' }],
  /** It takes effect, and nobody is told so. */
  fallingSilent: (take) => [500, take()],
  slow: (take) => [201, take(), SLOW_MILLISECONDS],
  /** Says that it took it, and does nothing: what a control needs. */
  lying: (_take, key) => [201, accepted(key)],
}

createServer((request, response) => {
  const pieces = []
  request.on('data', (piece) => pieces.push(piece)).on('error', () => {})
  request.on('end', () => answer(request, response, Buffer.concat(pieces)))
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))

function answer(request, response, body) {
  if (request.method === 'GET') return say(response, 200, stateOf(request.url.split('/').at(-1)))
  const key = String(request.headers['idempotency-key'])
  const mood = linesOf(moodFile)[0] ?? 'well'
  const [status, document, milliseconds = 0] = MOODS[mood](() => take(key, body), key)
  setTimeout(() => say(response, status, document), milliseconds)
}

function stateOf(key) {
  return known.has(key) ? accepted(key) : { status: 'unknown' }
}

function take(key, body) {
  const isNew = !known.has(key)
  known.add(key)
  if (isNew) {
    writeSync(log, `${JSON.stringify({ key, files: filesIn(body) })}\n`)
    fdatasyncSync(log)
  }
  return accepted(key)
}

function accepted(key) {
  return { status: 'accepted', reference: key, idempotencyKey: key }
}

/** The files of the form by their own bytes; what the form says of their digests is not believed. */
function filesIn(body) {
  const boundary = body.subarray(0, body.indexOf('\r\n'))
  const files = []
  for (let at = 0; ; ) {
    const begin = body.indexOf('\r\n\r\n', at)
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), begin)
    if (begin < 0 || end < 0) return files.filter(({ name }) => name !== 'submission.json')
    const name = /filename="([^"]+)"/.exec(body.subarray(at, begin).toString())?.[1]
    files.push({
      name,
      sha256: createHash('sha256')
        .update(body.subarray(begin + 4, end))
        .digest('hex'),
    })
    at = end
  }
}

function say(response, status, document) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document))
}

function linesOf(file) {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []
}
