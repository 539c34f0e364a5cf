/**
 * A certification authority that is OpenSSL: `openssl ca` issues, revokes and writes the lists, `openssl ocsp` answers. The HTTP in front of them is
 * ours, on loopback, and can be away.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { openssl, type Pair } from './openssl.ts'

export type OpensslCa = AsyncDisposable & {
  readonly certificate: string
  /** Paths that were asked for, in their order. */
  readonly asked: readonly string[]
  /** While true, everything is answered with 503. */
  isAway: boolean
  /** `list`: the name of the one that it points to. `isKnown`: false leaves it out of the index. */
  issue(name: string, wish: Wish): Promise<Pair>
  /** The responder knows it from now on. */
  recognise(pair: Pair): Promise<void>
  revoke(pair: Pair, reason: 'superseded' | 'certificateHold'): Promise<void>
  /** As of now; `until`: `YYYYMMDDHHMMSSZ`, with a beginning a day before. */
  writeList(name: string, until?: readonly [from: string, until: string]): Promise<void>
}

export type Wish = {
  readonly isAsked?: boolean
  readonly list?: string
  readonly isKnown?: boolean
  readonly isAuthority?: boolean
}

const USAGE = 'keyUsage=critical,digitalSignature,nonRepudiation'
const AUTHORITY = 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign'

export async function openOpensslCa(folder: string, name: string): Promise<OpensslCa> {
  const at = (file: string): string => join(folder, file)
  await mkdir(folder, { recursive: true })
  await begin(name, at)
  const state = { isAway: false, asked: [] as string[] }
  const server = createServer(async (request, response) => {
    state.asked.push(request.url ?? '')
    const body = await buffer(request)
    if (state.isAway) return response.writeHead(503).end()
    const answer = await answerTo(request.url ?? '', body, at).catch(() => null)
    response.writeHead(answer ? 200 : 404).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const left = new Map<string, string>()
  const ca = (...words: readonly string[]) => openssl('ca', '-config', at('ca.cnf'), '-batch', ...words)
  return Object.assign(state, {
    certificate: at('ca.crt'),
    async issue(holder: string, { isAsked, list, isKnown = true, isAuthority }: Wish) {
      const pair = { key: at(`${holder}.key`), certificate: at(`${holder}.crt`) }
      const request = ['-subj', `/C=BE/CN=${holder}`, '-nodes', '-keyout', pair.key, '-out', at(`${holder}.csr`)]
      await openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', ...request)
      const places = [
        ...(isAsked ? [`authorityInfoAccess=OCSP;URI:${url}/ocsp`] : []),
        ...(list ? [`crlDistributionPoints=URI:${url}/${list}.crl`] : []),
      ]
      await writeFile(at(`${holder}.ext`), [isAuthority ? AUTHORITY : USAGE, ...places, ''].join('\n'))
      const index = await readFile(at('index.txt'), 'utf8')
      await ca('-notext', '-in', at(`${holder}.csr`), '-extfile', at(`${holder}.ext`), '-out', pair.certificate)
      if (!isKnown) {
        left.set(pair.certificate, (await readFile(at('index.txt'), 'utf8')).slice(index.length))
        await writeFile(at('index.txt'), index)
      }
      return pair
    },
    async recognise({ certificate }: Pair) {
      await writeFile(at('index.txt'), left.get(certificate) ?? '', { flag: 'a' })
    },
    async revoke({ certificate }: Pair, reason: string) {
      await ca('-revoke', certificate, '-crl_reason', reason)
    },
    async writeList(list: string, between?: readonly [string, string]) {
      const dates = between ? ['-crl_lastupdate', between[0], '-crl_nextupdate', between[1]] : []
      await ca('-gencrl', ...dates, '-out', at(`${list}.pem`))
      await openssl('crl', '-in', at(`${list}.pem`), '-outform', 'DER', '-out', at(`${list}.crl`))
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

async function begin(name: string, at: (file: string) => string): Promise<void> {
  const words = ['-subj', `/C=BE/CN=${name}`, '-nodes', '-keyout', at('ca.key'), '-out', at('ca.crt'), '-days', '365']
  const usage = ['-addext', 'basicConstraints=critical,CA:true', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']
  await openssl('req', '-x509', '-newkey', 'rsa:2048', ...words, ...usage)
  const config = `[ca]
default_ca = own
[own]
database = ${at('index.txt')}
new_certs_dir = ${at('.')}
crlnumber = ${at('number')}
certificate = ${at('ca.crt')}
private_key = ${at('ca.key')}
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 90
default_crl_days = 1
policy = any
[any]
countryName = optional
commonName = supplied
`
  await Promise.all([writeFile(at('ca.cnf'), config), writeFile(at('index.txt'), ''), writeFile(at('number'), '01\n')])
}

async function answerTo(path: string, question: Buffer, at: (file: string) => string): Promise<Buffer> {
  if (path !== '/ocsp') return await readFile(at(basename(path)))
  const [asked, answer] = ['req', 'resp'].map((end) => at(`${process.hrtime.bigint()}.${end}`)) as [string, string]
  await writeFile(asked, question)
  const signer = ['-CA', at('ca.crt'), '-rsigner', at('ca.crt'), '-rkey', at('ca.key'), '-nmin', '5']
  await openssl('ocsp', '-index', at('index.txt'), ...signer, '-reqin', asked, '-respout', answer)
  return await readFile(answer)
}
