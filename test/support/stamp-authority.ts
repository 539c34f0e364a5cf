/** A time-stamping authority for tests: `openssl ts -reply` behind HTTP, with keys and certificates of OpenSSL's making. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type StampAuthority = AsyncDisposable & {
  readonly url: string
  /** PEM of the root. */
  readonly rootFile: string
  /** Requests that were answered with a token. */
  readonly stamped: number
  /** While true, requests get status 503. */
  isAway: boolean
}

const POLICY = '1.3.6.1.4.1.99999.1'
const QUERY = 'application/timestamp-query'

export async function openStampAuthority(folder: string): Promise<StampAuthority> {
  const at = (name: string): string => join(folder, name)
  await mkdir(folder, { recursive: true })
  await makeCertificates(at)
  const state = { isAway: false, stamped: 0 }
  const server = createServer(async (request, response) => {
    const query = await buffer(request)
    if (state.isAway || request.headers['content-type'] !== QUERY) return response.writeHead(503).end()
    const reply = await replyTo(query, at)
    state.stamped++
    response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(reply)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/stamp`,
    rootFile: at('root.crt'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

/** Answers one request; each has a serial number of its own, so that many can be answered at once. */
async function replyTo(query: Buffer, at: (name: string) => string): Promise<Buffer> {
  const id = process.hrtime.bigint().toString(16).padStart(16, '0')
  const [asked, answer, serial] = ['tsq', 'tsr', 'serial'].map((end) => at(`${id}.${end}`)) as [string, string, string]
  await Promise.all([writeFile(asked, query), writeFile(serial, `${id}\n`)])
  await run('openssl', ['ts', '-reply', '-config', at('tsa.conf'), '-queryfile', asked, '-out', answer], {
    env: { ...process.env, TSA_SERIAL: serial },
  })
  const reply = await readFile(answer)
  await Promise.all([asked, answer, serial].map((file) => rm(file)))
  return reply
}

async function makeCertificates(at: (name: string) => string): Promise<void> {
  const root = ['-keyout', at('root.key'), '-out', at('root.crt'), '-subj', '/O=Test/CN=Root of stamps', '-days', '30']
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...root, ...usage)
  const asked = ['-keyout', at('tsa.key'), '-out', at('tsa.csr'), '-subj', '/O=Test/CN=Test stamps']
  await openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', ...asked)
  await writeFile(at('tsa.ext'), 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n')
  const issued = ['-CA', at('root.crt'), '-CAkey', at('root.key'), '-CAcreateserial', '-extfile', at('tsa.ext')]
  await openssl('x509', '-req', '-in', at('tsa.csr'), ...issued, '-days', '30', '-out', at('tsa.crt'))
  await writeFile(at('tsa.conf'), configuration(at))
}

async function openssl(...words: readonly string[]): Promise<void> {
  await run('openssl', words)
}

function configuration(at: (name: string) => string): string {
  return `
[tsa]
default_tsa = test
[test]
serial = $ENV::TSA_SERIAL
signer_cert = ${at('tsa.crt')}
signer_key = ${at('tsa.key')}
signer_digest = sha256
default_policy = ${POLICY}
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`
}
