/**
 * An online service that takes declarations over HTTP: plain Node 20, no dependencies. It stores each once, whatever comes twice, and
 * says when asked whether it has one. Settings are variables of the environment; see docs/online-services.md.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { createServer as createPlain } from 'node:http'
import { createServer as createTls } from 'node:https'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

const { PORT = '0', HOST = '127.0.0.1', STORE, TLS_KEY, TLS_CERTIFICATE } = process.env
const KEY = /^[0-9a-f-]{36}$/
let drafts = 0

await mkdir(STORE, { recursive: true })

async function serve(request, response) {
  const { method, url, headers } = request
  const key = method === 'GET' ? url.split('/').at(-1) : (headers['idempotency-key'] ?? '')
  if (!KEY.test(key)) return problem(response, 400, 'The idempotency key is missing')
  if (method === 'GET') return isKept(key) ? receipt(response, 200, key) : json(response, 200, { status: 'unknown' })
  if (method !== 'POST') return problem(response, 405, 'Only POST and GET')
  const body = await buffer(request)
  // The same key is the same declaration: it has had its effect.
  if (isKept(key)) return receipt(response, 200, key)
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
  // 503: to be sent again. 400 or 422 with a problem document would refuse the declaration for good.
  if (headers['content-digest'] !== digest) return problem(response, 503, 'The request arrived damaged')
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData()
  await keep(key, [form.get('submission'), ...form.getAll('file')])
  return receipt(response, 201, key)
}

function isKept(key) {
  return existsSync(join(STORE, key))
}

/** A folder appears whole, by one rename, or not at all; of two at the same time one wins. */
async function keep(key, files) {
  drafts += 1
  const draft = join(STORE, `.draft-${key}-${process.pid}-${drafts}`)
  await mkdir(draft)
  for (const file of files) await writeFile(join(draft, file.name), Buffer.from(await file.arrayBuffer()))
  try {
    await rename(draft, join(STORE, key))
    await appendFile(join(STORE, 'effects.log'), `${key}\n`)
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}

function receipt(response, status, key) {
  json(response, status, { status: 'accepted', reference: key, idempotencyKey: key })
}

function problem(response, status, title) {
  json(response, status, { type: 'about:blank', title, status }, 'application/problem+json')
}

function json(response, status, body, type = 'application/json') {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
}

const tls = TLS_KEY && { key: readFileSync(TLS_KEY), cert: readFileSync(TLS_CERTIFICATE) }
const listener = (request, response) =>
  serve(request, response).catch((error) => {
    console.error(error.message)
    response.destroy()
  })
const server = tls ? createTls(tls, listener) : createPlain(listener)
server.listen(Number(PORT), HOST, () => {
  const { port } = server.address()
  console.log(JSON.stringify({ url: `${tls ? 'https' : 'http'}://${HOST}:${port}/declarations` }))
})
process.once('SIGTERM', () => server.close())
