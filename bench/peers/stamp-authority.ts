/** A time-stamping authority on loopback: `openssl ts -reply` behind HTTP, one process for each stamp, with keys of its own. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { NotRun } from '../figure.ts'
import { findProgram } from './find-program.ts'

const run = promisify(execFile)

export type StampAuthority = AsyncDisposable & { readonly url: string; readonly rootFile: string }

/** Throws `NotRun` without openssl. */
export async function openStampAuthority(folder: string): Promise<StampAuthority> {
  const program = await findProgram('openssl')
  if (!program) throw new NotRun('there is no openssl (Debian: openssl)')
  const at = (name: string): string => join(folder, name)
  await mkdir(folder, { recursive: true })
  await makeKeys((...words) => run(program, words), at)
  let count = 0
  const server = createServer(async (request, response) => {
    const name = at(`${++count}`)
    const [query, reply, serial] = [`${name}.tsq`, `${name}.tsr`, `${name}.serial`] as const
    await Promise.all([writeFile(query, await buffer(request)), writeFile(serial, '1000\n')])
    const env = { ...process.env, TSA_SERIAL: serial }
    await run(program, ['ts', '-reply', '-config', at('tsa.conf'), '-queryfile', query, '-out', reply], { env })
    response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(await readFile(reply))
    await Promise.all([query, reply, serial].map((file) => rm(file)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stamp`,
    rootFile: at('root.crt'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function makeKeys(
  openssl: (...words: string[]) => Promise<unknown>,
  at: (name: string) => string,
): Promise<void> {
  const root = ['-keyout', at('root.key'), '-out', at('root.crt'), '-subj', '/CN=Root of stamps', '-days', '9']
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...root, ...usage)
  const asked = ['-keyout', at('tsa.key'), '-out', at('tsa.csr'), '-subj', '/CN=Stamps']
  await openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', ...asked)
  await writeFile(at('tsa.ext'), 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n')
  const issued = ['-CA', at('root.crt'), '-CAkey', at('root.key'), '-CAcreateserial', '-extfile', at('tsa.ext')]
  await openssl('x509', '-req', '-in', at('tsa.csr'), ...issued, '-days', '9', '-out', at('tsa.crt'))
  const settings = {
    ...{ serial: '$ENV::TSA_SERIAL', signer_cert: at('tsa.crt'), signer_key: at('tsa.key'), signer_digest: 'sha256' },
    ...{ default_policy: '1.3.6.1.4.1.99999.1', digests: 'sha256', accuracy: 'secs:1', ess_cert_id_alg: 'sha256' },
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  await writeFile(at('tsa.conf'), ['[tsa]', 'default_tsa = own', '[own]', ...lines, ''].join('\n'))
}
