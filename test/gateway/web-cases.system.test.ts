/** Signatures and documents of all kinds through the whole gateway, over REST and SOAP: each gets the very codes it gets over SFTP. */
import { createHash, createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nameDate } from '../../src/batch/dates.ts'
import { connectOverWeb } from '../../src/cli/demo/connections.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { sampleDeclaration } from '../../src/cli/demo/sample-declaration.ts'
import { awaitMessage } from '../../src/cli/send-over-web.ts'
import type { WebClient, WebPart } from '../../src/endpoints/web/client/web-client.ts'
import { readSigningPair, signDetached } from '../../src/signing/sign.ts'
import { ask } from '../endpoints/web/https-client.ts'
import { bodyOf, requestOf, signed } from '../endpoints/web/soap/signed-message.ts'
import { DOCUMENTS, LIMITS } from './case-tables.ts'
import { openSite, type Site } from './gateway.ts'

type Files = { readonly purpose: string; readonly sequence: string; readonly fi: Buffer; readonly fs: Buffer }
/** Sends FI and FS as one set. */
type Way = (files: Files) => Promise<{ readonly transferId: string }>

const ANSWER_SECONDS = 60
const DAY = nameDate(new Date())
let site: Site
let gateway: GatewayProcess
let sender: ExampleSender
let client: WebClient

beforeAll(async () => {
  const limits = [`limits.partBytes=${LIMITS.partBytes}`, `limits.forms=${LIMITS.forms}`]
  site = await openSite(...limits, `schemas.dir=${join(import.meta.dirname, 'vectors/schemas')}`)
  gateway = await site.start()
  sender = await site.enrol(gateway)
  client = await connectOverWeb(gateway, site.folder, sender)
})

afterAll(async () => {
  await client?.[Symbol.asyncDispose]()
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

const WAYS: Readonly<Record<string, Way>> = { REST: overRest, SOAP: overSoap }

type Signature = readonly [what: string, codes: readonly number[], fs: (document: Buffer) => Promise<Buffer>]

// biome-ignore format: a table
const SIGNATURES: readonly Signature[] = [
  ['of the document (case C1)',                           [],    (document) => fsOf(document)],
  ['of another document (case C2)',                       [125], () => fsOf(sampleDeclaration(new Date(), 'another'))],
  ['of the document with one bit changed (case C2)',      [125], (document) => fsOf(Buffer.concat([Buffer.of((document[0] ?? 0) ^ 1), document.subarray(1)]))],
  ['that is empty (case C2)',                             [125], async () => Buffer.alloc(0)],
  ['that is the document itself (case C2)',               [125], async (document) => document],
  ['in DER (case C3)',                                    [],    async (document) => derOf(await fsOf(document))],
  ['in base64 with CRLF (case C3)',                       [],    async (document) => Buffer.from((await fsOf(document)).toString().replaceAll('\n', '\r\n'))],
  ['with armour (case C3)',                               [],    async (document) => Buffer.from(`-----BEGIN PKCS7-----\n${await fsOf(document)}\n-----END PKCS7-----\n`)],
  ['with a byte order mark (case C3)',                    [],    async (document) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), await fsOf(document)])],
  ['with garbage behind its base64 (case C4)',            [125], async (document) => Buffer.concat([await fsOf(document), Buffer.from('=garbage')])],
  ['twice, one behind the other (case C4)',               [125], async (document) => { const der = derOf(await fsOf(document)); return Buffer.concat([der, der]) }],
  ['with bytes behind its DER (case C4)',                 [125], async (document) => Buffer.concat([derOf(await fsOf(document)), Buffer.of(0)])],
]

test.each(Object.keys(WAYS).flatMap((way) => SIGNATURES.map((row, index) => [way, ...row, index] as const)))(
  'over %s, a signature %s is answered with %j',
  async (way, _, codes, fs, index) => {
    const sequence = `${way[0]}${String(index).padStart(4, '0')}`
    const fi = sampleDeclaration(new Date(), sequence)
    expect(await codesOf(way, { purpose: 'DMFA', sequence, fi, fs: await fs(fi) })).toEqual(codes)
  },
)

test.each(DOCUMENTS.map(({ what, answers, shape }, index) => [what, answers[0] ?? [], shape, index] as const))(
  'over REST, %s is answered with %j',
  async (_, codes, { purpose = 'DMFA', document = Buffer.alloc(0) }, index) => {
    const files = { purpose, sequence: `D${String(index).padStart(4, '0')}`, fi: document, fs: await fsOf(document) }
    expect(await codesOf('REST', files)).toEqual(codes)
  },
)

async function codesOf(way: string, files: Files): Promise<readonly number[]> {
  const sent = await (WAYS[way] as Way)(files)
  const taken = { ...sent, replayed: false, takenAt: performance.now(), pollAfterMilliseconds: 0 }
  const { acknowledgement } = await awaitMessage(client, `GO.${setOf(files)}`, taken, ANSWER_SECONDS)
  return acknowledgement.codes
}

async function overRest(files: Files) {
  const set = setOf(files)
  const parts = [part('declaration', `FI.${set}.1`, files.fi), part('signature', `FS.${set}.1`, files.fs)]
  const sent = await client.send({ setName: set, go: true, parts })
  if (!sent.ok) throw new Error(sent.problem.message)
  return sent.value
}

async function overSoap(files: Files) {
  const { keyPem, certificatePem } = sender.signing
  const fields = {
    FileName: `FI.${setOf(files)}.1`,
    Environment: 'R',
    Digest: `<t:Algorithm>SHA-256</t:Algorithm><t:Value>${createHash('sha256').update(files.fi).digest('base64')}</t:Value>`,
    Declaration: files.fi.toString('base64'),
    Signature: files.fs.toString('base64'),
  }
  const { text } = await ask({
    ...{ port: gateway.addresses.web.port, method: 'POST', path: '/SOAP/structuredReports/v1' },
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    ca: await readFile(join(site.folder, 'certs', 'tls.crt'), 'utf8'),
    body: signed({ key: createPrivateKey(keyPem), certificatePem }, bodyOf(requestOf('sendDeclaration', fields))),
  })
  const [, transferId] = /<(?:\w+:)?TransferId[^>]*>([^<]+)</.exec(text) ?? []
  if (transferId === undefined) throw new Error(text)
  return { transferId }
}

function part(name: WebPart['name'], fileName: string, content: Buffer): WebPart {
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { name, fileName, bytes: content.length, sha256, open: () => Readable.from([content]) }
}

function setOf({ purpose, sequence }: Files): string {
  return `${purpose}.${sender.number}.${DAY}.${sequence}.R.1`
}

async function fsOf(content: Buffer): Promise<Buffer> {
  const pair = readSigningPair(sender.signing.keyPem, sender.signing.certificatePem)
  if (!pair.ok) throw new TypeError(pair.problem.cause)
  return await signDetached({ content, pair: pair.value, signedAt: new Date() })
}

function derOf(fs: Buffer): Buffer {
  return Buffer.from(fs.toString(), 'base64')
}
